"""Replaying traced work on the disk of memory, cutting the power, and looking at what is left.

After a cut each database, recovered by the SQLite that the node uses, must be byte for byte what
it was after some commit: the last one that had returned, or the one that was under way.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

import apsw
from tests.campaign.disk import Disk, Platter, System
from tests.campaign.results import Tally
from tests.campaign.trace import Statement

PRAGMAS = (
    "PRAGMA locking_mode=EXCLUSIVE",  # the write-ahead log without shared memory
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
)
ALIASES = ("default", "keys")


def replay(statements: list[Statement], synchronous: str, checkpoint: int = 1000) -> Disk:
    """Send the statements again to databases on a disk of memory, and mark every commit.

    ``checkpoint`` is after how many pages SQLite empties its log into the database; 1,000 is its
    own choice and the node's, a smaller number puts more cuts into the middle of it.
    """
    disk = Disk()
    system = System(disk)
    modes = (f"PRAGMA synchronous={synchronous}", f"PRAGMA wal_autocheckpoint={checkpoint}")
    connections = {alias: _open(alias, disk, system, modes) for alias in ALIASES}
    commits = dict.fromkeys(ALIASES, 0)
    for alias, sql in statements:
        connection, before = connections[alias], len(disk.log)
        try:
            connection.execute(sql)
        except apsw.ConstraintError:
            continue  # refused then as now
        wrote = any(op[1].startswith(alias) for op in disk.log[before:])
        if not connection.in_transaction and wrote:
            commits[alias] += 1
            disk.note("commit", alias, commits[alias])
    for connection in connections.values():
        _leave(connection)
    system.unregister()
    return disk


def _open(alias: str, disk: Disk, system: System, modes: tuple[str, ...]) -> apsw.Connection:
    connection = apsw.Connection(alias, vfs=system.name)
    for pragma in (*PRAGMAS, *modes):
        connection.execute(pragma).fetchall()
    disk.note("commit", alias, 0)
    return connection


def _leave(connection: apsw.Connection) -> None:
    """Close without the tidying that a machine without power does not do either."""
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.close()


@dataclass
class Bench:
    """Compares what a power cut left with every state that a commit had made."""

    disk: Disk
    folder: Path
    states: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[bytes, str] = field(default_factory=dict)

    def learn(self) -> None:
        """Go along the log once and remember each database after each of its commits."""
        platter = Platter()
        for op in self.disk.log:
            platter.take(op)
            if op[0] == "commit":
                content = _only(platter.as_seen(), op[1])
                digest = self._state(op[1], content)
                self.states.setdefault(op[1], []).append(digest)

    def _state(self, alias: str, files: dict[str, bytes]) -> str:
        """The digest of one database as it is recovered from these files (seen before or not)."""
        seen = sha256(alias.encode())
        for name in sorted(files):
            seen.update(b"%s %d\0" % (name.encode(), len(files[name])) + files[name])
        if seen.digest() not in self._known:
            self._known[seen.digest()] = self._recovered(alias, files)
        return self._known[seen.digest()]

    def _recovered(self, alias: str, files: dict[str, bytes]) -> str:
        """Write files of one database down, let SQLite recover it, and answer its digest."""
        for old in self.folder.glob(f"{alias}*"):
            old.unlink()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        path = self.folder / alias
        if not path.exists():
            return "empty"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous=OFF")  # this copy need not be durable
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.DatabaseError as error:
            return f"damaged: {error}"
        finally:
            connection.close()
        return sha256(path.read_bytes()).hexdigest()

    def cut(self, points: int, seed: int, tally: Tally) -> None:
        """Cut the power at ``points`` random places of the log, and count what is wrong."""
        rng = Random(seed)
        wanted = sorted(rng.randrange(1, len(self.disk.log) + 1) for _ in range(points))
        platter, acked = Platter(), dict.fromkeys(ALIASES, -1)
        at = iter(wanted)
        point = next(at, None)
        for number, op in enumerate(self.disk.log, start=1):
            platter.take(op)
            if op[0] == "commit":
                acked[op[1]] = op[2]
            while point == number:
                self._look(platter, acked, rng, tally)
                point = next(at, None)

    def _look(self, platter: Platter, acked: dict[str, int], rng: Random, tally: Tally) -> None:
        files = platter.after_cut(rng)
        for alias in ALIASES:
            if acked[alias] < 0:
                continue  # the database was just being made
            known, last = self.states[alias], acked[alias]
            tally.acknowledged += last
            found = self._state(alias, _only(files, alias))
            if found in known[last : last + 2]:
                continue
            if found in known:
                lost = last - known.index(found)
                tally.tell("lost", f"{alias}: {lost} commits after the cut at commit {last}", lost)
            else:
                tally.tell("inconsistent", f"{alias}: at commit {last}: {found[:60]}")


def _only(files: dict[str, bytes], alias: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith(alias)}
