"""The portal of statistics and the statistician's desk, in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import observatory as house
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.doors.demo.observed import PRICES, SURVEY, prices, survey

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_pages_of_statistics(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    who = house.office()
    house.published(clock, who, "\n".join(survey()) + "\n", more=SURVEY)
    waiting = house.reviewed(who[0], house.SMALL)
    public = [
        ("catalogue", "/statistics/"),
        ("indicator", f"/statistics/{house.INDICATOR}/?by=destination"),
        ("calendar", "/statistics/calendar/"),
    ]
    reader = account_of(who[0])
    faults = look(open_page, live, reader, "statistics", public)
    house.published(
        clock, who, "\n".join(prices(0.1)) + "\n", "Prices.", more=PRICES, rules={"method": "open"}
    )
    line = f"/statistics/{house.INDICATOR}/?by=time&sender=QAT&receiver=NPL"
    faults += look(open_page, live, reader, "statistics", [("over-time", line)])
    desk = [
        ("desk", "/statistics-desk/"),
        ("work", f"/statistics-desk/{waiting.table_id}/"),
        ("protect", f"/statistics-desk/{waiting.table_id}/protect/"),
    ]
    faults += look(open_page, live, reader, "statistician", desk)
    assert faults == []
