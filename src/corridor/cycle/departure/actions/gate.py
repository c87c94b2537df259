"""The gate: a pass is used once. Nothing else about the scan is kept."""

from __future__ import annotations

from datetime import UTC, datetime, time

from ulid import ULID

from corridor.core.problems import Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure.models import Clearance, Pass, PassUsed
from corridor.cycle.departure.queries import held_up, stands
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal

GATE = "departure.gate"


@act("departure.use_pass", roles=(Role.BORDER_OFFICER,))
def use_pass(*, by: Actor, text: str) -> PassUsed:
    """Mark a pass as used: its text as scanned or typed, or its short code.

    The officer compares holder and year of birth with the passport; neither that nor a scan
    that fails is recorded. Raises ``NotPermitted`` for a pass not issued here or taken back,
    ``Conflict`` for one that is not valid today or was used before.
    """
    found = _issued(text, by)
    contract = found.clearance.contract
    today = contract.local_today("origin")
    if not found.valid_from <= today <= found.valid_to:
        raise Conflict(
            "departure.pass_expired",
            sentence(
                N_("This pass is valid from {first} to {last}."),
                first=found.valid_from,
                last=found.valid_to,
            ),
            remedy=sentence(N_("Send the worker to the labour desk for a new pass.")),
        )
    if PassUsed.objects.filter(used=found).exists():
        raise Conflict(
            "departure.pass_used",
            sentence(N_("This pass was already used.")),
            remedy=sentence(N_("Compare the passport, and call the clearance office.")),
        )
    if contract.procedure.has("departed") and "departed" not in done(contract):
        corridors.take("departed", contract, by=SYSTEM)
    # A row's own birth and identifier would tell the time of day: both begin with the day.
    midnight = datetime.combine(today, time.min, UTC)
    used = PassUsed.objects.create(
        id=str(ULID.from_datetime(midnight)), created_at=midnight, used=found, on=today
    )
    journal.record(
        "departure.use_pass",
        subject=used,
        by=Actor(by.role, country=by.country),
        key_subject=GATE,  # one key for all: a key for each pass would be one more trace
    )
    return used


def _issued(text: str, by: Actor) -> Pass:
    """The pass, while its clearance stands and nobody has taken it back."""
    found = held_up(text, by)
    if found is not None:
        # Locked, so that it is not used here in the moment in which it is taken back there.
        found.clearance = Clearance.objects.select_for_update().get(pk=found.clearance_id)
    if found is None or not stands(found):
        raise NotPermitted(
            "departure.pass_unknown",
            sentence(N_("This pass was not issued here, or was taken back.")),
            remedy=sentence(N_("Do not let it decide alone: call the clearance office.")),
        )
    return found
