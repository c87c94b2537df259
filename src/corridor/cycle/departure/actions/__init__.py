"""All acts of the room: papers, the two officers' clearance, appeals, and the gate."""

from corridor.cycle.departure.actions.appeals import appeal, decide_appeal
from corridor.cycle.departure.actions.batches import (
    confirm_batch,
    decline_batch,
    prepare_batch,
    print_batch,
)
from corridor.cycle.departure.actions.clearance import check, clear, refuse, request
from corridor.cycle.departure.actions.gate import use_pass
from corridor.cycle.departure.actions.papers import record_fitness, record_step, record_visa
from corridor.cycle.departure.actions.registers import (
    commit_register,
    hand_in_register,
    withdraw_register,
)
from corridor.cycle.departure.actions.revocation import (
    confirm_revocation,
    decline_revocation,
    revoke,
)

__all__ = [
    "appeal",
    "check",
    "clear",
    "commit_register",
    "confirm_batch",
    "confirm_revocation",
    "decide_appeal",
    "decline_batch",
    "decline_revocation",
    "hand_in_register",
    "prepare_batch",
    "print_batch",
    "record_fitness",
    "record_step",
    "record_visa",
    "refuse",
    "request",
    "revoke",
    "use_pass",
    "withdraw_register",
]
