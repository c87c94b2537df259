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
    """The worst thing found; else what was compared, and what was missing to compare with."""
    worse = _worse_than_order(case) or _other_visa(visa) or _worse_paper(case)
    if worse is not None:
        return Light(MATCHES, Verdict.BREACH, worse)
    if case.contract.order is not None:
        verdict, why = _beside_the_order(case, visa)
    else:
        verdict, why = _without_an_order(case, visa)
    return Light(MATCHES, verdict, sentence(why))


def _beside_the_order(case: Case, visa: bool | None) -> tuple[Verdict, str]:
    if visa is not None:
        return Verdict.OK, N_("Contract, job order and visa agree.")
    if _visa_must_come(case):
        return Verdict.UNKNOWN, N_("Contract and job order agree; no visa is on record yet.")
    return Verdict.OK, N_("Contract and job order agree. This way needs no visa.")


def _without_an_order(case: Case, visa: bool | None) -> tuple[Verdict, str]:
    """A rehire, a change of employer, a worker already abroad: nothing compared is unknown."""
    if visa is not None:
        return Verdict.OK, N_("Contract and visa agree. This way has no job order.")
    if _visa_must_come(case):
        why = N_("No visa is on record yet, and there is no job order to compare with.")
        return Verdict.UNKNOWN, why
    why = N_("There is neither a job order nor a visa to compare the contract with.")
    return Verdict.UNKNOWN, why


def _visa_must_come(case: Case) -> bool:
    procedure = case.procedure
    return procedure.has("visa_recorded") and not procedure.step("visa_recorded").optional


def _worse_than_order(case: Case) -> Sentence | None:
    order = case.contract.order
    if order is None:
        return None
    comparison = law_terms.compare(order_terms(order), case.terms, case.contract.local_today())
    worse = [row for row in comparison.clauses if row.verdict in {"worse", "changed"}]
    return law_terms.worse_sentence(worse[0], comparison.currency) if worse else None


def _other_visa(visa: bool | None) -> Sentence | None:
    if visa is not False:
        return None
    return sentence(N_("The visa names another employer or another occupation than the contract."))


def _worse_paper(case: Case) -> Sentence | None:
    if not getattr(case.contract, "worse_paper", False):
        return None
    return sentence(N_("The worker was shown a paper that is worse than this contract."))


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
