"""Registration: an authority takes a version on record and gives a signed receipt."""

from __future__ import annotations

from datetime import date

from corridor.core.problems import NotPermitted, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, Registration
from corridor.cycle.contracts.states import BINDING_STATES
from corridor.cycle.corridors import parties
from corridor.cycle.corridors.actions import take
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import tokens

_DIGEST_SHOWN = 32  # hex digits: 128 bits of the fingerprint fit a receipt beside the rest


@act(
    "contracts.register",
    roles=(Role.DESTINATION_OFFICER, Role.ORIGIN_OFFICER, Role.LABOUR_ATTACHE),
)
def register(*, by: Actor, contract: str) -> Registration:
    """Attest or register the version that holds, on the officer's own side of the corridor.

    The receipt is a signed text that fits a QR. A delay voids nothing: the contract binds
    from the worker's signature. After an amendment the new version is registered again.
    """
    row = rules.get(Contract, contract, by, lock=True)
    if row.state not in BINDING_STATES:
        raise NotYet(
            "contracts.not_bound",
            sentence(N_("Only a contract that binds both sides can be registered.")),
            remedy=sentence(N_("The worker signs first, after her days to think.")),
            found=row.state,
        )
    side = "destination" if by.role is Role.DESTINATION_OFFICER else "origin"
    version = shared.current(row)
    again = Registration.objects.filter(version__contract=row, side=side)
    if again.exists() and not again.filter(version=version).exists():
        _same_office(row, f"registered_{side}", by)
        on = row.local_today(side)
    else:
        on = take(f"registered_{side}", row, by=by).on
    receipt = tokens.issue(
        "receipt",
        {
            "contract": str(row.pk),
            "corridor": row.corridor,
            "version": version.number,
            "digest": version.digest[:_DIGEST_SHOWN],
            "registered_on": on.isoformat(),
            "registered_by": row.corridor.split("-")[0 if side == "origin" else -1],
        },
    )
    found = Registration.objects.create(
        version=version,
        authority=parties.own_organisation(by),
        side=side,
        on=on,
        officer=by.person or "",
        receipt=receipt.text,
        short_code=receipt.short_code,
    )
    _in_force_here(row, side, on)
    shared.record(
        "contracts.register",
        row,
        by,
        {"version": version.id, "digest": version.digest, "receipt": receipt.short_code},
        shared.step_law(row, f"registered_{side}"),
    )
    shared.tell(row, "contract_registered", by)
    return found


def _same_office(contract: Contract, step_id: str, by: Actor) -> None:
    """An amended version is registered by the office whose step it is."""
    if by.role is not Role.SYSTEM and by.role.value not in contract.procedure.step(step_id).by:
        raise NotPermitted(
            "procedure.other_office",
            sentence(
                N_("This step belongs to: {office}."),
                office=contract.procedure.step(step_id).office,
            ),
        )


def _in_force_here(contract: Contract, side: str, on: date) -> None:
    """A contract the worker brought is in force like any other once her new state has it.

    Before that nothing tells her employer that she brought it.
    """
    if contract.state == Contract.State.BROUGHT and side == "destination":
        shared.begin(contract, on)
