"""One contract's page, and the single answers around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from corridor.core.findings import Finding
from corridor.core.line import Station
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts import questions as asked
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import (
    Amendment,
    Contract,
    Counselling,
    EmployerChange,
    Explanation,
    LanguageVersion,
    Mandate,
    PresentedPaper,
    Registration,
    Signature,
    Understanding,
)
from corridor.cycle.contracts.queries.case import Case, Widened, cases_of, contracts_of
from corridor.cycle.contracts.queries.lights import Light, lights
from corridor.cycle.contracts.questions import Question
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.engines import law
from corridor.engines.terms import Comparison
from corridor.engines.terms.languages import language_versions
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.people.models import Person


@dataclass
class ContractPage:
    """Everything about one contract that ``by`` may see.

    The lists below are read when a page first asks for them: one look-up each.
    """

    case: Case
    by: Actor

    @property
    def contract(self) -> Contract:
        """The contract itself."""
        return self.case.contract

    @property
    def worker_name(self) -> str:
        """The worker's name, empty for readers who know contracts by number only."""
        if self.by.role is Role.SYSTEM or rules.readable(Person, self.by):
            return self.contract.worker.name
        return ""

    @property
    def line(self) -> list[Station]:
        """The corridor line."""
        return self.case.line

    def lights(self, *, fee: Light | None = None, visa: bool | None = None) -> list[Light]:
        """The four lights; ``fee`` and ``visa`` from the later rooms."""
        return lights(self.case, self.by, fee=fee, visa=visa)

    @cached_property
    def languages(self) -> list[LanguageVersion]:
        """The language versions of the version that holds; the prevailing one first."""
        found = rules.rows(LanguageVersion, self.by).filter(version=self.case.version)
        return list(found.order_by("-prevails", "language"))

    @cached_property
    def language_differences(self) -> list[Finding]:
        """Clauses in which the language versions say different things."""
        contract = self.contract
        read = {one.language: shared.terms_of(contract, one.terms) for one in self.languages}
        return language_versions(read, law.book(), contract.local_today(), subject=contract.pk)

    @cached_property
    def findings(self) -> list[Finding]:
        """The terms that hold against the law of today."""
        return law_terms.floor(self.case.terms, self.contract.local_today())

    @cached_property
    def against_previous(self) -> Comparison | None:
        """What a rehire or renewal changes against the contract it follows; None without one.

        Only for readers who may see that contract as well.
        """
        before = rules.rows(Contract, self.by).filter(pk=self.contract.previous_id).first()
        if before is None:
            return None
        held = shared.terms_of(before, shared.current(before).terms)
        return law_terms.compare(held, self.case.terms, self.contract.local_today())

    @cached_property
    def signatures(self) -> list[Signature]:
        """Who signed which version, where and when."""
        found = rules.rows(Signature, self.by).filter(version__contract=self.contract)
        return list(found.select_related("version").order_by("on", "id"))

    @cached_property
    def registrations(self) -> list[Registration]:
        """Registrations of every version, with their receipts. No look-up of its own."""
        return [one for version in self.case.versions for one in version.registrations.all()]

    @cached_property
    def explanations(self) -> list[Explanation]:
        """When, how and in which language it was explained."""
        found = rules.rows(Explanation, self.by).filter(version__contract=self.contract)
        return list(found.order_by("on", "id"))

    @cached_property
    def understandings(self) -> list[Understanding]:
        """The answers to the five questions, newest first; never for employer or agency."""
        found = rules.rows(Understanding, self.by).filter(version__contract=self.contract)
        return list(found.order_by("-id"))

    @cached_property
    def counsellings(self) -> list[Counselling]:
        """Counsellors sent or asked for, newest first."""
        found = rules.rows(Counselling, self.by).filter(contract=self.contract)
        return list(found.order_by("-id"))

    @cached_property
    def papers(self) -> list[PresentedPaper]:
        """Papers the worker was shown, newest first; never for employer or agency."""
        found = rules.rows(PresentedPaper, self.by).filter(contract=self.contract)
        return list(found.order_by("-id"))

    @cached_property
    def amendments(self) -> list[Amendment]:
        """Proposed changes, newest first."""
        found = rules.rows(Amendment, self.by).filter(contract=self.contract)
        return list(found.order_by("-id"))

    @cached_property
    def mandates(self) -> list[Mandate]:
        """Unions that act in the case: the worker's own list, or a union's own mandate."""
        found = rules.rows(Mandate, self.by).filter(contract=self.contract)
        return list(found.select_related("union").order_by("-id"))

    @cached_property
    def changes(self) -> list[EmployerChange]:
        """Changes of employer that lead to this contract."""
        found = rules.rows(EmployerChange, self.by).filter(new_contract=self.contract)
        return list(found.order_by("-id"))

    @cached_property
    def blocked(self) -> dict[str, list[Sentence]]:
        """For each step of the reader's role that is not done: what still stands before it."""
        return {step.id: self.case.blocks(step.id) for step in self.case.own_steps()}


