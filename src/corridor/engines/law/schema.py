"""Reading the fields of a law pack, dates as precise as their sources among them."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from corridor.core.periods import RoughDate, day
from corridor.core.problems import BadInput
from corridor.core.text import N_
from corridor.engines.specs import reader
from corridor.engines.specs.tree import Block

_ROUGH = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


class Reader(reader.Reader):
    """Collects the problems of one law pack while its fields are read."""

    lead: ClassVar[str] = "law"
    no_field: ClassVar[str] = N_("The law format has no field “{field}” here.")
    add: ClassVar[str] = N_("Add it; docs/law-format.md shows how.")

    def rough(self, block: Block, name: str) -> RoughDate | None:
        """A date as precise as its source; None when absent."""
        found = self.maybe(block, name)
        if found is None:
            return None
        try:
            if not _ROUGH.fullmatch(found):
                raise ValueError(found)
            return RoughDate(found)
        except ValueError:
            self.wrong(block[name], name, "2026-09-30, 2026-09, 2026")
            return None

    def date(self, block: Block, name: str) -> date | None:
        """A full date; None when absent."""
        found = self.maybe(block, name)
        try:
            return day(found) if found else None
        except BadInput:
            self.wrong(block[name], name, "2026-09-30")
            return None
