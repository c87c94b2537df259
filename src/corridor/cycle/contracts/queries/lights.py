"""The four lights of a case. Silence is ``unknown``: nobody has said yet."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.findings import Verdict
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Understanding
from corridor.cycle.contracts.queries.case import Case
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.cycle.vacancies.actions import order_terms
from corridor.engines import law
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.rules import readable

EMPLOYER, MATCHES, UNDERSTOOD, FEES = "employer", "matches", "understood", "fees"

LABELS: dict[str, str] = {
    EMPLOYER: N_("Employer verified"),
    MATCHES: N_("Contract matches job order and visa"),
    UNDERSTOOD: N_("Worker understood"),
    FEES: N_("Recruitment costs borne by employer"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """One light: ``ok``, ``breach`` or ``unknown``, and the sentence that says why."""

    id: str
    verdict: Verdict
    why: Sentence

    @property
    def label(self) -> Sentence:
        """What the light is about."""
        return Sentence(LABELS[self.id])


def lights(
    case: Case, by: Actor, *, fee: Light | None = None, visa: bool | None = None
) -> list[Light]:
    """The lights of a case, in order, as far as ``by`` may see them.

    ``fee`` and ``visa`` come from the later rooms, which know the private answer and the
    visa; this room knows neither. Employer and agency are shown the first two lights only:
    what a worker understood or answered never reaches their pages.
    """
    shown = [_employer(case), _matches(case, visa)]
    if by.role is Role.SYSTEM or readable(Understanding, by):
        shown += [_understood(case), fee or unknown_fee()]
    return shown


def unknown_fee() -> Light:
    """The fee light before her private answer after arrival, whatever was said earlier."""
    return Light(
        FEES,
        Verdict.UNKNOWN,
        sentence(N_("The worker is asked privately after arrival; until then nobody knows.")),
    )


def _employer(case: Case) -> Light:
    corridor = law.book().corridor(case.contract.corridor)
    place = Sentence(law.book().jurisdiction(corridor.destination).name)
    if not corridor.participates.get("destination", True):
        why = N_("Nobody has said yet: {place} takes no part here.")
        return Light(EMPLOYER, Verdict.UNKNOWN, sentence(why, place=place))
    last = [row for row in case.steps if row.step == "registered_destination"]
    if last and last[-1].outcome == "refused":
        why = N_("The authorities of {place} refused to register this contract.")
        return Light(EMPLOYER, Verdict.BREACH, sentence(why, place=place))
    if getattr(case.contract, "employer_known", False):
        why = N_("The authorities of {place} have registered a contract of this employer.")
        return Light(EMPLOYER, Verdict.OK, sentence(why, place=place))
    if not case.contract.employer.registration_number:
        why = N_("This employer is known by name alone; no state has given it a number.")
        return Light(EMPLOYER, Verdict.UNKNOWN, sentence(why))
    why = N_("Nobody in {place} has said yet who this employer is.")
    return Light(EMPLOYER, Verdict.UNKNOWN, sentence(why, place=place))


def _matches(case: Case, visa: bool | None) -> Light:
    found: list[tuple[Verdict, Sentence]] = [_order(case), _visa(case, visa), _paper(case)]
    for verdict in (Verdict.BREACH, Verdict.UNKNOWN):
        for each, why in found:
            if each is verdict:
                return Light(MATCHES, verdict, why)
    return Light(MATCHES, Verdict.OK, sentence(N_("Contract, job order and visa agree.")))


def _order(case: Case) -> tuple[Verdict, Sentence]:
    order = case.contract.order
    if order is None:
        return Verdict.OK, Sentence("")
    comparison = law_terms.compare(order_terms(order), case.terms, case.contract.local_today())
    worse = [row for row in comparison.clauses if row.verdict in {"worse", "changed"}]
    if worse:
        return Verdict.BREACH, law_terms.worse_sentence(worse[0], comparison.currency)
    return Verdict.OK, Sentence("")


def _visa(case: Case, visa: bool | None) -> tuple[Verdict, Sentence]:
    if not case.procedure.has("visa_recorded") or visa:
        return Verdict.OK, Sentence("")
    if visa is None:
        return Verdict.UNKNOWN, sentence(N_("No visa is on record yet."))
    why = N_("The visa names another employer or another occupation than the contract.")
    return Verdict.BREACH, sentence(why)


def _paper(case: Case) -> tuple[Verdict, Sentence]:
    if getattr(case.contract, "worse_paper", False):
        why = N_("The worker was shown a paper that is worse than this contract.")
        return Verdict.BREACH, sentence(why)
    return Verdict.OK, Sentence("")


def _understood(case: Case) -> Light:
    score = case.score
    if score is None:
        why = sentence(N_("The questions are not answered yet."))
        return Light(UNDERSTOOD, Verdict.UNKNOWN, why)
    if score >= policy("OC.explanation.pass", case.contract.local_today()):
        why = sentence(N_("The explanation worked."))
        return Light(UNDERSTOOD, Verdict.OK, why)
    if case.counselled and not case.counsellor_waits:
        why = sentence(N_("A counsellor went through the contract with the worker."))
        return Light(UNDERSTOOD, Verdict.OK, why)
    why = sentence(N_("The explanation did not work; a counsellor explains it again."))
    return Light(UNDERSTOOD, Verdict.BREACH, why)
