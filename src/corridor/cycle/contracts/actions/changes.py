"""Leaving: change of employer without anybody's consent, release, and the end of a contract."""

from __future__ import annotations

from datetime import date

from corridor.core.periods import add_months
from corridor.core.problems import BadInput, Conflict, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, EmployerChange
from corridor.cycle.contracts.states import BINDING_STATES, END_REASONS
from corridor.cycle.corridors.actions import take
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

State = EmployerChange.State
ROUTE_CHANGE = "change_of_employer"


@act("contracts.request_change", roles=(Role.WORKER,))
def request_change(*, by: Actor, contract: str, leaving: str = "") -> EmployerChange:
    """The worker gives notice: she leaves one contract for another she has accepted.

    ``contract`` is the new one, on the route ``change_of_employer``; ``leaving`` the old one,
    empty when that employer gave her none. The old employer is not asked. ``notice_until``
    follows from the law of the country of work and her months of service.
    """
    row = rules.get(Contract, contract, by, lock=True)
    shared.unassisted_by_parties(row, by)
    old = rules.get(Contract, leaving, by, lock=True) if leaving else None
    _can_leave(row, old)
    on = row.local_today()
    value_id, months = _notice(old, on) if old is not None else ("", None)
    take("change_requested", row, by=by)
    change = EmployerChange.objects.create(
        contract=old,
        new_contract=row,
        requested_on=on,
        notice_until=None if months is None else add_months(on, months),
    )
    if old is not None:
        row.previous = old
        row.save(update_fields=["previous"])
    shared.record(
        "contracts.request_change",
        row,
        by,
        {"change": change.id, "leaving": leaving, "notice_months": months},
        (value_id,) if months is not None else (),
    )
    return change


def _can_leave(new: Contract, old: Contract | None) -> None:
    if new.route != ROUTE_CHANGE:
        raise BadInput(
            "contracts.not_a_change",
            sentence(N_("This contract is no change of employer.")),
            remedy=sentence(N_("Choose the contract that the new employer offered you.")),
            found=new.route,
        ).at(field="contract")
    if old is not None and old.employer_id == new.employer_id:
        raise BadInput(
            "contracts.same_employer",
            sentence(N_("Both contracts are with the same employer.")),
            remedy=sentence(N_("Choose the contract with the employer you leave.")),
        ).at(field="leaving")
    if old is not None and old.state not in BINDING_STATES:
        raise NotYet(
            "contracts.nothing_to_leave",
            sentence(N_("The contract you want to leave does not bind you.")),
            remedy=sentence(N_("Leave the field empty; no notice is needed.")),
            found=old.state,
        ).at(field="leaving")


def _notice(contract: Contract, on: date) -> tuple[str, int | None]:
    """The law value and the months of notice it asks for; None where the law names none."""
    found = law.book().corridor(contract.corridor).laws.get("job_change", ())
    for value_id in found:
        key = {"service_months": str(service_months(contract, on))}
        answer = law.book().value(f"{value_id}.notice_months", on, key)
        if answer.known and isinstance(answer.value, int):
            return value_id, answer.value
    return "", None


def service_months(contract: Contract, on: date) -> int:
    """Whole months of service begun by ``on``, the first month counting as one."""
    start = contract.starts or contract.governed_on
    if on < start:
        return 0
    months = (on.year - start.year) * 12 + on.month - start.month
    return months + 1 if add_months(start, months) <= on else months


@act("contracts.withdraw_change", roles=(Role.WORKER,))
def withdraw_change(*, by: Actor, change: str) -> EmployerChange:
    """The worker stays after all, and the notice is as if it had not been given."""
    row = rules.get(EmployerChange, change, by, lock=True)
    _requested(row)
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    take("change_requested", row.new_contract, by=by, outcome="undone")
    shared.record("contracts.withdraw_change", row.new_contract, by, {"change": row.id})
    return row


@act("contracts.release", roles=(Role.DESTINATION_OFFICER, Role.WORKER))
def release(*, by: Actor, change: str) -> EmployerChange:
    """The notice has run: the old contract ends and the new one begins. Nobody's consent.

    Where the procedure names an office for it, that office records it; where that state takes
    no part here, the worker does. Raises ``NotYet`` before the notice has run.
    """
    row = rules.get(EmployerChange, change, by, lock=True)
    _requested(row)
    new = Contract.objects.select_for_update().get(pk=row.new_contract_id)
    on = new.local_today()
    if row.notice_until is not None and on < row.notice_until:
        raise NotYet(
            "contracts.notice_runs",
            sentence(N_("The notice runs until {day}."), day=row.notice_until),
            remedy=sentence(N_("Record the change on that day; nobody's consent is needed.")),
            expected={"not_before": row.notice_until.isoformat()},
        )
    step = new.procedure.step("released")
    if not (by.role is Role.WORKER and new.procedure.silent(step)):
        take("released", new, by=by)
    row.state, row.released_on = State.RELEASED, on
    row.save(update_fields=["state", "released_on"])
    _leave_and_begin(row, new, on)
    shared.record("contracts.release", new, by, {"change": row.id}, tuple(step.law))
    shared.tell(new, "contract_released", by)
    return row


def _leave_and_begin(change: EmployerChange, new: Contract, on: date) -> None:
    if change.contract_id is not None:
        old = Contract.objects.select_for_update().get(pk=change.contract_id)
        if old.state in BINDING_STATES:
            shared.move(old, "end", ends=on, end_reason="changed_employer")
    if new.state == Contract.State.ACCEPTED:
        shared.begin(new, on)


def _requested(change: EmployerChange) -> None:
    if change.state != State.REQUESTED:
        raise Conflict(
            "contracts.change_state",
            sentence(N_("This notice is no longer open.")),
            remedy=sentence(N_("Open the contract to see what was recorded.")),
            found=change.state,
        )


_REASONS_OF: dict[Role, frozenset[str]] = {
    Role.WORKER: frozenset({"resigned", "agreed", "completed", "not_departed"}),
    Role.EMPLOYER: frozenset({"dismissed", "agreed", "completed", "died"}),
}


@act(
    "contracts.end",
    roles=(Role.WORKER, Role.EMPLOYER, Role.ORIGIN_OFFICER, Role.DESTINATION_OFFICER),
)
def end(*, by: Actor, contract: str, reason: str, on: date | None = None) -> Contract:
    """Record the end of a contract on a day not in the future. Claims from it stay open.

    An absence is no reason here: it is a claim that the worker can contest.
    """
    row = rules.get(Contract, contract, by, lock=True)
    possible = _REASONS_OF.get(by.role, frozenset(END_REASONS) - {"changed_employer", "followed"})
    if reason not in possible:
        raise BadInput(
            "contracts.end_reason",
            sentence(N_("“{found}” is no reason you can record for the end."), found=reason),
            remedy=sentence(N_("Use one of: {known}."), known=", ".join(sorted(possible))),
            expected=sorted(possible),
            found=reason,
        ).at(field="reason")
    today = row.local_today()
    day = on or today
    if day > today or (row.starts is not None and day < row.starts):
        raise BadInput(
            "contracts.end_day",
            sentence(N_("A contract ends between its first day and today.")),
            remedy=sentence(N_("Give the last day on which the contract was in force.")),
            expected=f"{row.starts.isoformat() if row.starts else ''}..{today.isoformat()}",
            found=day.isoformat(),
        ).at(field="on")
    shared.move(row, "end", ends=day, end_reason=reason)
    shared.record("contracts.end", row, by, {"reason": reason, "on": day.isoformat()})
    shared.tell(row, "contract_ended", by)
    return row
