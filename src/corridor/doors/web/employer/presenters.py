"""From what queries answer to what the employer's pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from corridor.core.codes.countries import COUNTRIES
from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.core.steps import STATIONS
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.queries import waits_for
from corridor.cycle.contracts.queries.case import Case
from corridor.cycle.employment.queries.desk import Due
from corridor.cycle.employment.queries.employer import MonthPage, WorkerMonth
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Filter,
    Link,
    Pages,
    Queue,
    Row,
    Status,
    Task,
)
from corridor.doors.web.employer.views.shared import at
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.shared.months import CHECKS
from corridor.doors.web.shared.party import line_of, order_state, state_of
from corridor.doors.web.shared.terms import wage
from corridor.doors.web.words import Text, reader, say
from corridor.engines import law

# What each due thing is called, and the page that does it.
_DUE: dict[str, tuple[str, str]] = {
    "correct_order": (N_("Correct the job order: {name}"), "order-correct"),
    "appoint_agency": (N_("Name the agency for: {name}"), "order-agency"),
    "order_attested": (N_("The labour attaché looks at: {name}"), "order"),
    "select": (N_("Decide on the candidate {name}"), "candidate"),
    "offer": (N_("Make {name} an offer"), "offer-candidate"),
    "accepted": (N_("{name} thinks about your offer"), "contract"),
    "amendment": (N_("{name} thinks about the change you proposed"), "contract"),
    "visa_recorded": (N_("Record the visa of {name}"), "visa"),
    "arrived": (N_("Say when {name} has arrived"), "arrived"),
    "wages": (N_("Give the wage file for {name}"), "wages-give"),
}
_STEP = (N_("{step}: {name}"), "step")


def tasks(due: Iterable[Due]) -> list[Task]:
    """What waits, each with the page that does it."""
    return [_task(one) for one in due]


def _task(one: Due) -> Task:
    words, page = _DUE.get(one.what, _STEP)
    params: dict[str, Any] = {"name": one.name}
    if page == "step":
        params["step"] = station_name(one.what)
    if one.what == "wages":
        params["name"] = month_name(one.subject)
    return Task(
        title=Sentence(words, params),
        state="waiting" if one.waiting else "now",
        url=_page(page, one),
        hint=sentence(N_("by {day}"), day=one.due) if one.due else "",
    )


def _page(page: str, one: Due) -> str:
    if page == "wages-give":
        return at(page)
    if page == "step":
        return at(page, one.subject, one.what)
    return at("select" if page == "candidate" else page, one.subject)


def station_name(step: str) -> Sentence:
    """What a station is usually called."""
    return Sentence(STATIONS.get(step, step))


def month_name(month: str) -> str:
    """``2026-09`` as September 2026, in the reader's language."""
    first = date.fromisoformat(f"{month}-01")
    return str(format_skeleton("yMMMM", first, locale=Locale.parse(reader().code)))


def case_queue(cases: Sequence[Case]) -> Queue:
    """Contracts with their lines."""
    columns = (
        Column("worker", N_("Worker"), sortable=False),
        Column("work", N_("Work"), sortable=False),
        Column("line", N_("Where it stands"), sortable=False),
        Column("now", N_("Now"), sortable=False),
        Column("state", N_("State"), sortable=False),
    )
    rows = [_case_row(case) for case in cases]
    empty = EmptyState(
        N_("No contract yet."), N_("A contract appears here when you have signed an offer.")
    )
    return Queue(N_("Contracts"), columns, rows, empty=empty, total=len(rows))


def _case_row(case: Case) -> Row:
    here = waits_for(case)
    broken = [station for station in here if station.state == "broken"]
    now: Any = [station.label for station in (broken or here)[:2]] or "–"
    return Row(
        cells=(
            case.contract.worker.name,
            _work(case),
            line_of(case),
            Status("breach", broken[0].label) if broken else now,
            state_of(case),
        ),
        url=at("contract", case.contract.pk),
        state="late" if broken else "",
    )


def _work(case: Case) -> str:
    order = case.contract.order
    return order.title if order is not None else law.book().corridor(case.contract.corridor).title


def order_queue(orders: Sequence[JobOrder]) -> Queue:
    """Job orders with their wage and state."""
    columns = (
        Column("title", N_("Job"), sortable=False),
        Column("wage", N_("Basic wage"), sortable=False, number=True),
        Column("headcount", N_("Workers"), sortable=False, number=True),
        Column("agency", N_("Agency"), sortable=False),
        Column("state", N_("State"), sortable=False),
    )
    rows = [
        Row(
            cells=(
                order.title,
                wage(order.terms),
                order.headcount,
                order.agency.name if order.agency else N_("No agency"),
                order_state(order.state),
            ),
            url=at("order", order.pk),
            state="late" if order.state == JobOrder.State.RETURNED else "",
        )
        for order in orders
    ]
    empty = EmptyState(
        N_("No job order yet."),
        N_("A job order says how many workers you want, for which work and which wage."),
        Link(N_("File a job order"), at("order-start")),
    )
    return Queue(N_("Job orders"), columns, rows, empty=empty, total=len(rows))


