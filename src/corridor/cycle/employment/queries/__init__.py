"""All reads of the room, one module for each reader."""

from corridor.cycle.employment.queries.absence import absence, consent_of
from corridor.cycle.employment.queries.attention import Attention, attention
from corridor.cycle.employment.queries.desk import Desk, Due, employer_desk
from corridor.cycle.employment.queries.difference import difference
from corridor.cycle.employment.queries.employer import (
    files,
    month_page,
    preview_wages,
)
from corridor.cycle.employment.queries.ending import ending
from corridor.cycle.employment.queries.inspector import absence_claims, owed_months
from corridor.cycle.employment.queries.lights import (
    fee_light,
    fee_lights,
    fees_to_ask,
    lights,
    lights_of,
)
from corridor.cycle.employment.queries.monitoring import monitoring, seats
from corridor.cycle.employment.queries.origin import aggregates, consented
from corridor.cycle.employment.queries.own import own_accounts_of
from corridor.cycle.employment.queries.timeline import items_promised, timeline
from corridor.cycle.employment.queries.told import told
from corridor.cycle.employment.queries.told_places import told_places
from corridor.cycle.employment.queries.union import cases

__all__ = [
    "Attention",
    "Desk",
    "Due",
    "absence",
    "absence_claims",
    "aggregates",
    "attention",
    "cases",
    "consent_of",
    "consented",
    "difference",
    "employer_desk",
    "ending",
    "fee_light",
    "fee_lights",
    "fees_to_ask",
    "files",
    "items_promised",
    "lights",
    "lights_of",
    "monitoring",
    "month_page",
    "owed_months",
    "own_accounts_of",
    "preview_wages",
    "seats",
    "timeline",
    "told",
    "told_places",
]