def contract_page(contract_id: str, by: Actor, *, also: Widened | None = None) -> ContractPage:
    """One contract, ``also`` with a later room's columns. ``NotFound`` outside ``by``'s scope."""
    found = contracts_of(by).filter(pk=contract_id)
    cases = cases_of(also(found) if also else found, by)
    if not cases:
        rules.get(Contract, contract_id, by)
    return ContractPage(cases[0], by)


def contract_list(
    by: Actor, *, states: tuple[str, ...] = (), after: str = "", limit: int = 50
) -> list[Case]:
    """The contracts ``by`` may see, newest first, after contract ``after``."""
    found = contracts_of(by)
    if states:
        found = found.filter(state__in=states)
    if after:
        found = found.filter(pk__lt=after)
    return cases_of(found.order_by("-id")[:limit], by)


def journey(contract_id: str, by: Actor) -> list[Station]:
    """The corridor line of one contract."""
    contract = rules.get(Contract, contract_id, by)
    return corridors.line(contract)


def questions(contract_id: str, by: Actor) -> list[Question]:
    """The five questions about the version that holds, for the worker and those who help.

    Nobody else is told: whoever knows the questions can rehearse the answers.
    """
    contract = rules.get(Contract, contract_id, by)
    if by.role not in {Role.WORKER, Role.COUNSELLOR, Role.SYSTEM}:
        raise _hidden()
    shared.unassisted_by_parties(contract, by)
    version = shared.current(contract)
    return asked.questions(shared.terms_of(contract, version.terms), version.digest)


@dataclass(frozen=True, slots=True)
class Answered:
    """One question as it was answered, and what is right: for learning, after the answer."""

    question: Question
    given: str
    right: str

    @property
    def told_well(self) -> bool:
        """Whether the explanation worked for this question."""
        return self.given == self.right


def answered(understanding_id: str, by: Actor) -> list[Answered]:
    """The answers beside the right ones. Raises ``NotFound`` for whoever may not see them."""
    seen = rules.rows(Understanding, by).select_related("version__contract")
    row = seen.filter(pk=understanding_id).first() or rules.get(Understanding, understanding_id, by)
    if "answers" not in rules.readable(Understanding, by):
        raise _hidden()
    terms = shared.terms_of(row.version.contract, row.version.terms)
    right = asked.right_answers(terms, row.version.digest)
    return [
        Answered(question, str(row.answers.get(question.id)), right[question.id])
        for question in asked.questions(terms, row.version.digest)
    ]


def _hidden() -> Exception:
    from corridor.core.problems import NotPermitted

    return NotPermitted(
        "contracts.questions",
        sentence(N_("The questions are for the worker and her counsellor only.")),
    )


def pass_mark(on: date) -> int:
    """How many right answers show that the explanation worked."""
    return policy("OC.explanation.pass", on)


def counselling_queue(by: Actor, limit: int = 100) -> list[Counselling]:
    """Contracts that wait for a counsellor, longest waiting first."""
    found = rules.rows(Counselling, by).filter(done_on=None)
    related = ("contract", "contract__worker", "contract__employer")
    return list(found.select_related(*related).order_by("created_at", "id")[:limit])


def union_cases(by: Actor, limit: int = 100) -> list[Case]:
    """Cases with a live mandate to the reader's union, newest first."""
    return contract_list(by, limit=limit) if by.role is Role.UNION else []


def ended_mandates(by: Actor, limit: int = 50) -> list[Mandate]:
    """Mandates that workers took back from the reader's union, newest first: number and days."""
    if by.role is not Role.UNION:
        return []
    ended = rules.rows(Mandate, by).exclude(withdrawn_on=None)
    return list(ended.order_by("-withdrawn_on", "-id")[:limit])
