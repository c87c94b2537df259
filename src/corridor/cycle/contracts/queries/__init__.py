"""Every read of this room. The modules beside are its drawers; import queries from here."""

from corridor.cycle.contracts.queries.answers import answer_by, state_on
from corridor.cycle.contracts.queries.case import Case, cases_of, contracts_of
from corridor.cycle.contracts.queries.changes import (
    AmendmentView,
    amendment,
    contract_of,
    counselling_of,
    live_mandates,
    workers_of,
)
from corridor.cycle.contracts.queries.find import find
from corridor.cycle.contracts.queries.lights import Light, lights, unknown_fee
from corridor.cycle.contracts.queries.page import (
    Answered,
    ContractPage,
    answered,
    contract_list,
    contract_page,
    counselling_queue,
    ended_mandates,
    journey,
    pass_mark,
    questions,
    union_cases,
)
from corridor.cycle.contracts.queries.papers import PresentedView, presented
from corridor.cycle.contracts.queries.parties import (
    party_cases,
    party_line,
    party_state,
    waits_for,
)
from corridor.cycle.contracts.queries.queue import QueueRow, queue, with_alert
from corridor.cycle.contracts.queries.risk import Risk

__all__ = [
    "AmendmentView",
    "Answered",
    "Case",
    "ContractPage",
    "Light",
    "PresentedView",
    "QueueRow",
    "Risk",
    "amendment",
    "answer_by",
    "answered",
    "cases_of",
    "contract_list",
    "contract_of",
    "contract_page",
    "contracts_of",
    "counselling_of",
    "counselling_queue",
    "ended_mandates",
    "find",
    "journey",
    "lights",
    "live_mandates",
    "party_cases",
    "party_line",
    "party_state",
    "pass_mark",
    "presented",
    "questions",
    "queue",
    "state_on",
    "union_cases",
    "unknown_fee",
    "waits_for",
    "with_alert",
    "workers_of",
]
