"""The ranked list: one page from an index, whatever the number of establishments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.governance.inspection.models import Nation, Standing, StandingWord
from corridor.governance.inspection.names import words
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

SORTS = {
    "owed": "owed_minor",
    "workers": "workers",
    "months": "months",
    "repeat": "repeats",
    "stage": "stage",
}
"""What the list can be sorted by, the greatest first, and the column it is."""

WAGES, ROUTINE = "wages", "routine"
SHOWN: Mapping[str, Q] = {
    "repeated": Q(months__gt=1),
    "silent": Q(silent__gt=0),
    "ghosts": Q(ghosts__gt=0),
    "unknown": Q(unknown__gt=0),
}
"""What the list can be narrowed to, besides sector, place, regime and stage."""

_REST = Q(few=True) | Q(listed=False)


@dataclass(frozen=True)
class Asked:
    """What an inspector asks the list for; empty is everything.

    ``stage`` is the least number of steps reached; ``place`` and ``text`` are parts of words.
    """

    sort: str = "owed"
    text: str = ""
    sector: str = ""
    place: str = ""
    regime: str = ""
    stage: str = ""
    visit: str = ""
    show: str = ""


@dataclass(frozen=True)
class Ranked:
    """One page; ``after`` is what to ask with for the next one, empty at the end."""

    rows: tuple[Standing, ...]
    after: str


def ranked(by: Actor, asked: Asked, *, after: str = "", limit: int = 50) -> Ranked:
    """Establishments of the inspector's country, two look-ups at most.

    Those whose visit is routine come after the others, in the order of their numbers: neither
    their place in the list nor a figure tells how much is owed. With ``text`` establishments in
    good standing are found too, and stand there as well. Raises ``BadInput`` for an unreadable
    ``after``.
    """
    column = SORTS[asked.sort]
    few, value, key = _cursor(after)
    base = _narrowed(rules.rows(Standing, by).filter(country=by.country or "-"), asked)
    found: list[Standing] = []
    if not few:
        owing = base.filter(few=False, listed=True)
        if asked.visit:
            owing = owing.filter(workers__gt=0) if asked.visit == WAGES else owing.filter(workers=0)
        found = list(_next(owing, column, value, key)[: limit + 1])
    if len(found) <= limit and asked.visit != WAGES:
        rest = base.filter(_REST)
        rest = rest.filter(id__lt=key) if few else rest
        found += rest.order_by("-id")[: limit + 1 - len(found)]
    page = found[:limit]
    more = len(found) > limit
    return Ranked(tuple(page), _after(page[-1], column) if more else "")


def _next(rows: QuerySet[Standing], column: str, value: int | None, key: str) -> Any:
    if value is not None:
        behind = Q(**{f"{column}__lt": value}) | Q(**{column: value, "id__lt": key})
        # Said twice on purpose: the plain bound is what an index can start from.
        rows = rows.filter(behind, **{f"{column}__lte": value})
    return rows.order_by(f"-{column}", "-id")


def _narrowed(rows: QuerySet[Standing], asked: Asked) -> QuerySet[Standing]:
    exact = {"sector": asked.sector, "regime": asked.regime}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.place:
        rows = rows.filter(place__icontains=asked.place)
    if asked.stage:
        rows = rows.filter(stage__gte=int(asked.stage))
    if asked.show:
        rows = rows.filter(SHOWN[asked.show])
    if asked.text.strip():
        return _named(rows, asked.text)
    return rows.filter(listed=True)


def _named(rows: QuerySet[Standing], text: str) -> QuerySet[Standing]:
    """The state's own number; else names and places with a word that begins so, for each asked.

    Asked one after the other: an “or” between them would have the database read every row.
    """
    numbered = rows.filter(number=text.strip())
    asked = words(text)[:4]
    if not asked or numbered.exists():
        return numbered
    for word in asked:
        begins = StandingWord.objects.filter(word__startswith=word)
        rows = rows.filter(pk__in=begins.values("standing"))
    return rows


def _cursor(after: str) -> tuple[bool, int | None, str]:
    if not after:
        return False, None, ""
    kind, _, rest = after.partition("~")
    value, _, key = rest.partition("~")
    if kind not in {"w", "r"} or not value.isascii() or not value.isdecimal() or len(key) != 26:
        raise BadInput(
            "inspection.after",
            sentence(N_("The address of this page of the list cannot be read.")),
            remedy=sentence(N_("Begin again with the first page.")),
            found=after[:40],
        )
    return kind == "r", int(value[:18]), key


def _after(row: Standing, column: str) -> str:
    rest = row.few or not row.listed
    return f"{'r' if rest else 'w'}~{0 if rest else getattr(row, column)}~{row.id}"


def nation(by: Actor) -> Nation | None:
    """The country's totals as they were counted last; None before the first count."""
    return rules.rows(Nation, by).filter(country=by.country or "-").first()
