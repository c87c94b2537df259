"""Every write of this room. The modules beside are its drawers; import acts from here."""

from corridor.cycle.contracts.actions.amendments import decide_amendment, propose_amendment
from corridor.cycle.contracts.actions.changes import (
    end,
    release,
    request_change,
    withdraw_change,
)
from corridor.cycle.contracts.actions.explanation import (
    accept,
    answer_questions,
    ask_counsellor,
    counsel_done,
    explain,
    keep_copy,
)
from corridor.cycle.contracts.actions.mandates import give_mandate, withdraw_mandate
from corridor.cycle.contracts.actions.offers import decline, lapse, offer
from corridor.cycle.contracts.actions.presenting import attach, bring, present, send_counsellor
from corridor.cycle.contracts.actions.registration import register
from corridor.cycle.contracts.actions.shared import begin

__all__ = [
    "accept",
    "answer_questions",
    "ask_counsellor",
    "attach",
    "begin",
    "bring",
    "counsel_done",
    "decide_amendment",
    "decline",
    "end",
    "explain",
    "give_mandate",
    "keep_copy",
    "lapse",
    "offer",
    "present",
    "propose_amendment",
    "register",
    "release",
    "request_change",
    "send_counsellor",
    "withdraw_change",
    "withdraw_mandate",
]
