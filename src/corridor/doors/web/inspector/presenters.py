"""What the inspector's queries found, as the components show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.models import AbsenceReport
from corridor.cycle.employment.queries.inspector import (
    Establishment,
    EstablishmentPage,
    MonthSum,
    OwedMonth,
    Ranking,
)
from corridor.doors.web.components.chart import Chart, Point
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Figure,
    Filter,
    LawRef,
    Pages,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.shared.figures import counted, month_day
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.months import (
    Sum,
    arithmetic,
    days,
    laws,
    month_choices,
    month_words,
    what_is_wrong,
)
from corridor.doors.web.words import Text
from corridor.engines import law

VISITS: Mapping[str, Status] = {
    "wages": Status("late", N_("Visit because of wages")),
    "routine": Status("same", N_("Routine visit only")),
}
"""What kind of visit an establishment is listed for."""

SHOWN: Mapping[str, str] = {
    "repeated": N_("Owed for more than one month"),
    "silent": N_("A month without a wage file"),
    "strangers": N_("Paid people without a registered contract"),
}
"""What the ranking can be narrowed to."""

_COLUMNS = (
    Column("name", N_("Establishment"), sortable=False),
    Column("owed", N_("Still owed"), sortable=False, number=True),
    Column("workers", N_("Workers concerned"), sortable=False, number=True),
    Column("months", N_("Months"), sortable=False, number=True),
    Column("last", N_("Latest month"), sortable=False),
    Column("silent", N_("Months without a file"), sortable=False, number=True),
    Column("strangers", N_("Paid without a contract"), sortable=False, number=True),
    Column("visit", N_("Kind of visit"), sortable=False),
)


def queue(found: Ranking, asked: Mapping[str, str], today: date, number: int, size: int) -> Queue:
    """The ranking as a queue, its filters as the address says."""
    kept = {name: value for name, value in asked.items() if value}
    pages = -(-found.total // size)
    return Queue(
        caption=N_("Establishments by money owed"),
        columns=_COLUMNS,
        rows=[_row(one) for one in found.rows],
        filters=(
            Filter("month", N_("Month"), month_choices(today), asked["month"]),
            Filter("show", N_("Only"), list(SHOWN.items()), asked["show"]),
            Filter(
                "visit",
                N_("Kind of visit"),
                [(name, status.text) for name, status in VISITS.items()],
                asked["visit"],
            ),
        ),
        query=kept,
        search=asked["q"],
        pages=Pages(number, pages, urlencode(kept)) if pages > 1 else None,
        total=found.total,
        empty=EmptyState(
            N_("No establishment fits.") if kept else N_("No wages are owed on record."),
            N_("An establishment appears here when its wage file pays less than contract and law"
               " ask for, when no file comes in time, or when it pays people without a registered"
               " contract."),
        ),
    )  # fmt: skip


def _row(one: Establishment) -> Row:
    return Row(
        (
            one.name,
            one.owed,
            one.workers,
            one.months,
            month_words(one.last_month),
            one.without_file,
            one.strangers,
            VISITS[one.visit],
        ),
        url=f"/inspection/{one.employer}/",
        state="late" if one.visit == "wages" and one.repeated else "",
    )


def headline(found: Ranking) -> list[Figure]:
    """What is owed in all, one figure a currency."""
    counts = sentence(
        N_("still owed by {establishments} on this list, as contract and wage file tell"),
        establishments=counted(found.total, "establishments"),
    )
    return [Figure(amount, counts) for amount in found.owed]


def most_owed(found: Ranking) -> Chart | None:
    """The first establishments of the page as bars; one currency, so that bars compare."""
    owing = [one for one in found.rows if one.owed.minor > 0]
    same = [one for one in owing if one.owed.currency == owing[0].owed.currency][:8]
    if len(same) < 2:
        return None
    return Chart(
        N_("Most money owed"),
        [Point(one.name, one.owed.minor, one.owed) for one in same],
        label_name=N_("Establishment"),
        value_name=N_("Still owed"),
        source=N_("Registered contracts against the newest wage file of each month"),
    )


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
    """One month of an establishment: its words, where it opens, and its state."""

    sums: MonthSum
    name: str
    url: str
    file: Status


def months(page: EstablishmentPage) -> list[MonthRow]:
    """Contract against wage file, month by month."""
    return [
        MonthRow(one, month_words(one.month), f"?month={one.month}", _file(one))
        for one in page.months
    ]


def _file(one: MonthSum) -> Status:
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


def contracts(page: EstablishmentPage) -> list[ContractRow]:
    """Every contract's month of the page that is not in order."""
    return [_contract(row) for row in page.rows]


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
    )


def owed_by_month(page: EstablishmentPage) -> Chart | None:
    """What each month left owed, oldest first."""
    shown = sorted(page.months, key=lambda one: one.month)[-8:]
    if len(shown) < 2 or len({one.owed.currency for one in shown}) > 1:
        return None
    return Chart(
        N_("Owed by month"),
        [Point(month_words(one.month), one.owed.minor, one.owed) for one in shown],
        label_name=N_("Month"),
        value_name=N_("Still owed"),
        source=N_("Registered contracts against the newest wage file of each month"),
    )


def claims(page: EstablishmentPage) -> list[tuple[AbsenceReport, Sentence]]:
    """Absence reports as what they are: one side's claim, and whether the other contests it."""
    return [(one, _claim(one)) for one in page.absence_reports]


def _claim(one: AbsenceReport) -> Sentence:
    if one.contested_on is not None:
        return sentence(N_("The worker contests it since {day}."), day=one.contested_on)
    return Sentence(N_("The worker has not spoken yet. Silence is no yes."))
