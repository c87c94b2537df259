"""Until when an offer can be answered, and the state that follows from the day."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.states import OPEN_STATES


def answer_by(contract: Contract) -> date | None:
    """The last day on which the offer can be accepted; None when no day was stated.

    It is the day the employer is bound to, and the days to think on top for everybody, so that
    an offer explained on its last day leaves her days, and no employer can read from the day
    an offer runs out whether it was explained.
    """
    until = contract.irrevocable_until
    if until is None or not contract.procedure.has("accepted"):
        return until
    wait = contract.procedure.step("accepted").not_before
    return until + timedelta(days=wait.days) if wait else until


def state_on(contract: Contract, on: date) -> str:
    """The state on a day: an unanswered offer whose day has passed reads as lapsed."""
    if contract.state in OPEN_STATES:
        until = answer_by(contract)
        if until is not None and on > until:
            return str(Contract.State.LAPSED)
    return str(contract.state)
