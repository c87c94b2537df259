"""Moments: exact sums for each stratum and cell, which add up over files without the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments import psus, wide
from corridor.engines.statistics.moments.spec import Key, Spec
from corridor.engines.statistics.moments.wide import Ints

UNITS = ("records", "numbers", "names")
"""What a sampling unit is known by: nothing, a whole number, a name."""


@dataclass
class Stratum:
    """One stratum. ``sums`` (cells × sums × 2 words); ``counts`` and ``units`` (cells × bases).

    ``psus``: the set of its units (rows of first, last); ``size``: how many; ``fpc``: how many the
    population has, 0 where that is not stated; ``cells``: places in ``Moments.keys``.
    """

    psus: Ints
    size: int
    fpc: int
    cells: Ints
    sums: Ints
    counts: Ints
    units: Ints


@dataclass
class Moments:
    """Everything that is kept of the records: by stratum, and what was counted on the way."""

    spec: Spec
    keys: list[Key] = field(default_factory=list)
    strata: dict[str, Stratum] = field(default_factory=dict)
    known_by: str = "records"
    rows: int = 0
    zero_weights: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    versions: frozenset[str] = frozenset()


def merged(parts: Iterable[Moments]) -> Moments:
    """The moments of all records together.

    Raises ``Conflict`` for another specification, for a sampling unit that two parts hold, and for
    two statements of a stratum's population; ``BadInput`` for none at all.
    """
    total: Moments | None = None
    for part in parts:
        total = part if total is None else _two(total, part)
    if total is None:
        raise BadInput(
            "moments.none",
            sentence(N_("There is no moment file to merge.")),
            remedy=sentence(N_("Name at least one.")),
        )
    return total


def _two(one: Moments, other: Moments) -> Moments:
    _same(one, other)
    keys = list(one.keys)
    number = {key: place for place, key in enumerate(keys)}
    for key in other.keys:
        if key not in number:
            number[key] = len(keys)
            keys.append(key)
    moved = np.array([number[key] for key in other.keys], np.int64)
    strata = dict(one.strata)
    twice: dict[str, int] = {}
    for name, stratum in other.strata.items():
        mine = _moved(stratum, moved)
        strata[name] = (
            _joined(strata[name], mine, name, one.known_by, twice) if name in strata else mine
        )
    _overlap(twice)
    left_out = {
        name: one.left_out.get(name, 0) + other.left_out.get(name, 0)
        for name in {**one.left_out, **other.left_out}
    }
    return Moments(
        spec=one.spec,
        keys=keys,
        strata=strata,
        known_by=one.known_by if one.strata else other.known_by,
        rows=one.rows + other.rows,
        zero_weights=one.zero_weights + other.zero_weights,
        left_out=left_out,
        versions=one.versions | other.versions,
    )


def _moved(stratum: Stratum, moved: Ints) -> Stratum:
    cells = moved[stratum.cells] if len(stratum.cells) else stratum.cells
    return Stratum(
        stratum.psus, stratum.size, stratum.fpc, cells,
        stratum.sums, stratum.counts, stratum.units,
    )  # fmt: skip


def _joined(
    one: Stratum, other: Stratum, name: str, known_by: str, twice: dict[str, int]
) -> Stratum:
    held, shared = psus.joined([one.psus, other.psus], numbers=known_by == "numbers")
    if shared:
        twice[name] = shared
    if one.fpc != other.fpc:
        raise two_populations(name, one.fpc, other.fpc)
    cells = np.union1d(one.cells, other.cells)
    places = [np.searchsorted(cells, part.cells) for part in (one, other)]
    sums, counts, units = (np.zeros((len(cells), *part.shape[1:]), np.int64)
                           for part in (one.sums, one.counts, one.units))  # fmt: skip
    sums[places[0]] = one.sums
    for part, at in zip((one, other), places, strict=True):
        counts[at] += part.counts
        units[at] += part.units
    try:
        sums[places[1]] = wide.add(sums[places[1]], other.sums)
    except OverflowError:
        raise too_large() from None
    size = one.size + other.size
    return Stratum(held, size, one.fpc, cells, sums, counts, units)


def _same(one: Moments, other: Moments) -> None:
    if one.spec.digest != other.spec.digest:
        same_name = one.spec.name == other.spec.name
        words = N_("The moments were made under two specifications: {one} and {other}.")
        if same_name:
            words = N_("The moments were made under two different texts of {one}.")
        raise Conflict(
            "moments.specification",
            sentence(words, one=one.spec.name, other=other.spec.name),
            remedy=sentence(N_("Make them again under one specification.")),
            expected=one.spec.digest,
            found=other.spec.digest,
        )
    if one.strata and other.strata and one.known_by != other.known_by:
        words = N_("Sampling units are whole numbers in one file and names in the other.")
        raise Conflict(
            "moments.units",
            sentence(words),
            remedy=sentence(N_("Write the column in the same way in all files.")),
            expected=one.known_by,
            found=other.known_by,
        )


def _overlap(twice: dict[str, int]) -> None:
    if twice:
        words = N_(
            "{count} sampling units are in both files; the first stratum with some is {name}."
        )
        raise Conflict(
            "moments.overlap",
            sentence(words, count=sum(twice.values()), name=min(twice) or "-"),
            remedy=sentence(
                N_("Each unit's records belong in one file: split files between sampling units.")
            ),
            found=sum(twice.values()),
        )


def two_populations(stratum: str, one: int, other: int) -> Conflict:
    """Two statements of how many sampling units a stratum's population has."""
    words = N_("The stratum {name} has {one} sampling units in one place and {other} in another.")
    return Conflict(
        "moments.fpc",
        sentence(words, name=stratum or "-", one=one, other=other),
        remedy=sentence(N_("State the same number in every record of the stratum.")),
    )


def too_large() -> BadInput:
    """Exact sums that would leave 128 bits."""
    return BadInput(
        "moments.overflow",
        sentence(N_("The sums of these files together do not fit 128 bits.")),
        remedy=sentence(N_("Give weights or values fewer decimals in the specification.")),
    )
