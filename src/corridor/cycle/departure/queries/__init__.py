"""Every read of this room. The modules beside are its drawers; import queries from here."""

from corridor.cycle.departure.queries.appeals import (
    GROUNDS,
    AppealPage,
    appeal_page,
    appeals,
    grounds,
)
from corridor.cycle.departure.queries.batches import (
    batch_page,
    batches,
    blanks_to_print,
    corridors_from,
    limits,
    local_day,
    paper_checklist,
    unaccounted,
)
from corridor.cycle.departure.queries.checklist import BEFORE_DEPARTURE, Item, checklist
from corridor.cycle.departure.queries.columns import visa_matches, with_departure
from corridor.cycle.departure.queries.page import (
    Page,
    appeal_until,
    clearance_page,
    of_contract,
)
from corridor.cycle.departure.queries.passes import (
    PassStanding,
    Standing,
    at_gate,
    by_text,
    held_up,
    standing,
    stands,
    travel_pass,
    used_on,
)
from corridor.cycle.departure.queries.queue import Row, queue
from corridor.cycle.departure.queries.registers import register_page
from corridor.cycle.departure.queries.taken_back import revoked_codes

__all__ = [
    "BEFORE_DEPARTURE",
    "GROUNDS",
    "AppealPage",
    "Item",
    "Page",
    "PassStanding",
    "Row",
    "Standing",
    "appeal_page",
    "appeal_until",
    "appeals",
    "at_gate",
    "batch_page",
    "batches",
    "blanks_to_print",
    "by_text",
    "checklist",
    "clearance_page",
    "corridors_from",
    "grounds",
    "held_up",
    "limits",
    "local_day",
    "of_contract",
    "paper_checklist",
    "queue",
    "register_page",
    "revoked_codes",
    "standing",
    "stands",
    "travel_pass",
    "unaccounted",
    "used_on",
    "visa_matches",
    "with_departure",
]
