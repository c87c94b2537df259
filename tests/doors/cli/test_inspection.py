"""``corridor inspection refresh``: totals made again from the findings on record."""

from __future__ import annotations

import json

import pytest
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app
from corridor.governance.inspection.models import Nation, Standing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _refresh(*more: str) -> Result:
    return CliRunner().invoke(app, ["inspection", "refresh", *more])


def test_what_was_lost_is_made_again(clock: Clock) -> None:
    contract = work.arrived(clock).contract
    clock.set(house.DAY)
    for country in ("QAT", "DEU"):
        house.month_of(people.organisation("employer", country), [contract] * 3)
    done = _refresh("--json")
    assert done.exit_code == 0
    # Two with a wage month, and the employer of the contract itself.
    assert json.loads(done.stdout) == {"establishments": 3, "countries": ["DEU", "QAT"]}
    assert Nation.objects.get(country="QAT").routine == 1  # one worker: no figures
    Standing.objects.all().delete()
    again = _refresh("--country", "qat")
    assert again.exit_code == 0
    assert "2 establishments, QAT" in again.output
    assert set(Standing.objects.values_list("country", flat=True)) == {"QAT"}


def test_a_country_without_establishments_is_said(clock: Clock) -> None:
    done = _refresh("--country", "XYZ")
    assert done.exit_code == 2
    assert "No establishment of XYZ is on record." in done.output
