"""What this office must do: tasks from the rooms' queues, ranked by deadline, danger and risk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from corridor.core.text import N_, Sentence, listing, paragraph, sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import Light, QueueRow
from corridor.cycle.departure.queries import with_departure
from corridor.cycle.departure.queries.lacking import missing
from corridor.engines import law
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today

OFFICERS = (Role.LABOUR_ATTACHE, Role.ORIGIN_OFFICER, Role.DESTINATION_OFFICER)
SOON = timedelta(days=3)
MOST = 500

KINDS: dict[str, str] = {
    "appeal": N_("Decide the appeal"),
    "revocation": N_("Decide whether a pass is taken back, as the second officer"),
    "decide": N_("Decide on the clearance, as the second officer"),
    "check": N_("Check the clearance, as the first officer"),
    "alert": N_("Look into the worse paper that the worker was shown"),
    "catch_up": N_("Add what was missing when the worker was cleared on paper"),
    "attest": N_("Attest the job order, or send it back"),
    "advertise": N_("Advertise the job"),
    "choose": N_("Choose among the candidates"),
    "release": N_("Record the change of employer"),
    "register": N_("Register the contract"),
    "visa": N_("Record the visa"),
    "medical": N_("Record fit or not fit"),
    "orientation": N_("Record the orientation"),
    "insurance": N_("Record the insurance"),
    "waits": N_("Nothing now: it waits for somebody else"),
}
"""What an office may have to do, the weightiest first."""

OF_STEP: dict[str, str] = {
    "order_attested": "attest",
    "order_advertised": "advertise",
    "worker_selected": "choose",
    "registered_origin": "register",
    "registered_destination": "register",
    "visa_recorded": "visa",
    "medical_fit": "medical",
    "orientation_done": "orientation",
    "insured": "insurance",
    "released": "release",
}
"""The task that a step of the procedure makes; clearances and appeals follow their own state."""


WAITS: dict[str, str] = {
    "checked": N_("The first check is made; another officer decides."),
    "refused": N_("Refused; the worker may appeal or ask again."),
    "appealed": N_("The worker has appealed; officers who took no part decide."),
}
"""What a clearance waits for when this officer has nothing to do."""

OTHERS_DECIDE = N_("An appeal was upheld. You had a part in it, so two other officers decide.")


@dataclass(frozen=True)
class Task:
    """One row of the queue: a contract or a job order with everything this office must do."""

    row: QueueRow
    kinds: tuple[str, ...]
    due: date | None
    today: date
    barred: bool = False

    @property
    def url(self) -> str:
        """Its page."""
        return f"/office/{'cases' if self.row.case else 'orders'}/{self.row.id}/"

    @property
    def subject(self) -> Any:
        """The contract or the order."""
        return self.row.case.contract if self.row.case is not None else self.row.order

    @property
    def state(self) -> str:
        """late, soon, ok or unknown (no deadline)."""
        if self.due is None:
            return "unknown"
        return (
            "late" if self.due < self.today else "soon" if self.due <= self.today + SOON else "ok"
        )

    @property
    def urgency(self) -> int:
        """0 overdue or due within three days, 1 dangerous, 2 the rest, 3 waits for others."""
        if self.kinds == ("waits",):
            return 3
        if self.state in {"late", "soon"}:
            return 0
        return 1 if "alert" in self.kinds else 2

    @property
    def rank(self) -> tuple[int, date, int, str]:
        """Deadline, danger, what is on record about employer, agency and order; then age."""
        return self.urgency, self.due or date.max, -self.row.risk.facts, self.row.id

    @property
    def todo(self) -> Sentence:
        """What to do, in words."""
        return listing(*(Sentence(KINDS[kind]) for kind in self.kinds))

    @cached_property
    def why(self) -> Sentence:
        """Why it stands where it stands. Nothing in it is about the worker."""
        if self.due is None:
            when = sentence(N_("The law sets no deadline for this."))
        elif self.state == "late":
            when = sentence(N_("Overdue since {day}."), day=self.due)
        else:
            when = sentence(N_("Due on {day}."), day=self.due)
        if self.kinds == ("waits",):
            state = getattr(self.subject, "clearance_state", None)
            if state in {"requested", "checked"} and self.barred:
                return sentence(OTHERS_DECIDE)
            if state in WAITS:
                return sentence(WAITS[state])
            return paragraph(*self.row.blocked) if self.row.blocked else when
        risk = self.row.risk.reasons or (sentence(N_("Nothing on record against those involved.")),)
        return paragraph(when, *risk)


def tasks(by: Actor, *, waiting: bool = False) -> list[Task]:
    """Everything this office must do, most pressing first; ``waiting`` adds what it waits for."""
    also: Callable[[Any], Any] = lambda found: _with_departure(found, by)  # noqa: E731
    rows = contracts.queue(by, waiting=waiting, limit=MOST, also=also)
    found = [task(row, by) for row in rows]
    kept = [one for one in found if waiting or one.kinds != ("waits",)]
    return sorted(kept, key=lambda one: one.rank)


def _with_departure(found: QuerySet[Contract], by: Actor) -> QuerySet[Contract]:
    """The columns of departure; a pass that may be taken back waits although no step is open, and
    so may a worker who was cleared on paper."""
    asked = Q(revocation_officer__isnull=False) & ~Q(revocation_officer=by.person)
    return with_departure(found, by).annotate(
        also_waits=Case(When(asked | Q(slip_id__isnull=False), then=True), default=False)
    )


def task(row: QueueRow, by: Actor) -> Task:
    """What one row asks of this office."""
    dues: dict[str, date | None] = {}
    for step in row.steps:
        if step.id in OF_STEP:
            dues[OF_STEP[step.id]] = row.case.due(step.id) if row.case else row.due
    if row.case is not None:
        dues |= _of_clearance(row.case.contract, by)
        if _lacks_something(row.case):
            dues["catch_up"] = None
        if row.alert:
            dues["alert"] = None
    kinds = tuple(kind for kind in KINDS if kind in dues) or ("waits",)
    days = [day for day in dues.values() if day is not None]
    kept_out = row.case is not None and barred(row.case.contract, by)
    return Task(row, kinds, min(days, default=None), local_today(by), kept_out)


def _of_clearance(contract: Contract, by: Actor) -> dict[str, date | None]:
    """The clearance's own state, not the bare step, says whose turn it is."""
    found: Any = contract
    if by.role is not Role.ORIGIN_OFFICER:
        return {}
    if found.appeal_id:
        return {"appeal": found.appeal_due}
    if barred(contract, by):
        return {}
    if found.clearance_state == "cleared":
        asked_by = found.revocation_officer
        return {"revocation": None} if asked_by and asked_by != by.person else {}
    if found.clearance_state == "requested":
        return {"check": found.clearance_due}
    if found.clearance_state == "checked" and found.clearance_first != by.person:
        return {"decide": found.clearance_due}
    return {}


