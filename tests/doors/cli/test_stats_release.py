"""``corridor stats release``: by command, in a person's name; and rebuilt from the manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support import observatory as house
from tests.support.clock import Clock
from typer.testing import CliRunner

from corridor.doors.cli.main import app
from corridor.governance.observatory import actions
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.people import actions as people
from corridor.platform.people.models import Membership

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _run(*arguments: object, exit_code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["stats", "release", *map(str, arguments), "--json"])
    assert done.exit_code == exit_code, done.output
    return json.loads(done.stdout)


def _as(monkeypatch: pytest.MonkeyPatch, by: Actor) -> None:
    held = Membership.objects.get(person=by.person)
    secret = people.issue_token(by=SYSTEM, membership=held.id)
    monkeypatch.setenv("CORRIDOR_TOKEN", secret)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(house.SMALL)
    (tmp_path / "definition.yaml").write_text(yaml.safe_dump(house.DEFINITION))
    (tmp_path / "register.csv").write_bytes(b"a,b\n1,2\n")
    return tmp_path


def test_from_the_file_to_the_published_bytes_and_back(
    clock: Clock, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = house.office()
    given = ["--definition", files / "definition.yaml", "--indicator", house.INDICATOR,
             "--source", files / "register.csv", "--kind", "register", "--licence", "Our own",
             "--period", "2025"]  # fmt: skip
    monkeypatch.delenv("CORRIDOR_TOKEN", raising=False)
    refused = _run("draft", files / "table.csv", *given, exit_code=2)
    assert refused["code"] == "stats.release.token"

    _as(monkeypatch, first)
    table = _run("draft", files / "table.csv", *given)["table"]
    made = _run("protect", table, "--threshold", 5)
    assert (made["withheld"], made["safe"]) == (4, True)
    _run("review", made["protection"], "--accept", "--words", "Two women would be seen.")
    at = house.minute(clock).isoformat()
    release = _run("announce", made["protection"], "--at", at)["release"]
    assert _run("approve", release, exit_code=2)["code"] == "observatory.second_person"
    _as(monkeypatch, second)
    _run("approve", release)
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release)
    assert [one["state"] for one in _run("calendar")["calendar"]] == ["published"]

    out, told = files / "out.csv", files / "manifest.json"
    _run("write", house.INDICATOR, "--out", out, "--manifest", told)
    again = files / "again.csv"
    lines = house.SMALL.splitlines()
    (files / "table.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert _run("rebuild", told, files / "table.csv", "--out", again)["same"]
    assert again.read_bytes() == out.read_bytes()
    (files / "table.csv").write_text(house.CSV)
    assert not _run("rebuild", told, files / "table.csv", exit_code=1)["same"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["announce", "x", "--at", "soon"], "stats.release.at"),
        (["draft", "none.csv", "--definition", "none.yaml", "--indicator", "x", "--source", "n",
          "--kind", "survey", "--licence", "x", "--period", "2025"], "stats.release.file"),
        (["write", "nothing", "--out", "x"], "observatory.no_indicator"),
        (["write", "nothing", "--out", "x", "--format", "pdf"], "stats.release.format"),
        (["rebuild", "none.json", "none.csv"], "stats.release.file"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    _as(monkeypatch, house.office()[0])
    assert _run(*arguments, exit_code=2)["code"] == code
