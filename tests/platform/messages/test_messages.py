"""Messages: in the person's language, sealed, delivered once, read by their reader only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from corridor.core.problems import NotFound, Unavailable
from corridor.core.text import sentence
from corridor.platform.access.actor import STRANGER, SYSTEM, Actor, Role
from corridor.platform.access.rules import get, rows
from corridor.platform.jobs import worker
from corridor.platform.keys.actions import destroy_subject
from corridor.platform.messages import actions, queries, tasks
from corridor.platform.messages.models import Message
from corridor.platform.people.actions import register_person
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def person(phone: str = "+977 980 1234567", language: str = "en") -> Person:
    return register_person(
        by=SYSTEM, given_name="Sita", nationality="NPL", phone=phone, language=language
    )


def me(who: Person) -> Actor:
    return Actor(Role.WORKER, person=who.id, country="NPL")


def outbox(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text()) for file in sorted((folder / "outbox").glob("*.json"))]


@pytest.fixture
def posted(scratch: Path, settings: Any) -> Path:
    settings.CORRIDOR_GATEWAY = "outbox"
    return scratch


def test_a_message_reaches_the_phone_once(posted: Path) -> None:
    message = actions.send(person=person().id, template="case.news", by=SYSTEM)
    assert message.state == Message.State.QUEUED
    worker.run_until_idle()
    tasks.deliver.func(message.id)  # a job that runs twice says nothing new
    assert [letter["to"] for letter in outbox(posted)] == ["+9779801234567"]
    message.refresh_from_db()
    assert (message.state, message.gateway) == ("sent", "outbox")


def test_a_rolled_back_act_says_nothing(posted: Path) -> None:
    who = person()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - one transaction
        actions.send(person=who, template="case.news", by=SYSTEM)
        raise RuntimeError
    assert worker.run_until_idle() == 0
    assert outbox(posted) == []


def test_the_words_are_sealed(posted: Path) -> None:
    message = actions.send(
        person=person(), template="sign_in.code", params={"code": "778899"}, by=SYSTEM
    )
    assert b"778899" not in bytes(message.body_sealed)


def test_without_a_phone_it_waits_in_the_persons_own_pages(posted: Path) -> None:
    who = person(phone="")
    assert actions.send(person=who, template="case.news", by=SYSTEM).state == "kept"
    assert [letter.body for letter in queries.inbox(me(who))] == [
        "There is news in your case. Sign in to read it."
    ]
    assert queries.unread(me(who)) == 1


def test_only_its_reader_sees_a_message() -> None:
    who, other = person(), person(phone="+977 980 7654321")
    message = actions.send(person=who, template="case.news", by=SYSTEM)
    assert get(Message, message.id, me(who)) == message
    for by in (me(other), STRANGER, Actor(Role.ADMIN, person=other.id), Actor(Role.EMPLOYER)):
        assert not rows(Message, by).exists()
    with pytest.raises(NotFound):
        actions.read(by=me(other), message=message.id)
    assert actions.read(by=me(who), message=message.id).read_at is not None


class Broken:
    name = "broken"

    def send_text(self, to: str, body: str, *, reference: str) -> None:
        raise Unavailable("gateway.down", sentence("Down."))


def test_a_gateway_that_is_down_is_asked_again_and_then_given_up(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CORRIDOR_GATEWAY = f"{__name__}.Broken"
    message = Message.objects.get(
        pk=actions.send(person=person(), template="case.news", by=SYSTEM).pk
    )
    import sys

    sys.modules.setdefault(__name__, sys.modules[Broken.__module__])
    for _ in range(7):
        with pytest.raises(Unavailable):
            tasks.deliver.func(message.id)
    assert tasks.deliver.func(message.id) == "failed"
    worker.run_until_idle()
    assert "9801234567" not in caplog.text


def test_an_erased_person_is_told_nothing(posted: Path) -> None:
    who = person()
    message = actions.send(person=who, template="case.news", by=SYSTEM)
    destroy_subject(by=SYSTEM, subject=who.id)
    assert tasks.deliver.func(message.id) == "erased"
    assert outbox(posted) == []
    assert [letter.body for letter in queries.inbox(me(who))] == [None]


def test_an_undeclared_message_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        actions.send(person=person(), template="no.such", by=SYSTEM)
