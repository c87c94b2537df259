"""The worker's appeal against a refusal or a revocation, decided by an officer new to the case."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.core.calendars import add_days
from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import weekend
from corridor.cycle.departure.actions.shared import (
    clearance_in,
    note,
    officer,
    refused_by,
    reopen,
    tell,
)
from corridor.cycle.departure.models import Appeal, Clearance
from corridor.cycle.departure.queries import GROUNDS
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import seal

DECIDE_DAYS = "OC.appeal.decide_days"


@act("departure.appeal", roles=(Role.WORKER,))
def appeal(*, by: Actor, clearance: str, grounds: str = "") -> Appeal:
    """The worker appeals a refusal or revocation, once. No grounds need be given."""
    row = clearance_in(clearance, by, Clearance.State.REFUSED, Clearance.State.REVOKED)
    if row.appeals.filter(state=Appeal.State.DISMISSED).exists():
        raise Conflict(
            "departure.appeal_decided",
            sentence(N_("An appeal against this decision was already dismissed.")),
            remedy=sentence(N_("Ask the help desk: a new request can still be made.")),
        )
    _in_time(row)
    contract, today = row.contract, row.contract.local_today("origin")
    lodged = Appeal.objects.create(
        clearance=row,
        grounds_sealed=seal(contract.worker_id, GROUNDS, grounds.strip()),
        lodged_on=today,
        decide_by=_decide_by(contract, today),
    )
    row.state = Clearance.State.APPEALED
    row.save(update_fields=["state"])
    note("departure.appeal", row, by)
    return lodged


def _decide_by(contract: Contract, today: date) -> date | None:
    """The last working day for the decision; None where no policy names one."""
    days = law.book().known(DECIDE_DAYS, today)
    if not isinstance(days, int):
        return None
    return add_days(today, days, "working", weekend(contract.corridor, "origin"))


def _in_time(row: Clearance) -> None:
    rule = row.contract.procedure.step("cleared").appeal
    if rule is None or rule.days is None or row.decided_on is None:
        return
    last = row.decided_on + timedelta(days=rule.days)
    if row.contract.local_today("origin") > last:
        raise Conflict(
            "departure.appeal_late",
            sentence(N_("The time to appeal ended on {day}."), day=last),
            remedy=sentence(N_("Ask the help desk: a new request can still be made.")),
            law=rule.law,
        )


@act("departure.decide_appeal", roles=(Role.ORIGIN_OFFICER,))
def decide_appeal(*, by: Actor, appeal: str, uphold: bool, reason: str) -> Appeal:
    """Decide an appeal. Officers of the decision do not even find it.

    Upheld, the request is open again for two officers who had no part in the refusal.
    """
    row = rules.get(Appeal, appeal, by, lock=True)
    decider = officer(by)
    if row.state != Appeal.State.OPEN:
        raise Conflict("departure.appeal_decided", sentence(N_("This appeal is already decided.")))
    clearance = row.clearance
    took_part = {clearance.first_officer, clearance.second_officer}
    if decider in took_part | refused_by(clearance.contract):
        raise NotPermitted(
            "departure.own_decision",
            sentence(N_("You took part in the decision that is appealed.")),
            remedy=sentence(N_("Leave it to an officer who had no part in it.")),
        )
    if not reason.strip():
        raise BadInput(
            "departure.appeal_reason",
            sentence(N_("A decision on an appeal needs its reason.")),
            remedy=sentence(N_("Write it so that the worker understands it.")),
        ).at(field="reason")
    row.state = Appeal.State.UPHELD if uphold else Appeal.State.DISMISSED
    row.reason, row.decided_by = reason.strip()[:500], decider
    row.decided_on = clearance.contract.local_today("origin")
    row.save(update_fields=["state", "reason", "decided_by", "decided_on"])
    _carry_out(clearance, uphold)
    note("departure.decide_appeal", clearance, by, {"upheld": uphold})
    tell(clearance, "appeal_upheld" if uphold else "appeal_dismissed")
    return row


def _carry_out(clearance: Clearance, uphold: bool) -> None:
    """Open the request again, or let the refusal stand."""
    if not uphold:
        clearance.state = Clearance.State.REFUSED
        clearance.save(update_fields=["state"])
        return
    clearance.state, clearance.reasons, clearance.decided_on = Clearance.State.REQUESTED, [], None
    clearance.first_officer = clearance.second_officer = ""
    clearance.save()
    reopen(clearance.contract, "cleared", "clearance_checked")
