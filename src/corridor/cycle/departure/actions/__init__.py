"""All acts of the room: papers, the two officers' clearance, appeals, and the gate."""

from corridor.cycle.departure.actions.appeals import appeal, decide_appeal
from corridor.cycle.departure.actions.clearance import check, clear, refuse, request
from corridor.cycle.departure.actions.gate import use_pass
from corridor.cycle.departure.actions.papers import record_fitness, record_step, record_visa
from corridor.cycle.departure.actions.revocation import (
    confirm_revocation,
    decline_revocation,
    revoke,
)

__all__ = [
    "appeal",
    "check",
    "clear",
    "confirm_revocation",
    "decide_appeal",
    "decline_revocation",
    "record_fitness",
    "record_step",
    "record_visa",
    "refuse",
    "request",
    "revoke",
    "use_pass",
]
