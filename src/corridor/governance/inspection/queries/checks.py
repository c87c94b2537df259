"""What a worker reads of the private questions that wait for her."""

from __future__ import annotations

from corridor.governance.inspection.models import ENDED, CheckAnswer, PrivateCheck
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def checks_waiting(by: Actor) -> list[PrivateCheck]:
    """Her questions of orders that have not ended and that she has not answered, oldest first."""
    answered = rules.rows(CheckAnswer, by).values("asked")
    return list(
        rules.rows(PrivateCheck, by)
        .exclude(order__events__kind__in=ENDED)
        .exclude(pk__in=answered)
        .order_by("id")[:20]
    )


def one_check(check: str, by: Actor) -> PrivateCheck:
    """One question with its order, contract and employer. Raises ``NotFound``."""
    rules.get(PrivateCheck, check, by)
    found = rules.rows(PrivateCheck, by).select_related("order", "contract__employer")
    return found.prefetch_related("order__groups").get(pk=check)
