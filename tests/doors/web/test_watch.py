"""Every request is counted and logged without a word about a person; machines get their figures."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.support import people
from tests.support.signed_in import client_of

from corridor.doors.web.admin import views as admin_views
from corridor.platform.access.actor import Role
from corridor.platform.operations.logs import JsonLines

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CANARY = "canary4711"


class Lines(logging.Handler):
    """Everything any logger writes, as it would stand in the log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def requests(self) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.lines]
        return [line for line in found if line["logger"] == "corridor.requests"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, own, root = Lines(), logging.getLogger("corridor"), logging.getLogger()
    levels = own.level, root.level
    root.addHandler(handler)
    own.setLevel(logging.DEBUG)
    root.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        own.setLevel(levels[0])
        root.setLevel(levels[1])


def test_no_canary_is_in_the_log(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: Any, **kwargs: Any) -> Any:
        raise ValueError(f"{CANARY} is not a name")

    monkeypatch.setattr(admin_views.directory, "people_named", breaks)
    admin = client_of(people.actor(Role.ADMIN, "NPL"))
    admin.raise_request_exception = False
    headers = {
        "user-agent": CANARY,
        "referer": f"http://testserver/{CANARY}",
        "x-request-id": CANARY,
        "x-forwarded-for": CANARY,
        "authorization": f"Bearer {CANARY}",
        "cookie": f"sessionid={CANARY}",
    }
    stranger = Client(raise_request_exception=False)
    statuses = [
        stranger.get("/jobs/", {"q": CANARY}, headers=headers).status_code,
        stranger.get(f"/jobs/{CANARY}/", headers=headers).status_code,
        stranger.get(f"/{CANARY}/nothing/", headers=headers).status_code,
        stranger.get("/", headers={"host": f"{CANARY}.example"}).status_code,
        stranger.post("/verify/", {"text": CANARY}, headers=headers).status_code,
        stranger.post("/sign-in/", {"login": CANARY, "password": CANARY}).status_code,
        stranger.post(
            "/api/v1/acts/people/register_person",
            json.dumps({"given_name": CANARY}),
            content_type="application/json",
            headers=headers,
        ).status_code,
        stranger.generic(CANARY.upper(), "/").status_code,
        admin.get("/admin-desk/", {"q": CANARY}).status_code,
    ]
    assert {status // 100 for status in statuses} == {2, 4, 5}, statuses
    written = "\n".join(lines.lines)
    assert CANARY not in written.lower()
    assert "127.0.0.1" not in written
    said = lines.requests()
    assert len(said) == len(statuses)
    broken = said[-1]
    assert (broken["status"], broken["route"], broken["role"]) == (500, "/admin-desk/", "admin")
    assert said[1]["route"] == "/jobs/<str:order_id>/"
    assert '"error": "builtins.ValueError"' in written


def test_a_plain_log_would_have_told(lines: Lines) -> None:
    """The control: the same requests in the ordinary format hold the canary."""
    lines.setFormatter(logging.Formatter("%(name)s %(message)s"))
    Client(raise_request_exception=False).get(f"/{CANARY}/nothing/")
    logging.getLogger("django.request").setLevel(logging.WARNING)
    try:
        Client(raise_request_exception=False).get(f"/{CANARY}/nothing/")
    finally:
        logging.getLogger("django.request").setLevel(logging.ERROR)
    assert CANARY in "\n".join(lines.lines)


def test_every_answer_has_a_number_of_its_own() -> None:
    one, other = Client().get("/about/"), Client().get("/about/")
    assert len(one["X-Request-ID"]) == 16
    assert one["X-Request-ID"] != other["X-Request-ID"]


def test_figures_for_a_machine_beside_the_server(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["corridor.example"]
    settings.SECURE_SSL_REDIRECT = True
    stranger = Client(headers={"host": "127.0.0.1"})
    page = stranger.get("/metrics")
    assert page.status_code == 200
    text = page.content.decode()
    for name in (
        *("corridor_read_only 0", "corridor_jobs_waiting", "corridor_jobs_late"),
        *("corridor_jobs_failed", "corridor_disk_free_bytes", "corridor_guards_missing 0"),
        *('corridor_database_bytes{database="keys"}', 'corridor_database_up{database="default"} 1'),
        *("corridor_requests_total", "corridor_refused_total", "corridor_request_seconds"),
    ):
        assert name in text, name
    assert stranger.get("/health/").json()["ok"] is True


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "forwarded"])
def test_figures_are_not_public(settings: Any, header: str) -> None:
    through = {header: "203.0.113.9"}
    assert Client(headers=through).get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 404
    asked = {**through, "authorization": "Bearer right-one"}
    assert Client(headers=asked).get("/metrics").status_code == 404  # no token is set
    settings.CORRIDOR_METRICS_TOKEN = "right-one"
    assert Client(headers=asked).get("/metrics").status_code == 200
    wrong = {**through, "authorization": "Bearer wrong-one"}
    assert Client(headers=wrong).get("/metrics").status_code == 404
