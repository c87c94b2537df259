"""One queue for an office: what waits for it, by deadline, then by risk. Never by worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.core.line import Station
from corridor.core.procedure import Step
from corridor.core.text import N_, Sentence, paragraph, sentence
from corridor.cycle.contracts.actions.presenting import SHOWN_A_WORSE_PAPER
from corridor.cycle.contracts.models import (
    Contract,
    Counselling,
    PresentedPaper,
    Registration,
)
from corridor.cycle.contracts.queries import risk as risks
from corridor.cycle.contracts.queries.case import Case, Widened, contracts_of
from corridor.cycle.contracts.queries.lights import Light, lights
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import rows

_READ_AT_MOST = 500
_SIDE = {Role.DESTINATION_OFFICER: "destination"}


@dataclass(frozen=True)
class QueueRow:
    """One contract or job order that waits, and why it stands where it stands.

    ``case`` is None for a job order. ``steps`` can be taken now by the reader's office; when
    it is empty the case waits for somebody else and ``blocked`` says for what and until when.
    ``alert``: the worker was shown a worse paper, and no counsellor was sent for it yet.
    """

    by: Actor
    order: JobOrder | None
    case: Case | None
    steps: tuple[Step, ...]
    blocked: tuple[Sentence, ...]
    due: date | None
    risk: risks.Risk
    rank: Sentence
    taken: tuple[StepTaken, ...] = ()
    alert: bool = False

    @cached_property
    def line(self) -> list[Station]:
        """The corridor line, drawn only for the rows that are shown."""
        if self.case is not None:
            return self.case.line
        return corridors.line(self.order, list(self.taken)) if self.order is not None else []

    @cached_property
    def lights(self) -> list[Light]:
        """The four lights as this room knows them; none for a job order."""
        return lights(self.case, self.by) if self.case is not None else []

    @property
    def id(self) -> str:
        """The id of the contract or of the job order."""
        subject = self.case.contract if self.case is not None else self.order
        return str(subject.pk) if subject is not None else ""


def queue(
    by: Actor, *, waiting: bool = False, limit: int = 100, also: Widened | None = None
) -> list[QueueRow]:
    """What the reader's office can do now, most pressing first.

    Deadline first (the procedure's clock), then the facts against employer, agency and order,
    then who has waited longest. ``waiting`` adds the cases that wait for somebody else;
    ``also`` adds columns that a later room needs; one of them, ``also_waits``, says that a case
    waits for this office although none of its steps is open.
    """
    found = _open(by).order_by("id")
    contracts = list((also(found) if also else found)[:_READ_AT_MOST])
    orders = _orders(by)
    taken = corridors.steps_of([*contracts, *orders]) if contracts or orders else {}
    cases = [Case(contract, taken[str(contract.pk)], by) for contract in contracts]
    record = risks.record(
        by,
        [case.contract.employer_id for case in cases] + [order.employer_id for order in orders],
        [case.contract.agency_id for case in cases if case.contract.agency_id]
        + [order.agency_id for order in orders if order.agency_id],
    )
    listed = [_contract_row(case, by, record, waiting=waiting) for case in cases]
    listed += [_order_row(order, by, record, taken[str(order.pk)]) for order in orders]
    kept = [row for row in listed if row is not None]
    return sorted(kept, key=_pressing)[:limit]


def _pressing(row: QueueRow) -> tuple[bool, date, int, str]:
    return not (row.steps or row.alert), row.due or date.max, -row.risk.facts, row.id


def _open(by: Actor) -> QuerySet[Contract]:
    side = _SIDE.get(by.role, "origin")
    registered = Registration.objects.filter(version__contract=OuterRef("pk"), side=side)
    working = Q(state=Contract.State.IN_FORCE) & (~Exists(registered) | Q(alert=True))
    return with_alert(contracts_of(by, receipts=False), by).filter(
        Q(state__in=["offered", "explained", "accepted", "brought"]) | working
    )


def with_alert(found: QuerySet[Contract], by: Actor) -> QuerySet[Contract]:
    """Contracts with ``alert``: a worse paper after which no office has sent a counsellor."""
    # That a counsellor was sent is the offices' own doing; what she found is not read here.
    sent = Counselling.objects.filter(
        contract=OuterRef("contract"),
        reason=SHOWN_A_WORSE_PAPER,
        created_at__gte=OuterRef("created_at"),
    )
    papers = rows(PresentedPaper, by).filter(contract=OuterRef("pk"))
    alert = Exists(papers.filter(~Exists(sent), verdict__in=("worse", "changed")))
    return found.annotate(alert=alert)


def _orders(by: Actor) -> list[JobOrder]:
    to_choose = rows(Candidate, by).filter(order=OuterRef("pk"), state="proposed")
    found = rows(JobOrder, by).filter(
        Q(state__in=["filed", "returned", "attested"]) | Q(Exists(to_choose), state="open")
    )
    return list(found.select_related("employer", "agency").order_by("id")[:_READ_AT_MOST])


def _contract_row(case: Case, by: Actor, record: risks.Record, *, waiting: bool) -> QueueRow | None:
    steps = [step for step in case.open_steps() if not step.optional]
    alert = bool(getattr(case.contract, "alert", False))
    also = bool(getattr(case.contract, "also_waits", False))
    if not (steps or alert or also or waiting):
        return None
    days = [day for day in map(case.due, (step.id for step in steps)) if day is not None]
    own = [] if steps else case.own_steps()[:1]
    contract = case.contract
    risk = record.risk(contract.employer_id, contract.agency_id)
    due = min(days, default=None)
    return QueueRow(
        by=by,
        order=contract.order,
        case=case,
        steps=tuple(steps),
        blocked=tuple(reason for step in own for reason in case.blocks(step.id)),
        due=due,
        risk=risk,
        rank=_rank(due, contract.local_today(), risk),
        alert=alert,
    )


def _order_row(
    order: JobOrder, by: Actor, record: risks.Record, taken: list[StepTaken]
) -> QueueRow | None:
    done = corridors.done(order, taken)
    procedure, found = order.procedure, []
    for step in procedure.steps:
        mine = by.role.value in step.by and step.id not in done
        weekend = corridors.weekend(order.corridor, step.side)
        today = order.local_today(step.side)
        if mine and step.id in _OF_ORDERS and not procedure.missing(step.id, done, today, weekend):
            found.append((step, procedure.due(step.id, done, weekend)))
    if not found or (order.state == JobOrder.State.RETURNED and by.role is not Role.EMPLOYER):
        return None
    due = min((day for _, day in found if day is not None), default=None)
    risk = record.risk(order.employer_id, order.agency_id)
    return QueueRow(
        by=by,
        order=order,
        case=None,
        steps=tuple(step for step, _ in found),
        blocked=(),
        due=due,
        risk=risk,
        rank=_rank(due, order.local_today(), risk),
        taken=tuple(taken),
    )


_OF_ORDERS = frozenset(
    {"order_filed", "order_attested", "agency_appointed", "order_advertised", "worker_selected"}
)


def _rank(due: date | None, today: date, risk: risks.Risk) -> Sentence:
    """Why the row stands where it stands, in words."""
    if due is None:
        first = sentence(N_("The law sets no deadline for this."))
    elif due < today:
        first = sentence(N_("Overdue since {day}."), day=due)
    else:
        first = sentence(N_("Due on {day}."), day=due)
    if not risk.reasons:
        return paragraph(first, sentence(N_("Nothing on record against those involved.")))
    return paragraph(first, *risk.reasons)
