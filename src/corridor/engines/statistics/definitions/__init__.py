"""Definitions that run: populations, indicators and registers as versioned specifications."""

from corridor.engines.statistics.definitions.digests import (
    chosen,
    digest,
    indicator,
    options,
    variables,
)
from corridor.engines.statistics.definitions.loader import PACKAGED, catalogue, load, texts
from corridor.engines.statistics.definitions.model import (
    Catalogue,
    Indicator,
    Label,
    Population,
    Register,
    Variable,
)

__all__ = [
    "PACKAGED",
    "Catalogue",
    "Indicator",
    "Label",
    "Population",
    "Register",
    "Variable",
    "catalogue",
    "chosen",
    "digest",
    "indicator",
    "load",
    "options",
    "texts",
    "variables",
]