CANDIDATE_STATES: dict[str, tuple[str, str]] = {
    "proposed": ("waiting", N_("Proposed")),
    "selected": ("ok", N_("Selected")),
    "not_selected": ("unknown", N_("Not selected")),
    "withdrawn": ("unknown", N_("Withdrew")),
}


def candidate_rows(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Name and nationality, and nothing else about a person."""
    return [
        {
            "name": one.person.name,
            "nationality": COUNTRIES[one.person.nationality][1],
            "status": Status(*CANDIDATE_STATES[one.state]),
            "select": at("select", one.pk) if one.state in {"proposed", "not_selected"} else "",
            "pass_over": at("pass-over", one.pk) if one.state == "proposed" else "",
            "offer": at("offer-candidate", one.pk) if one.state == "selected" else "",
        }
        for one in candidates
    ]


MONTH_STATES: dict[str, str] = {
    "expected": "waiting",
    "missing": "breach",
    "short": "breach",
    "late": "late",
    "unknown": "unknown",
    "paid": "ok",
    "not_covered": "unknown",
}


def month_queue(
    rows: Iterable[WorkerMonth],
    caption: Text,
    *,
    page: MonthPage | None = None,
    check: str = "",
    pages: Pages | None = None,
) -> Queue:
    """A month's workers: due, paid, still owed, and what is found.

    ``page`` gives the filter by what was found and its counts, ``pages`` where one is in it.
    """
    columns = (
        Column("worker", N_("Worker"), sortable=False),
        Column("due", N_("Due by contract"), sortable=False, number=True),
        Column("paid", N_("Paid, says the file"), sortable=False, number=True),
        Column("owed", N_("Still owed"), sortable=False, number=True),
        Column("state", N_("Result"), sortable=False),
        Column("why", N_("Why"), sortable=False),
    )
    listed = [
        Row(
            cells=(
                one.contract.worker.name,
                one.month.due,
                one.month.paid if one.month.paid is not None else "–",
                one.month.owed if one.month.owed is not None else "–",
                Status(MONTH_STATES[one.month.state], one.month.label),
                _why(one),
            ),
            url=at("contract", one.contract.pk),
            state="late" if one.month.state in {"missing", "short"} else "",
        )
        for one in rows
    ]
    empty = EmptyState(
        N_("Nobody was at work in this month."),
        N_("Workers appear here from the day they have arrived."),
    )
    if check:
        empty = EmptyState(N_("No worker fits."), N_("Choose “All” to see everybody."))
    return Queue(
        caption,
        columns,
        listed,
        filters=_found_filter(page, check) if page else (),
        query={"check": check} if check else {},
        pages=pages if pages and pages.count > 1 else None,
        empty=empty,
        total=page.fitting if page else len(listed),
    )


def _found_filter(page: MonthPage, check: str) -> list[Filter]:
    """What was found, the most frequent first; nothing to choose from where all is in order."""
    counts = sorted(page.found.items(), key=lambda one: (-one[1], one[0]))
    known = [(name, n) for name, n in counts if name in CHECKS]
    if check and check not in page.found:
        known.append((check, 0))
    options = [
        (name, sentence(N_("{finding} ({n})"), finding=say(CHECKS[name]), n=n)) for name, n in known
    ]
    return [Filter("check", N_("Found"), options, check)] if options else []


def _why(one: WorkerMonth) -> str:
    """Where nobody asks for a file, no missing file is held against anybody; where the wage is
    in order, only what is wrong beside it is told."""
    if one.month.state in {"not_covered", "expected"}:
        return "–"
    if one.month.state == "paid":
        return findings_words(found for found in one.findings if found["verdict"] == "breach")
    return findings_words(one.findings)


def findings_words(findings: Iterable[Any]) -> str:
    """What is wrong, in sentences; what nobody can decide when nothing is wrong."""
    listed = [one.as_json() if isinstance(one, Finding) else one for one in findings]
    wrong = [say(CHECKS.get(one["check"], one["check"])) for one in listed
             if one["verdict"] == "breach"]  # fmt: skip
    if wrong:
        return " ".join(wrong)
    return say(N_("Something is not written in contract or file.")) if listed else "–"


def amount_of(minor: int | None, currency: str) -> Money | None:
    """Minor units as money."""
    return None if minor is None else Money(minor, currency)


def work_words(code: str) -> str:
    """An occupation with its code."""
    return f"{occupation(code)} ({code})"
