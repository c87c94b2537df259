"""Files: by content, sealed, found only by those they concern."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.core.problems import BadInput, NotFound, Unavailable
from corridor.engines import qr
from corridor.platform.access.actor import STRANGER, SYSTEM, Actor, Role
from corridor.platform.documents import actions, queries, tokens
from corridor.platform.documents.models import File
from corridor.platform.keys.actions import destroy_subject, rotate
from corridor.platform.people.actions import register_person
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def sita(scratch: Path) -> Person:
    return register_person(by=SYSTEM, given_name="Sita", nationality="NPL")


def kept(person: Person, content: bytes | None = None, by: Actor = SYSTEM) -> File:
    return actions.keep(
        person=person.id,
        subject=person.id,
        kind="evidence",
        content=content or qr.png("hello"),
        by=by,
    )


def test_a_file_comes_back_as_it_was(sita: Person) -> None:
    content = qr.png("hello")
    file = kept(sita, content)
    me = Actor(Role.WORKER, person=sita.id)
    assert queries.content(file.id, me) == (file, content)
    assert (file.media_type, file.size) == ("image/png", len(content))


def test_it_is_sealed_on_the_disk(sita: Person, scratch: Path) -> None:
    kept(sita)
    (stored,) = (scratch / "files").rglob("*.sealed")
    assert b"PNG" not in stored.read_bytes()


def test_others_do_not_find_it(sita: Person) -> None:
    agency = Actor(Role.AGENCY, person="p", organisation="01AGENCY")
    file = kept(sita, by=agency)
    assert queries.content(file.id, agency)[0] == file
    for by in (
        STRANGER,
        Actor(Role.AGENCY, organisation="01OTHER"),
        Actor(Role.WORKER, person="x"),
    ):
        with pytest.raises(NotFound):
            queries.content(file.id, by)


def test_through_its_record_and_no_other(sita: Person) -> None:
    file = kept(sita)
    other = register_person(by=SYSTEM, given_name="Maya", nationality="NPL")
    assert queries.content_of(sita, file.id)[0] == file
    assert queries.of(sita) == [file]
    with pytest.raises(NotFound):
        queries.content_of(other, file.id)


@pytest.mark.parametrize("content", [b"MZ\x90\0", b"<html>", b"PK\x03\x04", b" %PDF-"])
def test_other_kinds_are_refused(sita: Person, content: bytes) -> None:
    with pytest.raises(BadInput, match="PDF, PNG or JPEG"):
        kept(sita, content)


def test_too_large_is_refused(sita: Person) -> None:
    with pytest.raises(BadInput, match="megabytes"):
        kept(sita, b"%PDF-" + b"\0" * actions.MAX_BYTES)


def test_a_swapped_content_is_noticed(sita: Person, scratch: Path) -> None:
    one, other = kept(sita), kept(sita, qr.png("other"))
    paths = {p.stem: p for p in (scratch / "files").rglob("*.sealed")}
    paths[one.id].write_bytes(paths[other.id].read_bytes())
    with pytest.raises(Unavailable, match="not what was handed in"):
        queries.content(one.id, SYSTEM)


def test_erasure_closes_it_for_good(sita: Person) -> None:
    file = kept(sita)
    destroy_subject(by=SYSTEM, subject=sita.id)
    with pytest.raises(Unavailable, match="erased"):
        queries.content(file.id, SYSTEM)


def test_passes_outlive_the_rotation_of_keys() -> None:
    payload = {"contract": "X", "valid_from": "2026-01-01", "valid_to": "2090-01-01"}
    old = tokens.issue("pass", payload)
    rotate(by=SYSTEM, purpose="pass")
    new = tokens.issue("pass", payload, purpose="pass")
    assert old.kid != new.kid
    assert {tokens.verify(old.text).state, tokens.verify(new.text).state} == {"valid"}
    with pytest.raises(ValueError, match="purpose"):
        tokens.issue("pass", payload, purpose="receipt")
