"""The disk of memory: what was synced stays, the rest may be torn, and SQLite works on it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

import pytest
from tests.campaign import trace
from tests.campaign.disk import Disk, Platter
from tests.campaign.power import Bench, replay
from tests.campaign.results import Tally

SCHEMA = [
    ("default", "CREATE TABLE t (n INTEGER PRIMARY KEY, x TEXT)"),
    ("keys", "CREATE TABLE k (n)"),
]
WORK = [
    (alias, sql)
    for n in range(1, 30)
    for alias, sql in (
        ("keys", f"INSERT INTO k VALUES ({n})"),
        ("default", "BEGIN IMMEDIATE"),
        ("default", f"INSERT INTO t VALUES ({n}, '{'x' * 200}')"),
        ("default", f"UPDATE t SET x = 'y' WHERE n = {n - 3}"),
        ("default", "COMMIT"),
    )
]


def left(platter: Platter, tries: int = 200) -> set[bytes]:
    return {platter.after_cut(Random(seed)).get("f", b"?") for seed in range(tries)}


def test_only_what_was_synced_is_certain() -> None:
    platter, disk = Platter(), Disk()
    disk.write("f", b"a" * 1024, 0)
    disk.note("sync", "f")
    disk.write("f", b"b" * 1024, 0)
    for op in disk.log:
        platter.take(op)
    found = left(platter)
    torn = {b"a" * 512 + b"b" * 512, b"b" * 512 + b"a" * 512}
    assert found == {b"a" * 1024, b"b" * 1024} | torn
    platter.take(("sync", "f", 0, b""))
    assert left(platter) == {b"b" * 1024}


def test_a_file_that_was_never_synced_may_be_missing() -> None:
    platter = Platter()
    platter.take(("write", "f", 0, b"a"))
    assert left(platter) == {b"?", b"", b"a"}
    platter.take(("delete", "f", 0, b""))
    assert left(platter) == {b"?"}


def test_the_replay_ends_where_the_work_ended(tmp_path: Path) -> None:
    platter = Platter()
    for op in replay(SCHEMA + WORK, "FULL", checkpoint=4).log:
        platter.take(op)
    for name, content in platter.as_seen().items():
        (tmp_path / name).write_bytes(content)
    plain = sqlite3.connect(":memory:", isolation_level=None)
    for alias, sql in SCHEMA + WORK:
        if alias == "default":
            plain.execute(sql)
    rows = "SELECT * FROM t ORDER BY n"
    with sqlite3.connect(tmp_path / "default") as replayed:
        assert replayed.execute(rows).fetchall() == plain.execute(rows).fetchall()
    replayed.close()


@pytest.mark.parametrize(
    ("mode", "lost", "damaged"),
    [("FULL", False, False), ("NORMAL", True, False), ("OFF", True, True)],
)
def test_cuts_tell_the_three_settings_apart(
    tmp_path: Path, mode: str, lost: bool, damaged: bool
) -> None:
    bench, tally = Bench(replay(SCHEMA + WORK, mode, checkpoint=8), tmp_path), Tally()
    bench.learn()
    bench.cut(150, 1, tally)
    assert tally.acknowledged > 0
    assert (tally.lost > 0, tally.inconsistent > 0) == (lost, damaged), tally.told


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("INSERT INTO t VALUES (1)", True),
        ("  begin immediate", True),
        ("PRAGMA foreign_keys = OFF", True),
        ("PRAGMA journal_mode=WAL", False),
        ("PRAGMA foreign_key_check", False),
        ("select 1", False),
        ("-- inside of a trigger", False),
    ],
)
def test_what_is_traced(sql: str, kept: bool) -> None:
    assert trace.writes(sql) is kept