def _lacks_something(case: contracts.Case) -> bool:
    """Whether she was cleared on paper and a step that should have come first is not on record."""
    found: Any = case.contract
    return bool(found.slip_id) and bool(missing(case.procedure, case.done))


def barred(contract: Any, by: Actor) -> bool:
    """Whether an upheld appeal keeps this officer out of the clearance."""
    return bool(by.person) and by.person in (contract.clearance_barred or [])


def local_today(by: Actor) -> date:
    """Today where the office stands."""
    return today(law.book().jurisdiction(by.country or "").time_zone) if by.country else today()


FILTERS = ("kind", "corridor", "due", "employer", "show")

DUE: dict[str, str] = {
    "late": N_("Overdue"),
    "soon": N_("Due within three days"),
    "ok": N_("Due later"),
    "unknown": N_("No deadline"),
}


def chosen(found: Sequence[Task], query: Mapping[str, str]) -> list[Task]:
    """The tasks that the address asks for. Unknown values find nothing, and say so."""
    kind, due = query.get("kind", ""), query.get("due", "")
    corridor, employer = query.get("corridor", ""), query.get("employer", "")
    return [
        one
        for one in found
        if (not kind or kind in one.kinds)
        and (not due or one.state == due)
        and (not corridor or one.subject.corridor == corridor)
        and (not employer or one.subject.employer_id == employer)
    ]


SORTS: dict[str, Callable[[Task], Any]] = {
    "who": lambda one: (one.subject.worker.name if one.row.case else one.subject.title).casefold(),
    "employer": lambda one: one.subject.employer.name.casefold(),
    "due": lambda one: one.due or date.max,
}


def ordered(found: Sequence[Task], sort: str) -> list[Task]:
    """By rank, unless a column was chosen (a leading minus turns it round)."""
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(found, key=key, reverse=sort.startswith("-")) if key else list(found)


def lamps(found: Sequence[Task], by: Actor, fees: Mapping[str, Light]) -> dict[str, list[Light]]:
    """The four lights of each contract in ``found``."""
    shown: dict[str, list[Light]] = {}
    for one in found:
        if one.row.case is not None:
            contract: Any = one.row.case.contract
            shown[one.row.id] = contracts.lights(
                one.row.case, by, fee=fees.get(one.row.id), visa=contract.visa_matches
            )
    return shown
