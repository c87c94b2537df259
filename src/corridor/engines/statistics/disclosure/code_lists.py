"""Dimensions of a specification: codes, groups, and what sums to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import RESERVED
from corridor.engines.statistics.disclosure.asking import Asked
from corridor.engines.statistics.disclosure.model import TOTAL, Dimension, Sum


def dimensions(asked: Asked) -> Mapping[str, Dimension]:
    """Every dimension by its name; problems are added to those of ``asked``."""
    found = {}
    for name in asked.given:
        row = asked.given[name]
        part = Asked({"codes": row} if isinstance(row, list) else row, f"dimensions.{name}", [])
        part.problems = asked.problems
        if name in RESERVED or str(name).startswith("top"):
            part.refuse(
                "name",
                sentence(N_("No dimension may be called “{name}”."), name=str(name)),
                N_("Choose another name: this one is a column of every table."),
                found=str(name),
            )
        found[str(name)] = _dimension(str(name), part)
    return found


def _dimension(name: str, asked: Asked) -> Dimension:
    asked.known(("codes", "groups", "also", "sums"))
    codes = [str(code) for code in asked.rows("codes")]
    _once(asked, "codes", codes)
    if "sums" in asked.given:  # as a release on file writes them
        pairs = asked.rows("sums")
        return Dimension(
            name,
            tuple(codes),
            tuple(Sum(str(whole), tuple(map(str, parts))) for whole, parts in pairs),
        )
    sums = _tree(asked, "groups", asked.given.get("groups"), codes)
    for place, groups in enumerate(asked.rows("also", needed=False)):
        sums += _tree(asked, f"also[{place}]", groups, codes)
    plain = () if sums else (Sum(TOTAL, tuple(codes)),)
    return Dimension(name, tuple(codes), (*plain, *sums))


def _tree(asked: Asked, field: str, given: Any, codes: list[str]) -> list[Sum]:
    """One hierarchy: groups of codes or of groups; what stands in none is part of the total."""
    if given is None:
        return []
    part = Asked(given, f"{asked.where}.{field}", asked.problems)
    groups = {str(name): [str(one) for one in part.rows(name)] for name in part.given}
    names = [*codes, *groups]
    _once(part, "", names)
    for name, members in groups.items():
        for member in members:
            part.member(name, member, names, N_("“{found}” is neither a code nor a group here."))
    inside = [member for members in groups.values() for member in members]
    _once(part, "", inside)
    top = tuple(name for name in (*groups, *codes) if name not in set(inside))
    if _circular(groups):
        part.refuse(
            "groups",
            sentence(N_("A group contains itself.")),
            N_("Let groups hold codes, or groups below them."),
        )
        return []
    return [Sum(TOTAL, top), *(Sum(name, tuple(parts)) for name, parts in groups.items() if parts)]


def _circular(groups: Mapping[str, list[str]]) -> bool:
    left = dict(groups)
    while left:
        free = [name for name, parts in left.items() if not set(parts) & set(left)]
        if not free:
            return True
        for name in free:
            del left[name]
    return False


def _once(asked: Asked, field: str, codes: list[str]) -> None:
    for code, times in Counter([*codes, TOTAL]).items():
        if times > 1:
            asked.refuse(
                "twice",
                sentence(N_("The code “{code}” stands in two places."), code=code),
                N_("A code is part of one sum of a hierarchy; _T is always the total."),
                field,
                found=code,
            )
