"""The demo's inspection: the wages of the last month came short, and payment is ordered."""

from __future__ import annotations

from datetime import timedelta

from corridor.doors.demo.stage import Stage, days_ago
from corridor.governance.inspection import actions as inspection
from corridor.governance.inspection.queries import site
from corridor.governance.inspection.queries.stale import all_sites, countries
from corridor.platform.access.actor import SYSTEM


def inspected(stage: Stage) -> None:
    """Totals are counted, a visit was ordered, and an order to pay runs out in five days."""
    inspector = stage.actor("inspector")
    employer = str(stage.offices["al_waha"].pk)
    inspection.refresh(by=SYSTEM, employers=all_sites())
    owing = site(employer, inspector).to_order
    if owing:
        with days_ago(2) as day:
            inspection.take_step(
                by=inspector,
                employer=employer,
                month=owing[-1].month,
                kind="inspection",
                reason="A routine round of the site; everybody’s wages are looked at.",
            )
            inspection.order(
                by=inspector,
                employer=employer,
                deadline=day + timedelta(days=7),
                reason="The wage file pays less than the registered contracts ask for.",
                months=[owing[-1].month],
            )
    for country in countries():
        inspection.count_nation(by=SYSTEM, country=country)
