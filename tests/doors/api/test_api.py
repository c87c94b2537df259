"""The machine's door: same acts, same scope, one effect for one key, every refusal explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.support import orders, people

from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import ACTS
from corridor.platform.people.actions import end_role, issue_token
from corridor.platform.people.models import Membership

pytestmark = pytest.mark.django_db

ORDER = {
    "corridor": "NPL-QAT",
    "route": "agency",
    "regime": "general",
    "title": "Labourer",
    "occupation_isco": "9313",
    "worksite": "Doha",
    "headcount": 3,
    "approval_reference": "QAT-1",
}

Call = Callable[..., Any]


def _token(by: Actor) -> str:
    membership = Membership.objects.get(person=by.person)
    return str(issue_token(by=SYSTEM, membership=membership.id))


@pytest.fixture
def employer() -> Actor:
    """An employer in Qatar."""
    return people.actor(Role.EMPLOYER, "QAT")


@pytest.fixture
def call(employer: Actor) -> Call:
    """POST an act as the employer's machine."""
    token = _token(employer)

    def post(
        act: str, body: dict[str, Any], key: str | None = "key-00000001", **headers: str
    ) -> Any:
        sent = {"Authorization": f"Bearer {token}"} | headers
        if key:
            sent["Idempotency-Key"] = key
        return Client(headers=sent).post(
            f"/api/v1/acts/{act}", json.dumps(body), content_type="application/json"
        )

    return post


def test_every_act_has_a_route() -> None:
    """The description lists each registered act but those with pages of their own."""
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    missing = [
        name
        for name in ACTS
        if f"/api/v1/acts/{name.replace('.', '/', 1)}" not in paths
        and name != "people.open_account"
    ]
    assert missing == []


def test_an_act_writes_once_for_one_key(call: Call) -> None:
    body = ORDER | {"terms": orders.terms()}
    first, second = call("vacancies/file_order", body), call("vacancies/file_order", body)
    assert first.status_code == 200, first.content
    assert first.json() == second.json()
    assert JobOrder.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(call: Call) -> None:
    call("vacancies/file_order", ORDER | {"terms": orders.terms()})
    other = call("vacancies/file_order", ORDER | {"terms": orders.terms(), "headcount": 4})
    assert other.status_code == 409
    assert other.json()["code"] == "once.other_body"
    assert JobOrder.objects.count() == 1


def test_a_refused_act_leaves_its_key_free(call: Call) -> None:
    """A refusal is no effect: the corrected request may use the key again."""
    bad = call("vacancies/file_order", ORDER | {"terms": orders.terms(), "headcount": 0})
    assert bad.status_code == 422
    good = call("vacancies/file_order", ORDER | {"terms": orders.terms()})
    assert good.status_code == 200, good.content


@pytest.mark.parametrize(
    ("key", "status", "code"), [(None, 422, "api.idempotency_key"), ("short", 422, "once.key")]
)
def test_a_key_is_needed(call: Call, key: str | None, status: int, code: str) -> None:
    answer = call("vacancies/file_order", ORDER | {"terms": orders.terms()}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert JobOrder.objects.count() == 0


def test_a_member_nobody_asked_for_is_refused(call: Call) -> None:
    answer = call("vacancies/file_order", ORDER | {"terms": orders.terms(), "headcout": 4})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"] if "field" in one] or answer.json()[
        "field"
    ] == "headcout"


def test_another_role_is_refused(call: Call) -> None:
    assert call("licensing/decide", {
        "agency": "01J0000000000000000000000A", "number": "1", "decision": "issued",
        "valid_from": "2026-01-01",
    }).status_code == 403  # fmt: skip


def test_a_token_ends_with_its_capacity(employer: Actor, call: Call) -> None:
    membership = Membership.objects.get(person=employer.person)
    end_role(by=SYSTEM, membership=membership.id)
    answer = call("vacancies/file_order", ORDER | {"terms": orders.terms()})
    assert (answer.status_code, answer.json()["code"]) == (403, "api.token")


def test_a_session_needs_its_csrf_token(employer: Actor) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/api/v1/acts/vacancies/file_order", "{}", content_type="application/json"
    )
    assert answer.status_code in {403, 422}
    assert JobOrder.objects.count() == 0


def test_records_are_scoped(employer: Actor, call: Call) -> None:
    call("vacancies/file_order", ORDER | {"terms": orders.terms()})
    order = JobOrder.objects.get()
    mine = Client(headers={"Authorization": f"Bearer {_token(employer)}"})
    other = people.actor(Role.EMPLOYER, "QAT")
    theirs = Client(headers={"Authorization": f"Bearer {_token(other)}"})
    assert [
        row["id"] for row in mine.get("/api/v1/records/vacancies.joborder").json()["records"]
    ] == [order.id]
    assert theirs.get("/api/v1/records/vacancies.joborder").json()["records"] == []
    hidden = theirs.get(f"/api/v1/records/vacancies.joborder/{order.id}")
    absent = theirs.get("/api/v1/records/vacancies.joborder/01J0000000000000000000000A")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


def test_an_unknown_filter_is_never_everything(employer: Actor) -> None:
    mine = Client(headers={"Authorization": f"Bearer {_token(employer)}"})
    answer = mine.get("/api/v1/records/vacancies.joborder?hedcount=3")
    assert answer.status_code == 400
    assert answer.json()["code"] == "api.filter"


def test_secrets_have_no_kind(employer: Actor) -> None:
    mine = Client(headers={"Authorization": f"Bearer {_token(employer)}"})
    for kind in ("keys.subjectkey", "keys.signingsecret", "people.account", "nothing.here"):
        assert mine.get(f"/api/v1/records/{kind}").status_code == 404


def test_law_is_public() -> None:
    answer = Client().get("/api/v1/law/values/QAT.minimum_wage.basic?on=2021-03-21")
    assert answer.json()["value"] == "1000.00"
    before = Client().get("/api/v1/law/values/QAT.minimum_wage.basic?on=2018-01-01")
    assert before.json()["value"] == "750.00"


def test_a_law_key_nobody_knows_is_refused() -> None:
    answer = Client().get("/api/v1/law/values/NPL.insurance?on=2026-03-21&agee=30")
    assert (answer.status_code, answer.json()["code"]) == (400, "api.filter")


def test_refusals_speak_the_readers_language() -> None:
    answer = Client(headers={"Accept-Language": "ar"}).get(
        "/api/v1/law/values/QAT.nothing?on=2021-03-21"
    )
    assert answer.status_code == 422
    assert any("\u0600" <= letter <= "\u06ff" for letter in answer.json()["title"])
