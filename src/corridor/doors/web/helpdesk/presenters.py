"""The counselling queue and what went wrong in an explanation, ready to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from corridor.core.text import N_
from corridor.cycle.contracts.models import Counselling
from corridor.cycle.contracts.queries import Answered
from corridor.doors.web.components.models import Column, EmptyState, Queue, Row
from corridor.doors.web.words import Text

REASONS: dict[str, str] = {
    "explanation_did_not_work": N_("The explanation did not work"),
    "asked_by_worker": N_("The worker asked for it"),
    "contract_brought": N_("Brought a contract from abroad"),
}
"""Why a counsellor was sent."""


def queue_view(waiting: Iterable[Counselling]) -> Queue:
    """Longest waiting first. What the worker answered is not in the list."""
    rows = [
        Row(
            [
                one.contract.worker.name,
                REASONS.get(one.reason, one.reason),
                one.contract.employer.name,
                one.created_at.date(),
            ],
            url=reverse("helpdesk:counselling", args=[one.pk]),
        )
        for one in waiting
    ]
    return Queue(
        N_("Waiting for a counsellor"),
        [
            Column("worker", N_("Worker"), sortable=False),
            Column("reason", N_("Why"), sortable=False),
            Column("employer", N_("Employer"), sortable=False),
            Column("since", N_("Since"), sortable=False),
        ],
        rows,
        empty=EmptyState(
            N_("Nobody waits for a counsellor."),
            N_("Somebody appears here when an explanation did not work, or when they ask."),
        ),
    )


@dataclass(frozen=True, slots=True)
class Explain:
    """One question: what it is about, what the worker understood, what the contract says."""

    question: Text
    understood: Text
    contract_says: Text
    told_well: bool


def to_explain(answers: Iterable[Answered]) -> list[Explain]:
    """The five questions as the explanation left them."""
    return [
        Explain(
            one.question.text,
            _option(one, one.given),
            _option(one, one.right),
            one.told_well,
        )
        for one in answers
    ]


def _option(one: Answered, key: str) -> Text:
    return next((option.text for option in one.question.options if option.key == key), key)
