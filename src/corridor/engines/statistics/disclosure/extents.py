"""Whom a figure is about, as extents that can be cut against each other.

A characteristic is an *extent*: a range of numbers, or a list of codes. The population of a release
says some of them, the codes of its breakdowns say others: "from 15", the band ``Y15T24`` and the
list of two permits are all extents. Where several releases stand side by side, the extents that
they speak of cut everybody into *atoms*: groups that no release divides further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from math import inf, prod
from typing import Any

from corridor.engines.statistics.disclosure.model import Dimension
from corridor.engines.statistics.disclosure.released import Key, Range, Released

Extent = Range | frozenset[str]
Box = frozenset[tuple[str, Extent]]
"""The extents of one cell by their names; what is not named is not restricted."""
Atom = frozenset[int]
"""A group by the numbers of the boxes that it lies in."""

OTHERS = "\0"
"""Every code that no release names."""
MOST_PIECES, MOST_ATOMS = 50_000, 64
_BAND = re.compile(r"Y(\d+)T(\d+)")
_FROM = re.compile(r"Y_?GE(\d+)")
_BELOW = re.compile(r"Y_?LT(\d+)")


def cut(releases: Sequence[Released]) -> dict[str, type]:
    """The characteristics that some release states as a range or a list, with which of them."""
    found: dict[str, type] = {}
    for one in releases:
        for name, value in one.scope:
            if isinstance(value, (Range, frozenset)):
                found.setdefault(name, type(value))
    return found


def placed(release: Released, key: Key, kinds: Mapping[str, type]) -> tuple[Box, Key]:
    """A cell's box, and what of its name is no extent."""
    extents: dict[str, Extent] = {
        name: value for name, value in release.scope if isinstance(value, (Range, frozenset))
    }
    rest = []
    for name, code in key:
        own = _extent(release.spec.dimensions.get(name), code, kinds.get(name))
        if own is None:
            rest.append((name, code))
        else:
            extents[name] = _both(extents.get(name), own)
    return frozenset(extents.items()), frozenset(rest)


def _extent(dimension: Dimension | None, code: str, kind: type | None) -> Extent | None:
    if kind is frozenset:
        return frozenset(_leaves(dimension, code)) if dimension else frozenset({code})
    return band(code) if kind is Range else None


def _both(scope: Extent | None, own: Extent) -> Extent:
    """A band of a population that begins within it begins where the population does."""
    if isinstance(scope, Range) and isinstance(own, Range):
        low, high = max(scope.low, own.low), min(scope.high, own.high)
        return Range(low, high) if low <= high else own
    if isinstance(scope, frozenset) and isinstance(own, frozenset):
        return scope & own or own
    return own


def _leaves(dimension: Dimension, code: str) -> list[str]:
    """The leaves below a code: itself where it is one."""
    return [leaf for leaf in dimension.leaves if code in dimension.above[leaf]] or [code]


def band(code: str) -> Range | None:
    """The range that a code such as ``Y15T24``, ``Y_GE65`` or ``Y_LT15`` names, or None."""
    between, least, below = _BAND.fullmatch(code), _FROM.fullmatch(code), _BELOW.fullmatch(code)
    if between:
        return Range(float(between[1]), float(between[2]))
    if least:
        return Range(float(least[1]), inf)
    return Range(-inf, float(below[1]) - 1.0) if below else None


def atoms(boxes: Sequence[Box]) -> list[Atom]:
    """Every group that the boxes cut out, each once; none where they are too many to think of.

    Ranges that meet at whole numbers leave nobody between them: who is 24 is followed by who is 25.
    """
    names = sorted({name for box in boxes for name, _ in box})
    pieces = {name: _pieces([dict(box).get(name) for box in boxes]) for name in names}
    if prod(len(one) for one in pieces.values()) > MOST_PIECES:
        return []
    found = {
        frozenset(
            at
            for at, box in enumerate(boxes)
            if _within(dict(zip(names, one, strict=True)), dict(box))
        )
        for one in product(*pieces.values())
    } - {frozenset()}
    return sorted(found, key=sorted) if len(found) <= MOST_ATOMS else []


def _within(piece: Mapping[str, Any], box: Mapping[str, Extent]) -> bool:
    return all(_holds(extent, piece[name]) for name, extent in box.items())


def _holds(extent: Extent, piece: Any) -> bool:
    if isinstance(extent, Range):
        return isinstance(piece, float) and extent.low <= piece <= extent.high
    return piece in extent


def _pieces(extents: Iterable[Extent | None]) -> list[Any]:
    """One example of each part into which the extents of one characteristic cut it."""
    known = [one for one in extents if one is not None]
    codes = sorted({code for one in known if isinstance(one, frozenset) for code in one})
    ranges = [one for one in known if isinstance(one, Range)]
    if not ranges:
        return [*codes, OTHERS]
    ends = sorted({end for one in ranges for end in (one.low, one.high) if abs(end) < inf})
    if all(end == int(end) for end in ends):
        near = sorted({end + step for end in ends for step in (-1.0, 0.0, 1.0)})
        return [*near, *codes]
    between = [(low + high) / 2 for low, high in pairwise(ends)]
    return [*sorted({*ends, *between, ends[0] - 1.0, ends[-1] + 1.0}), *codes]
