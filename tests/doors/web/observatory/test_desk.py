"""The statistician's desk: from the file to the minute, by two persons, through pages alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import observatory as house
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.governance.observatory import actions
from corridor.governance.observatory.models import Protection, Release, Source, Table
from corridor.platform.access.actor import SYSTEM

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DESK = "/statistics-desk/"


def _file(content: bytes, name: str = "table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _post(client: Client, address: str, status: int = 302, **given: Any) -> str:
    answer = client.post(address, given)
    text = answer.content.decode()
    assert answer.status_code == status, text[-3000:]
    return str(answer.headers.get("Location", text))


def _source(client: Client) -> Source:
    _post(
        client,
        f"{DESK}source/",
        kind="compiled",
        title="Register of contracts",
        licence="Our own",
        period="2025",
        file=_file(b"a,b\n1,2\n3,4\n"),
    )
    return Source.objects.get()


def test_two_persons_bring_a_table_from_the_file_to_everybody(clock: Clock) -> None:
    first, second = (client_of(one) for one in house.office())
    assert "No table is in work" in first.get(DESK).content.decode()
    source = _source(first)
    assert (source.rows, len(source.digest)) == (2, 64)
    where = _post(
        first,
        f"{DESK}table/",
        indicator="workers-abroad",
        definition=yaml.safe_dump(house.DEFINITION, allow_unicode=True),
        file=_file(house.CSV.encode()),
        sources=[source.pk],
    )
    table = Table.objects.get()
    assert where == f"{DESK}{table.pk}/"
    assert "To be protected" in first.get(where).content.decode()
    _post(first, f"{where}protect/", method="suppress", threshold=5)
    made = Protection.objects.get()
    assert "Nothing could be worked out" in first.get(where).content.decode()
    protected = f"{DESK}protected/{made.pk}/"
    _post(first, f"{protected}review/", accepted="yes", words="Nothing is withheld.")
    day = clock.day + timedelta(days=2)
    _post(first, f"{protected}announce/", day=day.isoformat(), hour="09:00")
    release = Release.objects.get()
    page = first.get(where).content.decode()
    assert "You prepared this release" in page
    answer = _post(first, f"{DESK}releases/{release.pk}/approve/", 403)
    assert "Whoever prepared a release does not approve it." in answer
    _post(second, f"{DESK}releases/{release.pk}/approve/")
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    assert "Published" in second.get(where).content.decode()
    assert "750" in Client().get("/statistics/").content.decode()
    _post(
        second,
        f"{DESK}published/workers-abroad/retract/",
        day=(clock.day + timedelta(days=2)).isoformat(),
        hour="09:00",
        reason="Counted twice.",
    )
    assert "workers-abroad" in first.get(DESK).content.decode()


def test_what_cannot_be_used_is_said_beside_its_field(clock: Clock) -> None:
    client = client_of(house.office()[0])
    source = _source(client)
    good: dict[str, Any] = {
        "indicator": "workers-abroad",
        "definition": yaml.safe_dump(house.DEFINITION),
        "sources": [source.pk],
    }
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"file": _file(b"\xff\xfe")}, "not a CSV file in UTF-8"),
        ({"file": _file(b"time,value\n2025,1\n")}, "The table lacks"),
        ({"file": _file(house.CSV.encode()), "definition": "a: [b"}, "Look at line 1"),
        ({"file": _file(house.CSV.encode()), "definition": "unit: person"}, "does not say its"),
        ({"file": _file(house.CSV.encode()), "indicator": "Workers"}, "cannot be an indicator"),
        ({"file": _file(house.CSV.encode()), "sources": []}, "required"),
    ]
    for change, words in wrong:
        assert words in _post(client, f"{DESK}table/", 422, **{**good, **change}), words
    assert not Table.objects.exists()


def test_another_office_finds_nothing(clock: Clock) -> None:
    made = house.reviewed(house.office()[0])
    other = client_of(house.office()[0])
    assert "Workers abroad" not in other.get(DESK).content.decode()
    for where in (f"{made.table_id}/", f"{made.table_id}/protect/", f"protected/{made.pk}/review/"):
        assert other.get(f"{DESK}{where}").status_code == 404
