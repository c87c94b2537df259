"""All reads of the room, one module for each reader."""

from corridor.cycle.employment.queries.employer import (
    difference,
    files,
    month_page,
    preview_wages,
)
from corridor.cycle.employment.queries.inspector import establishment, establishments
from corridor.cycle.employment.queries.lights import fee_light, fee_lights, fees_to_ask
from corridor.cycle.employment.queries.origin import aggregates, consented
from corridor.cycle.employment.queries.timeline import timeline
from corridor.cycle.employment.queries.union import cases

__all__ = [
    "aggregates",
    "cases",
    "consented",
    "difference",
    "establishment",
    "establishments",
    "fee_light",
    "fee_lights",
    "fees_to_ask",
    "files",
    "month_page",
    "preview_wages",
    "timeline",
]
