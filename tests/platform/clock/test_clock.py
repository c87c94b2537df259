"""The demo's clock moves forward only, and only in the demo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from corridor.core.problems import BadInput, NotPermitted
from corridor.platform.access.actor import STRANGER
from corridor.platform.clock import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> object:
    queries.forget()
    yield
    queries.forget()


def test_real_time_cannot_be_moved() -> None:
    with pytest.raises(NotPermitted):
        actions.move(by=STRANGER, days=1)
    assert abs(queries.now() - timezone.now()) < timedelta(seconds=5)


@override_settings(CORRIDOR_DEMO=True)
def test_days_and_months_add_up() -> None:
    start = queries.today()
    actions.move(by=STRANGER, days=1)
    assert queries.today() == start + timedelta(days=1)
    actions.move(by=STRANGER, months=1)
    assert timedelta(days=28) <= queries.today() - start <= timedelta(days=32)


@override_settings(CORRIDOR_DEMO=True)
@pytest.mark.parametrize("step", [{"days": 0}, {"days": -3}, {"days": 99_999}])
def test_never_backwards_and_never_too_far(step: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        actions.move(by=STRANGER, **step)


def test_a_country_has_its_own_day() -> None:
    with queries.told(datetime(2026, 9, 30, 20, 0, tzinfo=UTC)):
        assert queries.today("Asia/Kathmandu").isoformat() == "2026-10-01"
        assert queries.today("Europe/Berlin").isoformat() == "2026-09-30"
