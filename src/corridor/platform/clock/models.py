"""How far the demo's clock runs ahead of the real one."""

from __future__ import annotations

from django.db import models


class ClockShift(models.Model):
    """One row at most: whole days added to real time. Outside the demo it is never read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="clock_one_row")]
