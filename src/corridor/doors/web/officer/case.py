"""One case on one screen: the line, the evidence, and what this officer may decide now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from corridor.core.money import Money
from corridor.core.procedure import Step
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.contracts.states import CONTRACT
from corridor.cycle.departure.models import REASONS_TO_REVOKE, STATE_WORDS
from corridor.cycle.departure.queries import with_departure
from corridor.cycle.employment.queries import fee_light
from corridor.doors.web.components.line import CorridorLine
from corridor.doors.web.components.models import CaseClock, LawRef, Light, Source
from corridor.doors.web.handle import ActForm
from corridor.doors.web.officer import presenters, work
from corridor.doors.web.officer.deeds import DEEDS, Deed
from corridor.doors.web.officer.evidence import Evidence, Piece
from corridor.doors.web.shared.floor import LawCheck, law_checks
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Actor, Role


@dataclass(frozen=True)
class Rule:
    """What the rule says about a step: one plain sentence, its law and its sources."""

    says: Text
    law: Sequence[LawRef] = ()
    sources: Sequence[Source] = ()
    clock: CaseClock | None = None


@dataclass(frozen=True)
class Block:
    """One thing this officer may do now, with the rule behind it."""

    key: str
    deed: Deed
    form: ActForm
    rule: Rule | None = None
    note: Text = ""

    @property
    def folded(self) -> bool:
        """Second choices open on a click, unless they came back with errors."""
        return self.deed.danger or self.key == "visa_again"


@dataclass(frozen=True)
class Waiting:
    """A step of this office that cannot be taken yet: what stands before it, until when."""

    title: Text
    reasons: Sequence[Text]
    rule: Rule


@dataclass(frozen=True)
class Shown:
    """A second paper that the worker was shown, with its money."""

    url: str
    verdict: str
    on: date
    where: str
    per_month: Money | None
    over_term: Money | None


@dataclass
class CasePage:
    """Everything on the page of one case, for one officer. ``bound`` is a form with errors."""

    page: ContractPage
    by: Actor
    bound: tuple[str, ActForm] | None = None

    @property
    def contract(self) -> Any:
        """The contract with its columns of departure."""
        return self.page.contract

    @property
    def url(self) -> str:
        """The address of the case."""
        return f"/office/cases/{self.contract.pk}/"

    @cached_property
    def line(self) -> CorridorLine:
        """The corridor line."""
        return presenters.corridor_line(self.page.line, self.contract.corridor)

    @property
    def state(self) -> Text:
        """The contract's state in words."""
        return CONTRACT.states[self.page.case.state]

    @cached_property
    def lights(self) -> list[Light]:
        """The four lights as far as this officer may see them."""
        fee = fee_light(self.contract, self.by)
        return presenters.lamp_views(self.page.lights(fee=fee, visa=self.contract.visa_matches))

    @cached_property
    def checks(self) -> list[LawCheck]:
        """The terms that hold against the law of today."""
        return law_checks(self.page.findings, str(self.page.case.terms.get("currency") or ""))

    @property
    def today(self) -> date:
        """Today where the office stands."""
        return work.local_today(self.by)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The papers in the order of the journey; nothing here is the worker's own answer."""
        return Evidence(self.page, self.by, self.url).pieces()

    @cached_property
    def papers(self) -> list[Shown]:
        """Second papers, newest first, with what they take away."""
        return [_shown(paper) for paper in self.page.papers]

    # ---- the decision ------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[Block]:
        """What this officer may do now."""
        keys = [*self._open_keys(), *self._clearance_keys()]
        if self.contract.alert:
            keys.append("counsellor")
        return [self._block(key) for key in DEEDS if key in keys]

    def _open_keys(self) -> list[str]:
        open_steps = {step.id for step in self.page.case.open_steps()}
        return [kind for step, kind in work.OF_STEP.items() if step in open_steps and kind in DEEDS]

    def _clearance_keys(self) -> list[str]:
        state = self.contract.clearance_state
        if self.by.role is not Role.ORIGIN_OFFICER or state is None:
            return []
        if work.barred(self.contract, self.by):
            return []
        if state == "requested":
            return ["check", "refuse"]
        if state == "checked" and self.contract.clearance_first != self.by.person:
            # What the act would refuse is not offered; the page says why.
            return ["refuse"] if self._visa_differs else ["clear", "refuse"]
        return self._revocation_keys() if state == "cleared" else []

    @property
    def _visa_differs(self) -> bool:
        return self.contract.visa_matches is False

    def _revocation_keys(self) -> list[str]:
        """A pass is taken back by two; whoever asked may think again."""
        if self.contract.pass_used:
            return []
        if self.contract.revocation_id is None:
            return ["revoke"]
        if self.contract.revocation_officer == self.by.person:
            return ["decline_revocation"]
        return ["confirm_revocation", "decline_revocation"]

    @property
    def unplaced(self) -> bool:
        """Whether a refused act has no block on this page any more; it is told at the top."""
        return self.bound is not None and self.bound[0] not in {one.key for one in self.blocks}

    def _block(self, key: str) -> Block:
        deed = DEEDS[key]
        step = deed.step or (self._register_step if key == "register" else "")
        rule = self.rule(step) if step else None
        form = deed.form(prefix=None, auto_id=f"id_{key}_%s")
        if self.bound is not None and self.bound[0] == key:
            form = self.bound[1]
        return Block(key, deed, form, rule)

    @property
    def _register_step(self) -> str:
        side = "destination" if self.by.role is Role.DESTINATION_OFFICER else "origin"
        return f"registered_{side}"

    def rule(self, step_id: str) -> Rule:
        """What the procedure says about a step, with its sources."""
        step: Step = self.page.case.procedure.step(step_id)
        note: Any = step.cite
        due = self.page.case.due(step_id)
        if step_id in {"clearance_checked", "cleared"}:
            # An upheld appeal gives the clearance a day of its own.
            due = self.contract.clearance_due or due
        clock = None
        if due is not None:
            expires = step.clock.expires if step.clock else ""
            clock = CaseClock(step.label, due, self.today, Sentence(step.office), Sentence(expires))
        return Rule(
            Sentence(note.plain) if note else step.label,
            presenters.law_refs(step.law),
            presenters.sources(note.cites if note else ()),
            clock,
        )

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Steps of this office that cannot be taken yet, and what each waits for."""
        case, found = self.page.case, []
        if case.state not in {"offered", "explained", "accepted", "in_force", "brought"}:
            return []
        for step in case.own_steps():
            reasons = case.blocks(step.id)
            if reasons and not step.optional:
                found.append(Waiting(step.label, reasons, self.rule(step.id)))
        return found

    @cached_property
    def clearance(self) -> Sentence | None:
        """Where the clearance stands, and whose turn it is."""
        state, due = self.contract.clearance_state, self.contract.clearance_due
        if state is None:
            return None
        if self.by.role is not Role.ORIGIN_OFFICER:
            return Sentence(STATE_WORDS[state])
        if state in {"requested", "checked"} and work.barred(self.contract, self.by):
            return sentence(work.OTHERS_DECIDE)
        if state == "cleared" and self.contract.revocation_id:
            return self._asked_back()
        return self._whose_turn(state, due)

    def _whose_turn(self, state: str, due: date | None) -> Sentence | None:
        mine = self.contract.clearance_first == self.by.person
        match state:
            case "requested":
                return sentence(
                    N_("Clearance: nobody has checked it yet. Two officers are needed.")
                )
            case "checked" if mine:
                return sentence(N_("You made the first check. Another officer must decide."))
            case "checked" if self._visa_differs:
                return sentence(
                    N_("The visa does not fit the contract: refuse, or have it corrected first.")
                )
            case "checked":
                return sentence(N_("A colleague made the first check. You can decide."))
            case "appealed" if not self.contract.appeal_id:
                return sentence(N_("The worker has appealed. Officers who took no part decide."))
            case "appealed":
                return sentence(N_("The worker has appealed. You took no part, so you can decide."))
            case "refused" | "revoked" | "cleared":
                return sentence(
                    N_("{state} on {day}."),
                    state=Sentence(STATE_WORDS[state]),
                    day=self.contract.clearance_decided,
                )
        return Sentence(STATE_WORDS[state]) if due is None else None

    def _asked_back(self) -> Sentence:
        if self.contract.revocation_officer == self.by.person:
            return sentence(
                N_("You asked that the pass be taken back. It holds until another officer decides.")
            )
        return sentence(N_("A colleague asks that the pass be taken back. You can decide."))

    @property
    def reasons(self) -> list[str]:
        """Why the clearance was refused or taken back, or why a colleague asks for that."""
        if self.contract.clearance_state == "cleared" and self.contract.revocation_id:
            known = REASONS_TO_REVOKE[self.contract.revocation_reason]
            return [known, *filter(None, [self.contract.revocation_words])]
        return list(self.contract.clearance_reasons or [])


def _shown(paper: Any) -> Shown:
    said = paper.comparison
    month, term = said.get("per_month"), said.get("over_term")
    currency = said.get("currency")
    return Shown(
        f"/office/papers/{paper.pk}/",
        paper.verdict,
        paper.on,
        paper.where,
        Money.parse(month, currency) if month and currency else None,
        Money.parse(term, currency) if term and currency else None,
    )


def case_page(contract_id: str, by: Actor, bound: tuple[str, ActForm] | None = None) -> CasePage:
    """The page of a case. Raises ``NotFound`` outside the officer's country."""
    page = contracts.contract_page(
        contract_id,
        by,
        also=lambda found: contracts.with_alert(with_departure(found, by, whole=True), by),
    )
    return CasePage(page, by, bound)
