"""A paper the worker was shown, beside the contract that held on its day."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.text import N_, Sentence, paragraph, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, PresentedPaper, Registration
from corridor.cycle.contracts.queries.answers import state_on
from corridor.cycle.contracts.states import BINDING_STATES, OPEN_STATES
from corridor.cycle.corridors import terms as law_terms
from corridor.engines.terms import Comparison
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class PresentedView:
    """A paper the worker was shown: the comparison, the loss in one sentence, the next step.

    ``stands`` says for those who help her what binds today: an offer is no contract yet, and
    a signed contract binds without any office. ``next`` says it to herself.
    """

    paper: PresentedPaper
    comparison: Comparison
    loss: Sentence
    next: Sentence
    stands: Sentence


def presented(paper_id: str, by: Actor) -> PresentedView:
    """The comparison of a paper with the version that held on its day, in any language."""
    paper = rules.get(PresentedPaper, paper_id, by)
    contract = paper.contract
    held = contract.versions.filter(created_at__lte=paper.created_at).order_by("-number").first()
    version = held or shared.current(contract)
    comparison = law_terms.compare(
        shared.terms_of(contract, version.terms),
        shared.terms_of(contract, paper.terms),
        paper.on,
    )
    binds = _binds(contract)
    return PresentedView(
        paper, comparison, _loss(comparison), _next(comparison, binds), Sentence(_STANDS[binds])
    )


_STANDS: dict[str, str] = {
    "registered": N_("The registered contract stands."),
    "signed": N_("The contract that both sides signed stands, though no office registered it yet."),
    "brought": N_("What the worker was promised is on record; no office has registered it yet."),
    "offer": N_("The employer’s signed offer stands. The worker has not signed anything yet."),
    "over": N_("No contract binds the worker to this employer today."),
}
_HERS: dict[str, str] = {
    "registered": N_("Your contract stands."),
    "signed": N_("Your contract stands."),
    "brought": N_("What you were promised is on record."),
    "offer": N_("Your employer’s signed offer stands, and you can still say no to both."),
    "over": N_("No contract binds you to this employer today."),
}


def _binds(contract: Contract) -> str:
    """What binds today, as a key of the sentences above."""
    state = state_on(contract, contract.local_today())
    if state in OPEN_STATES:
        return "offer"
    if state not in BINDING_STATES:
        return "over"
    version = shared.current(contract)
    if Registration.objects.filter(version=version).exists():
        return "registered"
    return "brought" if state == Contract.State.BROUGHT else "signed"


def _loss(comparison: Comparison) -> Sentence:
    month, term = comparison.per_month, comparison.over_term
    if comparison.verdict not in {"worse", "changed"}:
        return sentence(N_("This paper takes no money from you."))
    if month is None or not month.minor:
        return sentence(N_("This paper changes what you agreed, in ways money does not measure."))
    if term is None:
        text = N_("With this paper you lose {month} {currency} every month.")
        return sentence(text, month=month.text(), currency=month.currency)
    text = N_(
        "With this paper you lose {month} {currency} every month, {term} {currency} over the term."
    )
    return sentence(text, month=month.text(), term=term.text(), currency=month.currency)


def _next(comparison: Comparison, binds: str) -> Sentence:
    if comparison.verdict in {"worse", "changed"}:
        return paragraph(
            sentence(N_("You need not sign it.")),
            Sentence(_HERS[binds]),
            sentence(N_("Show this to a counsellor.")),
        )
    if comparison.verdict == "unknown":
        return sentence(N_("Some clauses are missing. Ask a counsellor before you sign."))
    return sentence(N_("It promises what your contract promises. Keep your copy."))
