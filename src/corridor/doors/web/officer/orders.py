"""One job order: its terms beside the law, its approvals, who the employer is, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corridor.core.text import N_, Sentence
from corridor.cycle.contracts.queries.risk import record
from corridor.cycle.corridors.terms import CLAUSE_LABELS
from corridor.cycle.licensing.queries import Licence
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment import queries as recruiting
from corridor.cycle.recruitment.models import Candidate, PowerOfAttorney
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder, Quota
from corridor.cycle.vacancies.queries import OrderPage, order_page, quota_of
from corridor.doors.web.components.line import CorridorLine
from corridor.doors.web.components.models import CaseClock
from corridor.doors.web.handle import ActForm
from corridor.doors.web.officer import forms, presenters, work
from corridor.doors.web.officer.case import Rule
from corridor.doors.web.shared.floor import LawCheck, law_checks
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor, Role


@dataclass(frozen=True)
class OrderDeed:
    """An act on a job order or on one of its candidates."""

    act: Callable[..., Any]
    form: type[ActForm]
    title: str
    button: str
    done: str
    step: str = ""
    danger: bool = False
    second: bool = False


DEEDS: dict[str, OrderDeed] = {
    "attest": OrderDeed(
        vacancies.attest_order,
        forms.NothingToSay,
        N_("Attest the job order"),
        N_("Attest: employer and terms are checked"),
        N_("Attested. From now on the job is public."),
        step="order_attested",
    ),
    "return": OrderDeed(
        vacancies.return_order,
        forms.ReturnForm,
        N_("Send it back"),
        N_("Send it back with this reason"),
        N_("Sent back. The employer reads your reason."),
        step="order_attested",
        danger=True,
    ),
    "advertise": OrderDeed(
        vacancies.advertise,
        forms.NothingToSay,
        N_("Advertise the job"),
        N_("Advertise it to everybody"),
        N_("Advertised. Workers can apply."),
        step="order_advertised",
    ),
    "quota": OrderDeed(
        vacancies.record_quota,
        forms.QuotaForm,
        N_("Workers this employer is allowed"),
        N_("Put the decision on record"),
        N_("The decision is on record. Orders that ask for more are pointed out."),
        second=True,
    ),
    "propose": OrderDeed(
        recruitment.propose,
        forms.PassportForm,
        N_("Propose a person"),
        N_("Propose this person"),
        N_("Proposed."),
    ),
}

CANDIDATE_DEEDS: dict[str, tuple[Callable[..., Any], str, str]] = {
    "select": (recruitment.select, N_("Select"), N_("Selected. The employer makes the offer.")),
    "pass": (recruitment.pass_over, N_("Not this time"), N_("Not selected this time.")),
}
"""What can be done with a candidate: the act, its button, what is said afterwards."""


@dataclass(frozen=True)
class Block:
    """One thing this officer may do with the order."""

    key: str
    deed: OrderDeed
    form: ActForm
    rule: Rule | None = None

    @property
    def folded(self) -> bool:
        """Second choices open on a click."""
        return self.deed.danger or self.deed.second


@dataclass
class OrderView:
    """The page of one order for one officer. ``bound`` is a form with errors."""

    page: OrderPage
    by: Actor
    bound: tuple[str, ActForm] | None = None

    @property
    def order(self) -> JobOrder:
        """The order."""
        return self.page.order

    @property
    def url(self) -> str:
        """The address of the order."""
        return f"/office/orders/{self.order.pk}/"

    @cached_property
    def line(self) -> CorridorLine:
        """Its stations."""
        return presenters.corridor_line(self.page.line, self.order.corridor)

    @property
    def currency(self) -> str:
        """The currency of its terms."""
        return str(self.order.terms.get("currency") or "")

    @cached_property
    def checks(self) -> list[LawCheck]:
        """Its terms against the law, side by side."""
        return law_checks(self.page.findings, self.currency)

    @cached_property
    def terms(self) -> list[tuple[Text, Any]]:
        """Every clause that speaks, in words."""
        return [
            (words, clause_words(name, self.order.terms.get(name), self.currency))
            for name, words in CLAUSE_LABELS.items()
            if self.order.terms.get(name) not in (None, "")
        ]

    @cached_property
    def risk(self) -> Sequence[Sentence]:
        """What is on record about the employer and the agency."""
        agencies = [self.order.agency_id] if self.order.agency_id else []
        found = record(self.by, [self.order.employer_id], agencies)
        return found.risk(self.order.employer_id, self.order.agency_id).reasons

    @property
    def licence(self) -> Licence | None:
        """The agency's licence today."""
        return self.page.licence

    @cached_property
    def powers(self) -> list[PowerOfAttorney]:
        """Powers of attorney under which an agency answers with the employer."""
        return recruiting.powers(self.by, order=self.order.pk)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """People considered, for officers of a state that places workers itself."""
        if self.by.role is not Role.ORIGIN_OFFICER:
            return []
        return recruiting.candidates(self.by, order=self.order.pk)

    @cached_property
    def quota(self) -> Quota | None:
        """How many workers the employer is allowed, for officers of the country of work."""
        if self.by.role is not Role.DESTINATION_OFFICER:
            return None
        return quota_of(str(self.order.employer_id), self.by, self.order.local_today())

    @property
    def decides_quota(self) -> bool:
        """Whether the quota is this officer's to record."""
        return self.by.role is Role.DESTINATION_OFFICER

    @property
    def chooses(self) -> bool:
        """Whether choosing among candidates is this office's."""
        procedure = self.order.procedure
        has = procedure.has("worker_selected")
        return has and self.by.role.value in procedure.step("worker_selected").by

    @cached_property
    def blocks(self) -> list[Block]:
        """What this officer may do now."""
        keys = []
        if self._open("order_attested") and self.order.state == JobOrder.State.FILED:
            keys += ["attest", "return"]
        if self._open("order_advertised") and self.order.state == JobOrder.State.ATTESTED:
            keys.append("advertise")
        if self.chooses and self.order.state in {JobOrder.State.OPEN, JobOrder.State.ATTESTED}:
            keys.append("propose")
        if self.by.role is Role.DESTINATION_OFFICER:
            keys.append("quota")
        return [self._block(key) for key in keys]

    def _open(self, step: str) -> bool:
        stations = {one.id: one.state for one in self.page.line}
        mine = self.order.procedure.has(step) and (
            self.by.role.value in self.order.procedure.step(step).by
        )
        return mine and stations.get(step) in {"now", "broken"}

    @property
    def unplaced(self) -> bool:
        """Whether a refused act has no block on this page any more; it is told at the top."""
        return self.bound is not None and self.bound[0] not in {one.key for one in self.blocks}

    def _block(self, key: str) -> Block:
        deed = DEEDS[key]
        form = deed.form(auto_id=f"id_{key}_%s")
        if self.bound is not None and self.bound[0] == key:
            form = self.bound[1]
        return Block(key, deed, form, self._rule(deed.step) if deed.step else None)

    def _rule(self, step_id: str) -> Rule:
        step = self.order.procedure.step(step_id)
        note: Any = step.cite
        clock = None
        if step_id == "order_attested" and self.page.due is not None:
            expires = Sentence(step.clock.expires) if step.clock else ""
            today = work.local_today(self.by)
            clock = CaseClock(step.label, self.page.due, today, Sentence(step.office), expires)
        return Rule(
            Sentence(note.plain) if note else step.label,
            presenters.law_refs(step.law),
            presenters.sources(note.cites if note else ()),
            clock,
        )


def order_view(order_id: str, by: Actor, bound: tuple[str, ActForm] | None = None) -> OrderView:
    """The page of an order. Raises ``NotFound`` outside the officer's country."""
    return OrderView(order_page(order_id, by), by, bound)
