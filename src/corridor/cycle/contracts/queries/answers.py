"""Until when an offer can be answered, and the state that follows from the day."""

from __future__ import annotations

from datetime import date

from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.states import OPEN_STATES
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done


def answer_by(contract: Contract, rows: list[StepTaken] | None = None) -> date | None:
    """The last day on which the offer can be accepted; None when no day was stated.

    The days to think are never shorter than the offer: an offer explained late stays open
    until the first day on which the worker may sign.
    """
    until = contract.irrevocable_until
    if until is None or not contract.procedure.has("accepted"):
        return until
    first = contract.procedure.earliest("accepted", done(contract, rows))
    return max(until, first) if first else until


def state_on(contract: Contract, on: date, rows: list[StepTaken] | None = None) -> str:
    """The state on a day: an unanswered offer whose day has passed reads as lapsed."""
    if contract.state in OPEN_STATES:
        until = answer_by(contract, rows)
        if until is not None and on > until:
            return str(Contract.State.LAPSED)
    return str(contract.state)
