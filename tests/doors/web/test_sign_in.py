"""Signing in: workers by phone, offices with a second factor, the demo by its side door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from corridor.platform.access.actor import SYSTEM
from corridor.platform.jobs import worker
from corridor.platform.journal.models import Entry
from corridor.platform.people import actions as people
from corridor.platform.people.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PHONE, PASSWORD = "+9779801234567", "correct horse battery"


@pytest.fixture(autouse=True)
def fresh(scratch: Path, settings: Any) -> None:
    cache.clear()
    settings.CORRIDOR_GATEWAY = "outbox"


@pytest.fixture
def sita() -> Account:
    person = people.register_person(by=SYSTEM, given_name="Sita", nationality="NPL", phone=PHONE)
    return people.open_account(by=SYSTEM, person=person.id, username="sita")


@pytest.fixture
def officer() -> Account:
    person = people.register_person(
        by=SYSTEM, given_name="Prakash", nationality="NPL", phone="+9779807654321"
    )
    office = people.register_organisation(by=SYSTEM, kind="ministry", name="DoFE", country="NPL")
    people.grant_role(by=SYSTEM, person=person.id, organisation=office.id, role="origin_officer")
    return people.open_account(
        by=SYSTEM, person=person.id, username="prakash", email="p@dofe.example", password=PASSWORD
    )


def outbox(folder: Path) -> list[dict[str, str]]:
    worker.run_until_idle()
    return [json.loads(file.read_text()) for file in (folder / "outbox").glob("*.json")]


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def events() -> list[str]:
    return list(
        Entry.objects.filter(act__startswith="sign_in.")
        .order_by("id")
        .values_list("act", flat=True)
    )


def ask(client: Client, phone: str) -> Any:
    return client.post("/sign-in/phone/", {"phone": phone})


@pytest.mark.parametrize("language", ["en", "ar", "ne", "fil"])
def test_the_page_offers_both_ways(client: Client, language: str) -> None:
    page = client.get("/sign-in/", {"lang": language})
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="phone"' in text
    assert 'name="password"' in text


@pytest.mark.parametrize("written", [PHONE, "00977 980-1234567", "+977 (980) 123 4567"])
def test_a_worker_comes_in_with_a_code(
    client: Client, sita: Account, scratch: Path, written: str
) -> None:
    assert ask(client, written)["Location"] == "/sign-in/code/"
    (message,) = outbox(scratch)
    assert message["to"] == PHONE
    code = message["body"].split()[0]
    assert len(code) == 6
    assert code.isdecimal()
    wrong = client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    assert signed_in(client) is None
    assert "not the code we sent" in wrong.content.decode()
    client.post("/sign-in/code/", {"code": code})
    assert signed_in(client) == sita.pk
    sita.refresh_from_db()
    assert sita.phone_verified
    assert events() == ["sign_in.in"]


def test_three_wrong_codes_end_it(client: Client, sita: Account, scratch: Path) -> None:
    ask(client, PHONE)
    code = outbox(scratch)[0]["body"].split()[0]
    for _ in range(3):
        client.post("/sign-in/code/", {"code": "abcdef"})
    client.post("/sign-in/code/", {"code": code})
    assert signed_in(client) is None


def test_an_unknown_number_looks_the_same_and_gets_nothing(
    client: Client, sita: Account, scratch: Path
) -> None:
    known, unknown = ask(client, PHONE), ask(Client(), "+9779800000000")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(outbox(scratch)) == 1


def test_an_officer_does_not_come_in_by_phone(
    client: Client, officer: Account, scratch: Path
) -> None:
    assert ask(client, "+9779807654321").status_code == 302
    assert outbox(scratch) == []


def test_asking_again_and_again_is_stopped(client: Client, sita: Account, scratch: Path) -> None:
    for _ in range(6):
        ask(Client(), PHONE)
    assert len(outbox(scratch)) == 3


@pytest.mark.parametrize("number", ["980 1234567", "hello", "+1", "+97798012345678901"])
def test_a_wrong_number_says_what_to_write(client: Client, number: str) -> None:
    assert "country code, such as" in ask(client, number).content.decode()


@pytest.mark.parametrize("name", ["prakash", "p@dofe.example"])
def test_an_officer_comes_in_with_a_password(client: Client, officer: Account, name: str) -> None:
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    assert signed_in(client) == officer.pk


def test_five_wrong_passwords_close_the_door(client: Client, officer: Account) -> None:
    answers = [
        client.post("/sign-in/", {"login": "prakash", "password": "wrong"}) for _ in range(6)
    ]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    for written in ("prakash", "Prakash "):
        client.post("/sign-in/", {"login": written, "password": PASSWORD})
        assert signed_in(client) is None
    assert {"sign_in.failed", "sign_in.locked"} <= set(events())


def test_failed_tries_on_nobody_leave_no_trace(client: Client, officer: Account) -> None:
    client.post("/sign-in/", {"login": "N1234567", "password": "wrong"})
    assert events() == []


def test_nothing_personal_is_journalled(client: Client, officer: Account) -> None:
    client.post(
        "/sign-in/",
        {"login": "prakash", "password": PASSWORD},
        headers={"user-agent": "Canary/1.0"},
        REMOTE_ADDR="203.0.113.77",
    )
    entry = Entry.objects.get(act="sign_in.in")
    from corridor.platform.journal.queries import body

    said = json.dumps([body(entry), entry.subject, entry.person, entry.role])
    for canary in ("203.0.113.77", "Canary", "prakash", "dofe"):
        assert canary not in said


def test_no_table_keeps_the_address_or_the_number(
    client: Client, officer: Account, sita: Account
) -> None:
    from django.apps import apps

    ask(client, PHONE)
    for _ in range(6):
        Client().post(
            "/sign-in/",
            {"login": "prakash", "password": "wrong"},
            headers={"user-agent": "Canary/1.0"},
            REMOTE_ADDR="203.0.113.77",
        )
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            text = str(row)
            assert "203.0.113.77" not in text, model
            assert "Canary" not in text, model
            assert PHONE[4:] not in text, model


def test_signing_out_clears_the_device(client: Client, sita: Account) -> None:
    client.force_login(sita)
    assert client.get("/sign-out/").status_code == 200
    assert signed_in(client)
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert signed_in(client) is None
    assert events() == ["sign_in.in", "sign_in.out"]


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/signup/", "/sign-in/signup/", "/accounts/signup/", "/account/signup/"):
        assert client.get(path).status_code == 404


def test_the_side_door_is_closed_outside_the_demo(client: Client, officer: Account) -> None:
    Account.objects.filter(pk=officer.pk).update(username="demo-officer")
    assert client.post("/demo/enter/", {"persona": "officer"}).status_code == 404
    assert signed_in(client) is None


def test_the_side_door_of_the_demo(client: Client, officer: Account, settings: Any) -> None:
    settings.CORRIDOR_DEMO = True
    Account.objects.filter(pk=officer.pk).update(username="demo-officer")
    assert client.get("/demo/enter/").status_code == 405
    assert client.post("/demo/enter/", {"persona": "nobody"}).status_code == 404
    answer = client.post("/demo/enter/", {"persona": "officer"})
    assert answer["Location"] == "/office/"
    assert signed_in(client) == officer.pk
    away = client.post("/demo/enter/", {"persona": "officer", "next": "https://evil.example/"})
    assert away["Location"] == "/office/"


def test_an_officer_without_second_factor_is_sent_to_set_one_up(
    client: Client, officer: Account, settings: Any
) -> None:
    settings.CORRIDOR_SECOND_FACTOR = True
    client.post("/sign-in/", {"login": "prakash", "password": PASSWORD})
    assert client.get("/")["Location"] == "/account/second-factor/"
    assert client.get("/account/second-factor/").status_code == 200
    asked = client.get("/account/second-factor/totp/activate/")["Location"]
    assert client.get(asked).status_code == 200
    client.post(asked, {"password": PASSWORD})
    set_up = client.get("/account/second-factor/totp/activate/")
    assert set_up.status_code == 200
    assert "data:image/svg" in set_up.content.decode()
    assert client.get("/sign-out/").status_code == 200


def test_with_a_second_factor_the_password_alone_is_not_enough(
    client: Client, officer: Account, settings: Any
) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret

    settings.CORRIDOR_SECOND_FACTOR = True
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    assert secret not in str(Authenticator.objects.get().data)
    client.post("/sign-in/", {"login": "prakash", "password": PASSWORD})
    assert signed_in(client) is None
    from allauth.mfa.totp.internal import auth

    value = next(iter(auth.yield_hotp_counters_from_time()))
    code = format_hotp_value(auth.hotp_value(secret, value))
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert signed_in(client) == officer.pk
    assert client.get("/").status_code == 200


def test_workers_need_no_second_factor(client: Client, sita: Account, settings: Any) -> None:
    settings.CORRIDOR_SECOND_FACTOR = True
    client.force_login(sita)
    assert client.get("/").status_code == 200


def test_passkeys_are_offered(client: Client, officer: Account) -> None:
    client.post("/sign-in/", {"login": "prakash", "password": PASSWORD})
    asked = client.get("/account/second-factor/webauthn/add/")["Location"]
    assert asked.startswith("/account/again/")  # the password once more, first
    client.post(asked, {"password": PASSWORD})
    page = client.get("/account/second-factor/webauthn/add/")
    assert page.status_code == 200
    assert "webauthn.js" in page.content.decode()
