"""Batches of pre-issued passes: how many slips there are, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corridor.core.text import Sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import Batch, Blank, BlankClosed, Register
from corridor.cycle.departure.queries.checklist import BEFORE_DEPARTURE
from corridor.cycle.departure.queries.lacking import CLEARING, Lacking, lacking
from corridor.cycle.departure.registers.counts import Counts, counted
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.clock.queries import today
from corridor.platform.people.models import Membership

MOST, VALID_DAYS, OPEN_BATCHES = (
    "OC.blank.most",
    "OC.blank.valid_days",
    "OC.blank.open_batches",
)


@dataclass(frozen=True)
class Limits:
    """What the policy allows: slips in a batch, days of validity, batches open at once."""

    most: int
    days: int
    open_batches: int


@dataclass(frozen=True)
class Listed:
    """A batch with its counts; none of a batch that was not confirmed."""

    batch: Batch
    counts: Counts


@dataclass(frozen=True)
class SlipRow:
    """One slip and what became of it: ``outcome`` is ``open`` while nobody has said."""

    blank: Blank
    named: str
    outcome: str
    closing: BlankClosed | None


@dataclass(frozen=True)
class BatchPage:
    """One batch: its slips, its registers, and what the office must add to its cases."""

    batch: Batch
    counts: Counts
    slips: list[SlipRow]
    registers: list[Register]
    lacking: list[Lacking]
    names: dict[str, str]


def limits(on: date) -> Limits:
    """The policy on a day."""
    found = (law.book().known(one, on) for one in (MOST, VALID_DAYS, OPEN_BATCHES))
    return Limits(*(value if isinstance(value, int) else 0 for value in found))


def local_day(corridor: str) -> date:
    """Today in the country of origin of a corridor."""
    book = law.book()
    return today(book.jurisdiction(book.corridor(corridor).origin).time_zone)


def corridors_from(country: str | None) -> list[tuple[str, str]]:
    """Number and title of each corridor that begins in a country."""
    return [(one.id, one.title) for one in law.book().corridors() if one.origin == country]


def batches(by: Actor) -> list[Listed]:
    """The batches of the reader's office, newest first."""
    found = list(rules.rows(Batch, by).order_by("-id")[:200])
    outcomes: dict[str, list[str]] = {}
    closings = rules.rows(BlankClosed, by).filter(blank__batch__in=[one.pk for one in found])
    for batch, outcome in closings.values_list("blank__batch_id", "outcome"):
        outcomes.setdefault(batch, []).append(outcome)
    return [Listed(one, counted(_size(one), outcomes.get(one.pk, []))) for one in found]


def unaccounted(found: Iterable[Listed], corridor: str) -> list[Listed]:
    """Batches of a corridor that wait for a second officer, or have slips not accounted for."""
    waiting = Batch.State.PREPARED
    return [
        one
        for one in found
        if one.batch.corridor == corridor and (one.batch.state == waiting or one.counts.open)
    ]


def batch_page(batch: str, by: Actor) -> BatchPage:
    """One batch of the reader's office. Raises ``NotFound``."""
    row = rules.get(Batch, batch, by)
    blanks = rules.rows(Blank, by).filter(batch=row).order_by("serial")
    closings = {
        one.blank_id: one
        for one in rules.rows(BlankClosed, by)
        .filter(blank__batch=row)
        .select_related("clearance__contract__worker")
    }
    slips = [_slip(row, one, closings.get(one.pk)) for one in blanks]
    cleared = [one.clearance.contract for one in closings.values() if one.clearance is not None]
    registers = rules.rows(Register, by).filter(batch=row).order_by("-id")
    return BatchPage(
        batch=row,
        counts=counted(_size(row), (one.outcome for one in closings.values())),
        slips=slips,
        registers=list(registers[:50]),
        lacking=_still_lacking(cleared),
        names={one.person_id: one.person.name for one in office_members(row)},
    )


def office_members(batch: Batch) -> list[Membership]:
    """Who is or was an officer of the office that answers for a batch: they sign on paper."""
    found = rules.rows(Membership, SYSTEM).filter(
        organisation=batch.organisation_id, role=Role.ORIGIN_OFFICER.value
    )
    return list(found.select_related("person__account"))


def paper_checklist(corridor: str) -> list[Sentence]:
    """What two officers look at before they clear somebody on paper: every route's steps."""
    book, day = law.book(), local_day(corridor)
    steps = {
        step.id: step.label
        for route, regime, valid in book.procedures(corridor)
        if day in valid
        for step in book.procedure(corridor, route, regime, day).steps
    }
    wanted = BEFORE_DEPARTURE - {*CLEARING, "departed"}
    return [label for step, label in steps.items() if step in wanted]


def _size(batch: Batch) -> int:
    return batch.size if batch.state == Batch.State.ISSUED else 0


def _slip(batch: Batch, blank: Blank, closing: BlankClosed | None) -> SlipRow:
    outcome = closing.outcome if closing is not None else "open"
    return SlipRow(blank, batch.named(blank.serial), outcome, closing)


def _still_lacking(contracts: list[Contract]) -> list[Lacking]:
    return [one for one in lacking(contracts) if one.what]


def blanks_to_print(batch: Batch) -> list[Blank]:
    """The signed slips of a batch that the caller was already allowed to find, in order."""
    return list(batch.blanks.order_by("serial"))
