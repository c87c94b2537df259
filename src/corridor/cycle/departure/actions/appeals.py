"""The worker's appeal against a refusal or a revocation, decided by an officer new to the case."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.core.calendars import add_days
from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import blocks, weekend
from corridor.cycle.departure.actions.shared import (
    clearance_in,
    note,
    officer,
    reopen,
    signed_by,
    tell,
)
from corridor.cycle.departure.models import Appeal, Clearance, PassRevoked
from corridor.cycle.departure.queries import GROUNDS
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import seal

DECIDE_DAYS = "OC.appeal.decide_days"
REOPENED_DAYS = "OC.appeal.reopened_days"


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
        against=row.state,
        grounds_sealed=seal(contract.worker_id, GROUNDS, grounds.strip()),
        lodged_on=today,
        decide_by=_last_day(DECIDE_DAYS, contract, today),
    )
    row.state = Clearance.State.APPEALED
    row.save(update_fields=["state"])
    note("departure.appeal", row, by)
    return lodged


def _last_day(policy: str, contract: Contract, today: date) -> date | None:
    """The last working day that a policy leaves from today; None where there is no such policy."""
    days = law.book().known(policy, today)
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

    Upheld, the request is open again, with a fresh clock, for two officers who had no part in
    what was appealed nor in the appeal.
    """
    row = rules.get(Appeal, appeal, by, lock=True)
    decider = officer(by)
    if row.state != Appeal.State.OPEN:
        raise Conflict("departure.appeal_decided", sentence(N_("This appeal is already decided.")))
    clearance = row.clearance
    took_part = {clearance.first_officer, clearance.second_officer}
    if decider in took_part | signed_by(clearance.contract):
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
    _carry_out(row)
    note("departure.decide_appeal", clearance, by, {"upheld": uphold})
    tell(clearance, "appeal_upheld" if uphold else "appeal_dismissed")
    return row


def _carry_out(appeal: Appeal) -> None:
    """Open the request again for others, or let the decision stand as it was."""
    clearance = appeal.clearance
    if appeal.state == Appeal.State.DISMISSED:
        clearance.state = appeal.against
        clearance.save(update_fields=["state"])
        return
    clearance.barred = sorted({*clearance.barred, *_overruled(appeal), appeal.decided_by})
    clearance.state, clearance.reasons, clearance.decided_on = Clearance.State.REQUESTED, [], None
    clearance.first_officer = clearance.second_officer = ""
    today = clearance.contract.local_today("origin")
    clearance.decide_by = _last_day(REOPENED_DAYS, clearance.contract, today)
    clearance.save()
    reopen(clearance.contract, "cleared", "clearance_checked")
    _ask_anew(clearance.contract)


def _ask_anew(contract: Contract) -> None:
    """The request counts as made today, so that no page shows the deadline that has passed."""
    if not blocks("clearance_requested", contract):
        reopen(contract, "clearance_requested")
        corridors.take("clearance_requested", contract, by=SYSTEM)


def _overruled(appeal: Appeal) -> set[str]:
    """Both officers of the refusal, or both who took the pass back."""
    clearance = appeal.clearance
    if appeal.against == Clearance.State.REFUSED:
        return {clearance.first_officer, clearance.second_officer} - {""}
    last = PassRevoked.objects.filter(revoked__clearance=clearance).order_by("-id").first()
    return {last.officer, last.second} if last is not None else set()
