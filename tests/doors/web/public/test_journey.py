"""The journey of the demo: every persona of the story, the clock, and nothing outside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridor.cycle.contracts.models import Contract
from corridor.doors.demo.personas import PERSONAS
from corridor.doors.demo.story import CHAPTERS
from corridor.platform.clock.queries import forget, today
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def demo(settings: Any) -> Any:
    settings.CORRIDOR_DEMO = True
    forget()
    yield
    forget()


@pytest.mark.usefixtures("demo")
def test_every_scene_is_a_card_that_enters(client: Client) -> None:
    with CaptureQueriesContext(connections["default"]) as seen:
        page = client.get("/journey/").content.decode()
    assert len(seen) <= 10
    for chapter in CHAPTERS:
        for key, _ in chapter.scenes:
            assert f'name="persona" value="{key}"' in page


def test_every_persona_of_the_story_exists() -> None:
    known = {persona.key for persona in PERSONAS}
    assert {key for chapter in CHAPTERS for key, _ in chapter.scenes} <= known


@pytest.mark.usefixtures("demo")
def test_time_passes_and_stays_on_this_site(client: Client) -> None:
    before = today()
    answer = client.post("/demo/clock/", {"step": "day", "back": "//evil.example/"})
    assert answer.headers["Location"] == "/journey/"
    assert (today() - before).days == 1
    answer = client.post("/demo/clock/", {"step": "month", "back": "/jobs/"})
    assert answer.headers["Location"] == "/jobs/"


@pytest.mark.on_sqlite_only  # test_seed on both
@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.usefixtures("demo")
def test_starting_again_tells_the_stories_anew(client: Client) -> None:
    assert Organisation.objects.count() == 0
    answer = client.post("/demo/reset/")
    assert answer.headers["Location"] == "/journey/"
    told = Contract.objects.count()
    assert told > 5
    page = client.get("/journey/").content.decode()
    assert "Where Bikash stands today" in page
    client.post("/demo/clock/", {"step": "month"})
    client.post("/demo/reset/")
    assert Contract.objects.count() == told
    with CaptureQueriesContext(connections["default"]) as seen:
        client.get("/journey/")
    assert len(seen) <= 10


def test_outside_the_demo_nothing_is_reset(client: Client) -> None:
    assert client.post("/demo/reset/").status_code == 404


def test_outside_the_demo_the_clock_stands(client: Client) -> None:
    assert client.post("/demo/clock/", {"step": "day"}).status_code == 403
