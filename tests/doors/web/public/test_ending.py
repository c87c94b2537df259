"""What am I owed at the end? The form, its answer with steps and sources, and its refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GOOD = {
    "law": "SAU", "start": "2018-01-01", "end": "2024-12-31", "reason": "resigned",
    "basic": "8000.00", "allowances": "2000", "unpaid_days": "", "stream": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


def ask(client: Client, lang: str = "en", **given: str) -> tuple[int, str]:
    answer = client.post(f"/end-of-service/?lang={lang}", GOOD | given)
    return answer.status_code, answer.content.decode()


def test_the_form_knows_every_state_with_a_formula(client: Client) -> None:
    page = client.get("/end-of-service/").content.decode()
    for name in ("Saudi Arabia", "Kuwait", "Qatar", "United Arab Emirates", "South Korea"):
        assert name in page
    assert "Germany" not in page
    assert 'type="date"' in page
    assert '<option value="" selected>Choose the country</option>' in page
    assert '<option value="" selected>Choose the reason</option>' in page


def test_the_answer_has_its_steps_and_its_law(client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        status, page = ask(client)
    assert status == 200
    assert not [one for one in asked if "INSERT" in one["sql"] or "UPDATE" in one["sql"]]
    assert "30,000 Saudi riyals" in page
    assert "a share of 2/3 is owed" in page
    assert "/law/SAU.eos.shares/" in page
    assert "14 January 2025" in page
    assert client.get("/law/SAU.eos.shares/").status_code == 200


def test_digits_of_another_script_and_another_language(client: Client) -> None:
    status, page = ask(client, "ar", basic="٨٠٠٠٫٠٠", allowances="٢٠٠٠")
    assert status == 200
    assert 'dir="rtl"' in page


def test_what_the_sources_leave_open_is_said(client: Client) -> None:
    status, page = ask(client, reason="dismissed_for_cause")
    assert status == 200
    assert "The sources do not say" in page
    assert "45,000.00" in page
    _, kuwait = ask(client, law="KWT", stream="monthly_pay", household="on")
    assert "No value is recorded for this kind of case" in kuwait


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"basic": "8,000"}, "not an amount"),
        ({"basic": ""}, "Write your last basic wage for a month."),
        ({"law": ""}, "Choose the country in which you work."),
        ({"reason": ""}, "Choose why the work ends: the law asks it."),
        ({"end": ""}, "Write the last day of work."),
        ({"end": "2017-12-31"}, "before the first"),
        ({"law": "XXX"}, "valid choice"),
        ({"unpaid_days": "some"}, "whole number"),
        ({"law": "KWT", "stream": "insured"}, "knows no"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    client: Client, given: dict[str, str], says: str
) -> None:
    status, page = ask(client, **given)
    assert status == 422
    assert says in page
    assert "has-error" in page or "error" in page
