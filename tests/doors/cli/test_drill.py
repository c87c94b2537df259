"""``corridor drill restore``: a backup that would save us passes, any other one is told apart."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.support import people
from typer.testing import CliRunner

from corridor.core.problems import Problem
from corridor.doors.cli.main import app
from corridor.doors.cli.nodes import copies, dumps
from corridor.platform.access.actor import SYSTEM
from corridor.platform.keys import actions as keys
from corridor.platform.keys.sealing import master_key
from corridor.platform.operations import marks
from corridor.platform.translog import actions as log
from corridor.platform.translog import published

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

STEPS = ["restore", "rows", "migrations", "guards", "sealed", "log", "age"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """A data directory of this test's own, with a key that the databases are sealed under."""
    settings.CORRIDOR_MASTER_KEY = master_key().hex()
    settings.CORRIDOR_DATA = tmp_path / "data"
    settings.CORRIDOR_DATA.mkdir()
    return tmp_path / "data"


def something_happens() -> None:
    """Acts with sealed bodies, entries of the log, and a signed checkpoint."""
    people.person()
    keys.rotate(by=SYSTEM, purpose="pass")
    log.checkpoint(by=SYSTEM)


def drill(*argv: str, **environment: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(app, ["drill", "restore", "--json", *argv], env=environment)
    assert done.exit_code in {0, 2, 3}, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return done.exit_code, told


def says(told: dict[str, Any], name: str) -> str:
    return next(str(step["says"]) for step in told["steps"] if step["name"] == name)


def test_a_fresh_backup_saves_us(data: Path, tmp_path: Path) -> None:
    something_happens()
    room = tmp_path / "room"
    room.mkdir()
    code, told = drill("--room", str(room))
    assert (code, told["passed"], told["failed"]) == (0, True, []), told
    assert [step["name"] for step in told["steps"]] == STEPS
    assert says(told, "age") == "nothing was signed since"
    assert not says(told, "log").startswith("0 entries")
    assert not says(told, "sealed").startswith("0 ")
    assert 0 <= told["newest_record_age_seconds"] < 600
    assert list(room.iterdir()) == []  # the key and the copies are gone
    noted = marks.last(marks.DRILL)
    assert noted is not None
    assert noted["passed"] is True


def test_an_older_backup_is_told_by_what_was_signed_since(data: Path, tmp_path: Path) -> None:
    something_happens()
    early = published.latest()
    copies.backup(tmp_path / "old")
    something_happens()
    code, told = drill("--from", str(tmp_path / "old"))
    assert (code, told["failed"]) == (3, ["age"]), told
    assert "older" in says(told, "age")
    witness = tmp_path / "witness.checkpoint"
    witness.write_text(early)
    code, told = drill("--from", str(tmp_path / "old"), "--checkpoint", str(witness))
    assert (code, told["failed"]) == (0, []), told


def test_another_key_and_a_row_that_is_gone_are_told(data: Path, tmp_path: Path) -> None:
    something_happens()
    backup, sealed = tmp_path / "backup", tmp_path / "key.json"
    copies.backup(backup)
    if connection.vendor == "sqlite":
        _lose_a_row(backup)
    code, told = drill(
        "--from", str(backup), "--key", str(_another_key(sealed)), PASSPHRASE="p" * 12
    )
    assert code == 3
    lost = {"rows", "guards", "log"} if connection.vendor == "sqlite" else {"log"}
    assert {"sealed"} <= set(told["failed"]) <= {"sealed", *lost}, told
    assert "another node’s master key" in says(told, "sealed")
    if connection.vendor == "sqlite":
        assert "people_person has 0, not 1" in says(told, "rows")
        assert "journal_entry" in says(told, "guards")


def _lose_a_row(backup: Path) -> None:
    """By somebody who knows to write the digest anew."""
    with closing(sqlite3.connect(backup / "default")) as copy, copy:
        copy.execute("DROP TRIGGER journal_entry_no_delete")
        copy.execute("DELETE FROM people_person")
    listed = json.loads((backup / copies.LIST).read_text())
    listed["sha256"]["default"] = hashlib.sha256((backup / "default").read_bytes()).hexdigest()
    (backup / copies.LIST).write_text(json.dumps(listed))


def _another_key(file: Path) -> Path:
    import base64

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from corridor.doors.cli.nodes.keys import _stretched

    sealed = AESGCM(_stretched("p" * 12, b"s" * 16)).encrypt(b"n" * 12, b"k" * 32, b"master key")
    parts = {"salt": b"s" * 16, "nonce": b"n" * 12, "sealed": sealed}
    file.write_text(json.dumps({k: base64.b64encode(v).decode() for k, v in parts.items()}))
    return file


def test_what_is_no_backup_is_refused_in_words(tmp_path: Path) -> None:
    code, told = drill("--from", str(tmp_path))
    assert (code, told["code"]) == (2, "node.no_backup")
    code, told = drill("--key", str(tmp_path / "none.json"))
    assert (code, told["code"]) == (2, "node.key_backup")
    code, told = drill("--checkpoint", str(tmp_path / "none"))
    assert (code, told["code"]) == (2, "drill.checkpoint")


def test_a_hostile_or_damaged_backup_leaves_the_node_as_it_is(data: Path, tmp_path: Path) -> None:
    people.person()
    whole = tmp_path / "whole"
    copies.backup(whole)
    assert {path.stat().st_mode & 0o77 for path in whole.iterdir()} == {0}
    before = dumps.counted(settings.DATABASES["default"])
    for name, (spoil, code) in SPOILT.items():
        bent = tmp_path / name
        shutil.copytree(whole, bent)
        spoil(bent)
        with pytest.raises(Problem) as caught:
            copies.restore(bent, replace=True)
        assert caught.value.code == code, name
    assert dumps.counted(settings.DATABASES["default"]) == before
    with pytest.raises(Problem) as caught:  # the control: whole, and only refused over data
        copies.restore(whole, replace=False)
    assert caught.value.code == "node.restore_over"
    _, told = drill("--from", str(tmp_path / "random"))
    assert told["failed"] == ["restore"]
    assert "damaged" in says(told, "restore")


def _listed_anew(folder: Path, **more: str) -> None:
    listed = json.loads((folder / copies.LIST).read_text())
    for name in ("default", "keys"):
        listed["sha256"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / copies.LIST).write_text(json.dumps(listed | {"sha256": listed["sha256"] | more}))


def _random(folder: Path) -> None:
    (folder / "keys").write_bytes(b"\x07" * 5000)
    _listed_anew(folder)


def _only_begun(folder: Path) -> None:
    (folder / "default").write_bytes((folder / "default").read_bytes()[:4000])
    _listed_anew(folder)


def _empty(folder: Path) -> None:
    for name in ("default", "keys"):
        (folder / name).unlink()
    (folder / copies.LIST).write_text('{"sha256": {}}')


def _link(folder: Path) -> None:
    (folder / "files").mkdir()
    (folder / "files" / "x").symlink_to("/etc")


SPOILT: dict[str, tuple[Callable[[Path], Any], str]] = {
    "random": (_random, "node.damaged"),
    "begun": (_only_begun, "node.damaged"),
    "empty": (_empty, "node.no_backup"),
    "cut": (lambda folder: (folder / copies.LIST).write_text('{"sha'), "node.no_backup"),
    "outside": (lambda folder: _listed_anew(folder, **{"../x": "0"}), "node.no_backup"),
    "absolute": (lambda folder: _listed_anew(folder, **{"/etc/hostname": "0"}), "node.no_backup"),
    "link": (_link, "node.backup_altered"),
    "gone": (lambda folder: (folder / "keys").unlink(), "node.backup_altered"),
}


def test_a_node_that_runs_is_told_from_one_that_stopped(tmp_path: Path) -> None:
    people.person()
    whole = tmp_path / "whole"
    copies.backup(whole)
    own = settings.DATABASES["default"]
    with closing(_second_connection(own)):
        connection.close()
        assert dumps.in_use(own)
        with pytest.raises(Problem) as caught:
            copies.restore(whole, replace=True)
        assert caught.value.code == "node.restore_running"
    connection.close()
    assert not dumps.in_use(own)
    assert not dumps.in_use({**own, "NAME": tmp_path / "none", "ENGINE": "sqlite3"})


def _second_connection(database: dict[str, Any]) -> Any:
    """As a running node holds it: open, and nothing under way."""
    if connection.vendor == "sqlite":
        held = sqlite3.connect(database["NAME"])
        held.execute("SELECT count(*) FROM people_person").fetchone()
        return held
    import psycopg

    return psycopg.connect(dumps.address(database), password=database["PASSWORD"] or None)


def test_the_counts_are_those_of_the_dump(tmp_path: Path) -> None:
    people.person()
    told = dumps.dump(settings.DATABASES["default"], tmp_path / "default")
    people.person()
    assert told["people_person"] == 1
    assert dumps.counted(settings.DATABASES["default"])["people_person"] == 2
    expected = dumps.SQLITE if connection.vendor == "sqlite" else dumps.POSTGRESQL
    assert dumps.kind_of(tmp_path / "default") == expected
    assert "PASSWORD" not in dumps.address(
        {
            **settings.DATABASES["default"],
            "USER": "u",
            "HOST": "h",
            "PORT": 1,
            "PASSWORD": "PASSWORD",
        }
    )
