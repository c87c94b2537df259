"""Every public page opens for a stranger, in every language, and refuses what it does not know."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from corridor.doors.web.shared.vocabulary import ROUTES
from corridor.engines import law
from corridor.engines.law.spans import partitions

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGES = (
    "/",
    "/help/",
    "/about/",
    "/accessibility/",
    "/jobs/",
    "/agencies/",
    "/verify/",
    "/verify/keys/",
    "/law/",
    "/law/QAT.minimum_wage.basic/",
    "/law/QAT.hours/",
    "/law/corridors/",
    "/law/corridors/NPL-QAT/",
    "/schemas/",
    "/schemas/contract-terms/",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ar", "ne", "fil"])
def test_open_to_strangers(client: Client, page: str, language: str) -> None:
    answer = client.get(page, {"lang": language})
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    assert len(answer.content) < 60_000 or "corridors/" in page


@pytest.mark.parametrize("page", ["/jobs/", "/agencies/", "/law/", "/verify/", "/law/QAT.hours/"])
def test_an_unknown_parameter_is_said(client: Client, page: str) -> None:
    answer = client.get(page, {"wage": "9"})
    assert answer.status_code == 400
    assert "“wage”" in answer.content.decode()


def test_an_unknown_way_is_answered_in_words(client: Client) -> None:
    page = client.get("/law/corridors/NPL-QAT/?route=boat&lang=en").content.decode()
    assert "“boat” is no choice for “route”." in page
    assert f"{ROUTES['renewal']} (renewal)" in page


def test_the_end_of_the_last_value_is_a_day_as_people_write_it(client: Client) -> None:
    ended = next(
        (parameter.id, rows[-1].end)
        for parameter in law.book().parameters()
        for rows in partitions(parameter).values()
        if rows[-1].end is not None and rows[-1].end.exact
    )
    after = ended[1].latest.replace(year=ended[1].latest.year + 1).isoformat()
    page = client.get(f"/law/{ended[0]}/?on={after}&lang=en").content.decode()
    said = page.split("The last value recorded ended on ")[1][:40]
    assert str(ended[1].latest.year) in said
    assert ended[1].text not in said


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/jobs/?corridor=XXX-YYY", 400),
        ("/jobs/?occupation=99999", 400),
        ("/jobs/?q=" + "a" * 101, 400),
        ("/law/?of=XXX", 400),
        ("/law/QAT.hours/?on=2026-02-30", 422),
        ("/law/QAT.nothing/", 404),
        ("/law/corridors/XXX-YYY/", 404),
        ("/law/corridors/NPL-QAT/?route=boat", 400),
        ("/law/corridors/NPL-QAT/?regime=maritime", 400),
        ("/schemas/nothing/", 404),
        ("/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV/", 404),
        ("/agencies/01ARZ3NDEKTSV4RRFFQ69G5FAV/", 404),
        ("/journey/", 404),
        ("/nowhere/", 404),
    ],
)
def test_wrong_addresses(client: Client, page: str, status: int) -> None:
    answer = client.get(page)
    assert answer.status_code == status
    assert '<link rel="stylesheet" href="/static/web/corridor.css">' in answer.content.decode()


def test_a_form_without_its_key_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/verify/", {"text": "OC1:"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


def test_a_broken_view_says_so_without_touching_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("corridor.doors.web.public.views.open_jobs", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Something broke on our side" in page
    assert "on purpose" not in page
