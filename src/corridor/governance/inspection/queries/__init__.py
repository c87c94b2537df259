"""All reads of the room."""

from corridor.governance.inspection.queries.calendar import Calendar, Due, calendar
from corridor.governance.inspection.queries.checks import checks_waiting, one_check
from corridor.governance.inspection.queries.figures import national, nations
from corridor.governance.inspection.queries.orders import (
    OrderPage,
    employer_orders,
    order_of,
    order_page,
    orders_of,
    paper_of,
)
from corridor.governance.inspection.queries.ranking import Asked, Ranked, nation, ranked
from corridor.governance.inspection.queries.site import Site, site
from corridor.governance.inspection.queries.visits import PlannedVisit, visit_of, visits

__all__ = [
    "Asked",
    "Calendar",
    "Due",
    "OrderPage",
    "PlannedVisit",
    "Ranked",
    "Site",
    "calendar",
    "checks_waiting",
    "employer_orders",
    "nation",
    "national",
    "nations",
    "one_check",
    "order_of",
    "order_page",
    "orders_of",
    "paper_of",
    "ranked",
    "site",
    "visit_of",
    "visits",
]
