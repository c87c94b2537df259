"""A statistical office of two persons, and a table on its way to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from tests.support import people
from tests.support.clock import Clock

from corridor.core.problems import Problem
from corridor.governance.observatory import actions
from corridor.governance.observatory.models import Protection, Publication, Release, Table
from corridor.platform.access.actor import SYSTEM, Actor, Role

INDICATOR = "workers-abroad"
DEFINITION: dict[str, Any] = {
    "title": {"en": "Workers abroad", "ar": "العمال في الخارج", "ne": "विदेशमा कामदार"},
    "definition": {"en": "Persons with a registered contract under which they work abroad."},
    "rule": "A person is counted once, however many contracts she has.",
    "absent": "Whoever left without a registered contract.",
    "unit": "person",
    "codes": {"dest": {"QAT": {"en": "Qatar", "ar": "قطر"}, "DEU": "Germany"}},
    "version": "1.0",
}
CSV = """dest,sex,time,measure,value,n
QAT,F,2025,workers@1.0,120,120
QAT,M,2025,workers@1.0,480,480
QAT,_T,2025,workers@1.0,600,600
DEU,F,2025,workers@1.0,90,90
DEU,M,2025,workers@1.0,60,60
DEU,_T,2025,workers@1.0,150,150
_T,F,2025,workers@1.0,210,210
_T,M,2025,workers@1.0,540,540
_T,_T,2025,workers@1.0,750,750
"""
SMALL = (
    CSV.replace("DEU,F,2025,workers@1.0,90,90", "DEU,F,2025,workers@1.0,2,2")
    .replace("DEU,M,2025,workers@1.0,60,60", "DEU,M,2025,workers@1.0,148,148")
    .replace("_T,F,2025,workers@1.0,210,210", "_T,F,2025,workers@1.0,122,122")
    .replace("_T,M,2025,workers@1.0,540,540", "_T,M,2025,workers@1.0,628,628")
)
"""The same with two women in Germany."""
SHA = "0" * 63 + "1"


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The block is refused with the problem ``observatory.<name>``."""
    with pytest.raises(Problem) as found:
        yield
    assert found.value.code == f"observatory.{name}"


def office() -> tuple[Actor, Actor]:
    """Two statisticians of one new office in Nepal."""
    place = people.organisation("statistics", "NPL")
    return people.member(Role.STATISTICIAN, place), people.member(Role.STATISTICIAN, place)


def drafted(
    by: Actor,
    csv: str = CSV,
    more: Mapping[str, Any] | None = None,
    kind: str = "compiled",
) -> Table:
    """A table in work, of one source."""
    source = actions.add_source(
        by=by,
        kind=kind,
        title="Register of contracts",
        sha256=SHA,
        licence="Our own",
        period="2025",
        rows=750,
    )
    return actions.draft(
        by=by,
        indicator=INDICATOR,
        definition={**DEFINITION, **(more or {})},
        table=csv,
        sources=[source.id],
    )


def reviewed(
    by: Actor,
    csv: str = CSV,
    more: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Protection:
    """A table that is protected, and whose review accepted it."""
    table = drafted(by, csv, more, "published" if rules else "compiled")
    made = actions.protect(by=by, table=table.id, rules_of_release=dict(rules or {"threshold": 5}))
    actions.review(by=by, protection=made.id, accepted=True, words="Nothing is withheld.")
    return made


def minute(clock: Clock, days: int = 2) -> datetime:
    """Nine o'clock in some days."""
    return datetime.combine(clock.day + timedelta(days=days), time(9), tzinfo=UTC)


def announced(
    clock: Clock,
    by: Actor,
    csv: str = CSV,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Release:
    """On the calendar for the day after tomorrow."""
    made = reviewed(by, csv, more, rules)
    return actions.announce(by=by, protection=made.id, at=minute(clock), reason=reason)


def published(
    clock: Clock,
    who: tuple[Actor, Actor] | None = None,
    csv: str = CSV,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Publication:
    """Out for everybody; the clock stands two days later."""
    first, second = who or office()
    release = announced(clock, first, csv, reason, more, rules)
    actions.approve(by=second, release=release.id)
    clock.next_day(2)
    made = actions.publish(by=SYSTEM, release=release.id)
    assert isinstance(made, Publication)
    return made
