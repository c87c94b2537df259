"""What the inspector's queries found, as the components show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.models import AbsenceReport
from corridor.cycle.employment.queries.inspector import OwedMonth
from corridor.cycle.employment.queries.told import Told
from corridor.doors.web.components.models import LawRef, Status
from corridor.doors.web.inspector.picture import hot
from corridor.doors.web.shared.figures import month_day
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.months import (
    Sum,
    arithmetic,
    days,
    laws,
    month_words,
    what_is_wrong,
)
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.governance.inspection.models import StandingMonth

VISITS: Mapping[str, Status] = {
    "wages": Status("late", N_("Visit because of wages")),
    "routine": Status("same", N_("Routine visit only")),
}
"""What kind of visit an establishment is listed for."""


@dataclass(frozen=True, slots=True)
class Heat:
    """The summer ban today: holds, does not hold, or nobody knows."""

    state: str
    says: Sentence
    law: LawRef


def heat(country: str, today: date) -> Heat | None:
    """What the law of ``country`` says of outdoor work in the heat today; None without a rule."""
    value_id = f"{country}.heat.ban"
    if value_id not in law.book().ids():
        return None
    answer: Any = law.book().value(value_id, today)
    ref = law_ref(value_id)
    if not answer.known:
        return Heat("unknown", DOUBT, ref)
    month = today.strftime("%m-%d")
    rows = answer.value.rows
    for row in rows:
        if row["first_day"] <= month <= row["last_day"]:
            return Heat("late", sentence(
                N_("Today nobody may work outdoors between {start} and {end}."
                   " The ban lasts until {last}."),
                start=row["start"], end=row["end"], last=month_day(row["last_day"]),
            ), ref)  # fmt: skip
    row = rows[0]
    return Heat("ok", sentence(
        N_("No midday ban today. From {first} to {last} nobody may work outdoors between"
           " {start} and {end}."),
        first=month_day(row["first_day"]), last=month_day(row["last_day"]),
        start=row["start"], end=row["end"],
    ), ref)  # fmt: skip


DOUBT = Sentence(N_("Nobody can tell whether a midday ban holds today: the law is in doubt."))


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of an establishment: its words, its money, where it opens, and its file."""

    sums: StandingMonth
    name: str
    url: str
    file: Status
    due: Money
    paid: Money
    owed: Money
    settled: Money
    hot: bool


def months(found: Sequence[StandingMonth], country: str) -> list[MonthRow]:
    """Contract against wage file, month by month, the newest first."""
    return [_month(one, country) for one in reversed(found)]


def _month(one: StandingMonth, country: str) -> MonthRow:
    def money(minor: int) -> Money:
        return Money(minor, one.currency)

    return MonthRow(
        sums=one,
        name=month_words(one.month),
        url=f"?month={one.month}",
        file=_file(one),
        due=money(one.due_minor),
        paid=money(one.paid_minor),
        owed=money(one.open_minor),
        settled=money(one.settled_minor),
        hot=hot(country, one.month),
    )


def _file(one: StandingMonth) -> Status:
    if one.version == 0:
        return Status("late", N_("No file came in time"))
    if one.version == 1:
        return Status("ok", N_("File on record"))
    return Status("changed", sentence(N_("File corrected, version {n}"), n=one.version))


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract's month: what is wrong, the arithmetic, the law. Never a name."""

    row: OwedMonth
    month: str
    due: Money | None
    paid: Money | None
    wrong: list[Status]
    sums: list[Sum]
    days: list[tuple[Text, date | None]]
    law: list[LawRef]
    deemed: Status


DEEMED: Mapping[int | None, Status] = {
    1: Status("same", N_("counts as paid")),
    0: Status("breach", N_("does not count as paid")),
    None: Status("unknown", N_("no threshold is known")),
}
"""What the authority's own threshold makes of a month. It makes nothing less that is owed."""


def contracts(rows: Iterable[OwedMonth]) -> list[ContractRow]:
    """Every contract's month of the page that is not in order."""
    return [_contract(row) for row in rows]


def _contract(row: OwedMonth) -> ContractRow:
    currency, figures = row.owed.currency, row.figures

    def money(name: str) -> Money | None:
        minor = figures.get(name)
        return None if minor is None else Money(minor, currency)

    return ContractRow(
        row,
        month_words(row.month),
        money("due_minor"),
        money("paid_minor"),
        what_is_wrong(row.findings),
        arithmetic(figures, currency),
        days(figures),
        laws(row.findings),
        DEEMED.get(figures.get("deemed_paid"), DEEMED[None]),
    )


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A month of which a worker told the inspectorate something. Never a name."""

    row: Told
    month: str
    wrong: list[Status]
    law: list[LawRef]


def told(rows: Iterable[Told]) -> list[ToldRow]:
    """What workers told, as statuses and sums."""
    return [
        ToldRow(row, month_words(row.month), what_is_wrong(row.findings), laws(row.findings))
        for row in rows
    ]


def claims(reports: Iterable[AbsenceReport]) -> list[tuple[AbsenceReport, Sentence]]:
    """Absence reports as what they are: one side's claim, and whether the other contests it."""
    return [(one, _claim(one)) for one in reports]


def _claim(one: AbsenceReport) -> Sentence:
    if one.contested_on is not None:
        return sentence(N_("The worker contests it since {day}."), day=one.contested_on)
    return Sentence(N_("The worker has not spoken yet. Silence is no yes."))
