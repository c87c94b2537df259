"""All acts of the room: papers, the two officers' clearance, appeals, and the gate."""

from corridor.cycle.departure.actions.appeals import appeal, decide_appeal
from corridor.cycle.departure.actions.clearance import check, clear, refuse, request, revoke
from corridor.cycle.departure.actions.gate import use_pass
from corridor.cycle.departure.actions.papers import record_fitness, record_step, record_visa

__all__ = [
    "appeal",
    "check",
    "clear",
    "decide_appeal",
    "record_fitness",
    "record_step",
    "record_visa",
    "refuse",
    "request",
    "revoke",
    "use_pass",
]
