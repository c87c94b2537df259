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
from corridor.governance.inspection.queries.site import Site, establishment_of, site
from corridor.governance.inspection.queries.visits import PlannedVisit, officers, visit_of, visits

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
    "establishment_of",
    "nation",
    "national",
    "nations",
    "officers",
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
