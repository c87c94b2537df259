"""All writes of the room."""

from corridor.governance.inspection.actions.checks import answer_check
from corridor.governance.inspection.actions.closing import (
    appeal_order,
    close_order,
    judge_order,
    uphold_order,
    withdraw_order,
)
from corridor.governance.inspection.actions.evidence import bring_evidence
from corridor.governance.inspection.actions.figures import count_nation
from corridor.governance.inspection.actions.ladder import exclude_month, resume_month, take_step
from corridor.governance.inspection.actions.orders import order
from corridor.governance.inspection.actions.standing import refresh
from corridor.governance.inspection.actions.visits import (
    end_visit,
    hand_visit,
    plan_visit,
    take_visit,
)

__all__ = [
    "answer_check",
    "appeal_order",
    "bring_evidence",
    "close_order",
    "count_nation",
    "end_visit",
    "exclude_month",
    "hand_visit",
    "judge_order",
    "order",
    "plan_visit",
    "refresh",
    "resume_month",
    "take_step",
    "take_visit",
    "uphold_order",
    "withdraw_order",
]
