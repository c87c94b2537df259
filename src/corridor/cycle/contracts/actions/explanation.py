"""The explanation, the five questions, the paper copy, and the worker's own signature."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from corridor.core.codes.languages import language as language_name
from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import questions
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import (
    Contract,
    Counselling,
    Explanation,
    Understanding,
)
from corridor.cycle.contracts.queries.answers import answer_by
from corridor.cycle.contracts.states import BINDING_STATES, OPEN_STATES
from corridor.cycle.corridors.actions import take
from corridor.cycle.corridors.parties import policy
from corridor.cycle.corridors.queries import done
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

LOW_SCORE = "explanation_did_not_work"


@act("contracts.explain", roles=(Role.WORKER, Role.COUNSELLOR))
def explain(*, by: Actor, contract: str, language: str, way: str) -> Explanation:
    """The contract was ``read`` or ``heard`` in a language of the worker's choice.

    Nobody from the employer or the agency helps. The days to think run from the first time;
    explaining again (after a counsellor was sent, after an amendment) starts nothing anew.
    """
    row = rules.get(Contract, contract, by, lock=True)
    shared.unassisted_by_parties(row, by)
    if way not in {"read", "heard"}:
        raise BadInput(
            "contracts.way",
            sentence(N_("“{found}” is no way of explaining."), found=way),
            remedy=sentence(N_("Choose “read” or “heard”.")),
            found=way,
        ).at(field="way")
    try:
        language_name(language)
    except BadInput as problem:
        raise problem.at(field="language") from None
    first = "offer_explained" not in done(row) and row.procedure.has("offer_explained")
    # Explained for the first time after this day, her days to think would end too late.
    _still_open(row, row.irrevocable_until if first else answer_by(row))
    if first:
        take("offer_explained", row, by=by)
    shared.move(row, "explain")
    given = Explanation.objects.create(
        version=shared.current(row), language=language, way=way, on=row.local_today("worker")
    )
    shared.record(
        "contracts.explain",
        row,
        by,
        {"language": language, "way": way},
        shared.step_law(row, "offer_explained"),
    )
    return given


def _still_open(contract: Contract, until: date | None) -> None:
    """Raise ``Conflict`` when an unanswered offer has run out."""
    if contract.state in OPEN_STATES and until and contract.local_today() > until:
        raise Conflict(
            "contracts.lapsed",
            sentence(N_("This offer could be answered until {day}; it has run out."), day=until),
            remedy=sentence(N_("Ask the employer for a new offer.")),
            expected=f"<= {until.isoformat()}",
        )


@act("contracts.answer_questions", roles=(Role.WORKER,))
def answer_questions(*, by: Actor, contract: str, answers: dict[str, Any]) -> Understanding:
    """The worker's answers to the five questions; they may be given again at any time.

    ``answers`` maps question id to option key. A low score sends a counsellor. It bars
    nothing, is no waiver, and neither employer nor agency learns of it.
    """
    row = rules.get(Contract, contract, by, lock=True)
    shared.unassisted_by_parties(row, by)
    _still_open(row, answer_by(row))
    version = shared.current(row)
    terms = shared.terms_of(row, version.terms)
    given = questions.checked(answers, terms, version.digest)
    on = row.local_today("worker")
    if row.procedure.has("questions_answered") and "questions_answered" not in done(row):
        take("questions_answered", row, by=by)
    score = questions.score(given, terms, version.digest)
    understanding = Understanding.objects.create(version=version, answers=given, score=score, on=on)
    shared.record(
        "contracts.answer_questions",
        row,
        by,
        {"answers": given, "score": score},
        ("OC.explanation.pass",),
    )
    if score < policy("OC.explanation.pass", on):
        _send_counsellor(row, by)
    return understanding


def _send_counsellor(contract: Contract, by: Actor) -> None:
    open_one = contract.counsellings.filter(reason=LOW_SCORE, done_on=None)
    if not open_one.exists():
        Counselling.objects.create(contract=contract, reason=LOW_SCORE)
        shared.tell(contract, "counsellor_sent", by)


@act("contracts.ask_counsellor", roles=(Role.WORKER,))
def ask_counsellor(*, by: Actor, contract: str) -> Counselling:
    """The worker asks for a counsellor, for whatever reason; nobody else learns of it."""
    row = rules.get(Contract, contract, by, lock=True)
    waiting = row.counsellings.filter(done_on=None).first()
    if waiting is not None:
        return waiting
    asked = Counselling.objects.create(contract=row, reason="asked_by_worker")
    shared.record("contracts.ask_counsellor", row, by)
    return asked


@act("contracts.counsel_done", roles=(Role.COUNSELLOR,))
def counsel_done(*, by: Actor, counselling: str) -> Counselling:
    """A counsellor went through the contract with the worker."""
    row = rules.get(Counselling, counselling, by, lock=True)
    shared.unassisted_by_parties(row.contract, by)
    if row.done_on is not None:
        raise Conflict(
            "contracts.counselled",
            sentence(N_("This counselling was already done on {day}."), day=row.done_on),
        )
    row.done_on = row.contract.local_today("worker")
    row.done_by = by.person or ""
    row.save(update_fields=["done_on", "done_by"])
    shared.record("contracts.counsel_done", row.contract, by, {"counselling": row.id})
    return row


@act("contracts.keep_copy", roles=(Role.WORKER, Role.COUNSELLOR))
def keep_copy(*, by: Actor, contract: str) -> Contract:
    """The worker has her own copy of the contract, on paper or on her phone."""
    row = rules.get(Contract, contract, by, lock=True)
    shared.unassisted_by_parties(row, by)
    _still_open(row, answer_by(row))
    take("copy_kept", row, by=by)
    shared.record("contracts.keep_copy", row, by, law_ids=shared.step_law(row, "copy_kept"))
    return row


@act("contracts.accept", roles=(Role.WORKER,))
def accept(*, by: Actor, contract: str) -> Contract:
    """The worker signs last, after her days to think. From now on both sides are bound.

    Raises ``NotYet`` naming what blocks and until when, ``Conflict`` for an offer that ran
    out or another contract over the same time. No score is asked for.
    """
    row = rules.get(Contract, contract, by, lock=True)
    _not_for_the_parties(row, by)
    _still_open(row, answer_by(row))
    shared.move(row, "accept")
    _one_contract_at_a_time(row)
    step = take("accepted", row, by=by)
    shared.sign(shared.current(row), "worker", by, step.on)
    if shared.begins_at_home(row) and (row.starts is None or row.starts <= step.on):
        shared.begin(row, step.on)
    shared.record(
        "contracts.accept",
        row,
        by,
        {"digest": shared.current(row).digest},
        shared.step_law(row, "accepted"),
    )
    return row


def _not_for_the_parties(contract: Contract, by: Actor) -> None:
    """Nobody signs for the worker, and no party stands beside her when she signs."""
    shared.unassisted_by_parties(contract, by)
    if by.role is not Role.SYSTEM and by.person != contract.worker_id:
        raise NotPermitted(
            "contracts.not_the_worker",
            sentence(N_("Only the worker signs for the worker.")),
        )


def _one_contract_at_a_time(contract: Contract) -> None:
    """Raise ``Conflict`` when the worker is bound elsewhere over the same days.

    A change of employer begins only when the old contract ends, and a contract that follows
    another with the same employer ends it by beginning: neither shares a day with it.
    """
    if contract.procedure.has("released"):
        return
    others = Contract.objects.filter(worker=contract.worker_id, state__in=BINDING_STATES)
    followed = Q(pk=contract.previous_id, employer=contract.employer_id)
    for other in others.exclude(pk=contract.pk).exclude(followed):
        if _overlap(contract, other):
            raise Conflict(
                "contracts.two_at_once",
                sentence(
                    N_("You are bound by another contract over the same time ({reference})."),
                    reference=other.pk,
                ),
                remedy=sentence(N_("End the other contract first, or ask a counsellor.")),
                found=other.pk,
            )


def _overlap(one: Contract, other: Contract) -> bool:
    """Whether two contracts share a day; an open end runs on, an open start is the offer's day."""
    first = max(one.starts or one.governed_on, other.starts or other.governed_on)
    last = min(one.ends or date.max, other.ends or date.max)
    return first <= last


__all__ = [
    "LOW_SCORE",
    "accept",
    "answer_questions",
    "ask_counsellor",
    "counsel_done",
    "explain",
    "keep_copy",
]
