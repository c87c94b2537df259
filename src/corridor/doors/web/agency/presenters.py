"""From what queries answer to what the agency's pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from corridor.core.codes.countries import COUNTRIES
from corridor.core.steps import STATIONS
from corridor.core.text import N_, Sentence
from corridor.cycle.employment.queries.agency import OrderWaiting, Waiting
from corridor.cycle.licensing.queries import Licence
from corridor.cycle.recruitment.models import Candidate
from corridor.doors.web.agency.views.shared import at
from corridor.doors.web.components.models import (
    CaseClock,
    Column,
    EmptyState,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.shared.party import line_of, order_state, state_of
from corridor.doors.web.shared.terms import wage
from corridor.platform.clock.queries import today


def station_name(step: str) -> Sentence:
    """What a station is usually called."""
    return Sentence(STATIONS.get(step, step))


def licence_status(found: Licence) -> Status:
    """The licence as a sign with its word."""
    state = {"active": "ok", "none": "unknown", "expired": "late"}.get(found.state, "breach")
    return Status(state, found.label)


def case_queue(rows: Sequence[Waiting]) -> Queue:
    """Every case: where it stands, what it waits for, with whom, until when."""
    columns = (
        Column("worker", N_("Worker"), sortable=False),
        Column("line", N_("Where it stands"), sortable=False),
        Column("waits", N_("What blocks it"), sortable=False),
        Column("office", N_("With whom"), sortable=False),
        Column("until", N_("Until when"), sortable=False),
        Column("state", N_("State"), sortable=False),
    )
    listed = [
        Row(
            cells=(
                one.case.contract.worker.name,
                line_of(one.case),
                _what(one),
                _who(one),
                CaseClock("", one.due, one.case.contract.local_today("origin"))
                if one.due
                else N_("No day is set by law"),
                state_of(one.case),
            ),
            url=at("case", one.case.contract.pk),
            state="late" if one.broken or _late(one) else "soon" if one.own else "",
        )
        for one in rows
    ]
    empty = EmptyState(
        N_("No case is waiting."),
        N_("A case appears here when the employer has signed an offer to a candidate of yours."),
    )
    return Queue(N_("What blocks each case"), columns, listed, empty=empty, total=len(listed))


def _late(one: Waiting) -> bool:
    return one.due is not None and one.due < one.case.contract.local_today("origin")


def _what(one: Waiting) -> Any:
    if not one.at:
        return N_("Nothing: it goes on by itself")
    if one.own:
        return [step.label for step in one.own[:3]]
    return [station.label for station in one.at[:3]]


def _who(one: Waiting) -> Any:
    if one.own:
        return N_("You")
    offices = list(dict.fromkeys(station.office for station in one.at if station.office))
    return [Sentence(name) for name in offices[:2]]


def order_queue(rows: Iterable[OrderWaiting]) -> Queue:
    """Orders with their wage, their state and what stands before publication."""
    columns = (
        Column("title", N_("Job"), sortable=False),
        Column("employer", N_("Employer"), sortable=False),
        Column("wage", N_("Basic wage"), sortable=False, number=True),
        Column("headcount", N_("Workers"), sortable=False, number=True),
        Column("state", N_("State"), sortable=False),
        Column("waits", N_("What blocks it"), sortable=False),
    )
    listed = [
        Row(
            cells=(
                one.order.title,
                one.order.employer.name,
                wage(one.order.terms),
                one.order.headcount,
                order_state(one.order.state),
                N_("You: publish it")
                if one.can_advertise
                else list(one.blocked)
                if one.blocked
                else "–",
            ),
            url=at("order", one.order.pk),
            state="soon" if one.can_advertise else "",
        )
        for one in rows
    ]
    empty = EmptyState(
        N_("No order is assigned to you."),
        N_("An order appears here when an employer gives you a power of attorney for it."),
    )
    return Queue(N_("Job orders"), columns, listed, empty=empty, total=len(listed))


_STATES: dict[str, tuple[str, str]] = {
    "proposed": ("waiting", N_("Proposed")),
    "selected": ("ok", N_("Selected: the employer makes the offer")),
    "not_selected": ("unknown", N_("Not selected")),
    "withdrawn": ("unknown", N_("Withdrew")),
}


def candidate_rows(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Name and nationality, and nothing else about a person."""
    return [
        {
            "name": one.person.name,
            "nationality": COUNTRIES[one.person.nationality][1],
            "order": one.order.title,
            "order_url": at("order", one.order_id),
            "status": Status(*_STATES[one.state]),
            "select": at("select", one.pk) if one.state in {"proposed", "not_selected"} else "",
            "pass_over": at("pass-over", one.pk) if one.state == "proposed" else "",
        }
        for one in candidates
    ]


def licence_days(found: Licence) -> int | None:
    """Days until the licence ends; None when no end is named."""
    return None if found.until is None else (found.until - today()).days
