"""What places a record in a corridor's law: corridor, route, regime and governing day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from corridor.core.procedure import Procedure
from corridor.engines import law
from corridor.platform.clock.queries import today


class InProcedure(models.Model):
    """Mixin for records that live under a procedure.

    ``governed_on`` pins which version of the law orders the steps; it is the day the
    record began, so that a change of law never moves the ground under a running case.
    """

    corridor = models.CharField(max_length=12)
    route = models.CharField(max_length=30)
    regime = models.CharField(max_length=30, default="general")
    governed_on = models.DateField(default=today)

    class Meta:
        abstract = True

    @property
    def procedure(self) -> Procedure:
        """The order of steps that governs this record."""
        return law.book().procedure(self.corridor, self.route, self.regime, self.governed_on)

    def subjects(self) -> tuple[str, ...]:
        """Ids of the records whose steps count for this one, itself included."""
        return (str(self.pk),)

    def local_today(self, side: str = "destination") -> date:
        """Today in the country of one side of the corridor."""
        corridor: Any = law.book().corridor(self.corridor)
        country = corridor.origin if side == "origin" else corridor.destination
        return today(law.book().jurisdiction(country).time_zone)
