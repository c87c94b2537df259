"""ISCO-08: occupations in four levels, from major group (one digit) to unit group (four).

Codes, titles and the four skill levels are those of the International Labour Organization;
``isco08.csv`` beside this file names its source and licence. It is read on first use and
refused if a byte of it has changed.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

CHECKSUM = "eae9654d768f36412462c7526b2a84ce790eeab3d6f1ec808950ff726123f8d7"
"""SHA-256 of ``isco08.csv``."""

COUNTS = {"major": 10, "sub_major": 43, "minor": 130, "unit": 436}
"""How many groups ISCO-08 has on each level; ``counts()`` counts what was loaded."""

LEVELS = tuple(COUNTS)
"""Level names by number of digits: ``LEVELS[len(code) - 1]``."""

FREQUENT: tuple[str, ...] = (
    N_("Building construction labourers"),
    N_("Civil engineering labourers"),
    N_("Cleaners and helpers in offices, hotels and other establishments"),
    N_("Domestic cleaners and helpers"),
    N_("Nursing professionals"),
    N_("Nursing associate professionals"),
    N_("Home-based personal care workers"),
    N_("Health care assistants"),
    N_("Child care workers"),
    N_("Car, taxi and van drivers"),
    N_("Heavy truck and lorry drivers"),
    N_("Carpenters and joiners"),
    N_("Building and related electricians"),
    N_("Plumbers and pipe fitters"),
    N_("Bricklayers and related workers"),
    N_("Welders and flamecutters"),
    N_("Freight handlers"),
    N_("Kitchen helpers"),
    N_("Cooks"),
    N_("Waiters"),
    N_("Security guards"),
    N_("Crop farm labourers"),
    N_("Sewing machine operators"),
    N_("Shop sales assistants"),
)
"""Titles of the unit groups most migrants work in, translated first; the rest is English."""

# ISCO-08 volume I, chapter on skill levels. A longer prefix wins: of the managers only those of
# hotels, shops and other services (14) are level 3, and the armed forces differ by rank.
_SKILL = {"1": 4, "2": 4, "3": 3, "9": 1, "14": 3, "01": 4, "02": 2, "03": 1} | dict.fromkeys(
    "45678", 2
)


@cache
def _titles() -> dict[str, str]:
    raw = files("corridor.core.codes").joinpath("isco08.csv").read_bytes()
    if hashlib.sha256(raw).hexdigest() != CHECKSUM:
        raise RuntimeError("isco08.csv is not the file this version was released with")
    lines = (line for line in raw.decode().splitlines() if not line.startswith("#"))
    titles = {row["code"]: row["title"] for row in csv.DictReader(lines)}
    if _count(titles) != COUNTS:
        raise RuntimeError(f"isco08.csv holds {_count(titles)}, ISCO-08 has {COUNTS}")
    return titles


def _count(codes: Mapping[str, str]) -> dict[str, int]:
    found = Counter(LEVELS[len(code) - 1] for code in codes)
    return {level: found[level] for level in LEVELS}


class _Titles(Mapping[str, str]):
    """The titles by code, read from the file only when first asked for."""

    def __getitem__(self, code: str) -> str:
        return _titles()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_titles())

    def __len__(self) -> int:
        return len(_titles())


ISCO: Mapping[str, str] = _Titles()
"""Code of any level to English title: ``ISCO["9313"]``; codes keep their leading zero."""


def counts() -> dict[str, int]:
    """How many groups of each level were loaded."""
    return _count(ISCO)


def title(code: str) -> str:
    """English title of a group of any level. Raises ``BadInput`` ``code.isco``."""
    _known(code)
    return ISCO[code]


def unit_group(code: str) -> str:
    """English title of a four-digit unit group, the level of a contract's occupation.

    Raises ``BadInput`` ``code.isco`` for an unknown code and for a group of a higher level.
    """
    _known(code, unit=True)
    return ISCO[code]


def parent(code: str) -> str | None:
    """The group one level up; None for a major group. Raises ``BadInput``."""
    _known(code)
    return code[:-1] or None


def children(code: str) -> tuple[str, ...]:
    """The groups one level down, in order; none for a unit group. Raises ``BadInput``."""
    _known(code)
    return tuple(one for one in ISCO if len(one) == len(code) + 1 and one.startswith(code))


def skill_level(code: str) -> int | None:
    """The ISCO skill level, 1 (simple) to 4 (professional).

    None where the group mixes levels (the armed forces as a whole, managers as a whole).
    Raises ``BadInput`` ``code.isco``.
    """
    _known(code)
    if code in ("0", "1"):
        return None
    return _SKILL.get(code[:2]) or _SKILL[code[0]]


def _known(code: object, *, unit: bool = False) -> None:
    if isinstance(code, str) and code in ISCO and (len(code) == 4 or not unit):
        return
    raise BadInput(
        "code.isco",
        sentence(N_("“{found}” is not an occupation code of ISCO-08."), found=code),
        remedy=sentence(
            N_("Write the four digits of the unit group, such as {example}."), example="9313"
        )
        if unit
        else sentence(N_("Write one to four digits, such as {example}."), example="931"),
        expected="ISCO-08",
        found=code,
    )
