"""What happens to contracts by the day: offers run out, renewals begin."""

from __future__ import annotations

from django.db.models import Q

from corridor.cycle.contracts import messages
from corridor.cycle.contracts.actions import lapse
from corridor.cycle.contracts.actions.shared import begin, begins_at_home
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries.answers import state_on
from corridor.cycle.contracts.states import OPEN_STATES
from corridor.platform.access.actor import SYSTEM
from corridor.platform.clock.queries import today
from corridor.platform.jobs.declared import daily, job

__all__ = ["begin_due", "lapse_unanswered", "messages"]


@job()
def lapse_unanswered(day: str) -> int:
    """Let offers lapse whose day has passed; returns how many. Running twice changes nothing."""
    waiting = Contract.objects.filter(state__in=OPEN_STATES, irrevocable_until__lt=today())
    lapsed = 0
    for contract in waiting.iterator():
        if state_on(contract, contract.local_today()) == Contract.State.LAPSED:
            lapse(by=SYSTEM, contract=contract.pk)
            lapsed += 1
    return lapsed


@job()
def begin_due(day: str) -> int:
    """Begin accepted renewals whose first day has come; returns how many."""
    due = Contract.objects.filter(Q(starts__lte=today()), state=Contract.State.ACCEPTED)
    begun = 0
    for contract in due.iterator():
        if begins_at_home(contract):
            begin(contract, contract.local_today())
            begun += 1
    return begun


daily("contracts.lapse_unanswered", lapse_unanswered)
daily("contracts.begin_due", begin_due)
