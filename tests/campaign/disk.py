"""A disk in memory that remembers every write and every sync, and what a power cut leaves of it.

What was synced is there; of what was not, any part may be: each write whole, not at all, or torn
at a sector. A file whose first sync never came may be missing; a deletion takes place at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import apsw

SECTOR = 512
Op = tuple[str, str, int, bytes]


@dataclass
class Disk:
    """Files as the program sees them, and the log of what it did."""

    files: dict[str, bytearray] = field(default_factory=dict)
    log: list[Op] = field(default_factory=list)

    def write(self, name: str, data: bytes, offset: int) -> None:
        """Write into a file, making it longer where needed."""
        put(self.files.setdefault(name, bytearray()), data, offset)
        self.log.append(("write", name, offset, data))

    def truncate(self, name: str, size: int) -> None:
        """Cut a file to ``size`` bytes."""
        cut(self.files.setdefault(name, bytearray()), size)
        self.log.append(("truncate", name, size, b""))

    def note(self, kind: str, name: str, number: int = 0) -> None:
        """Log a sync, a deletion or a mark of the caller."""
        if kind == "delete":
            self.files.pop(name, None)
        self.log.append((kind, name, number, b""))


def put(content: bytearray, data: bytes, offset: int) -> None:
    """Write into ``content``; what lies between its end and ``offset`` becomes zeros."""
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def cut(content: bytearray, size: int) -> None:
    """Make ``content`` exactly ``size`` bytes long."""
    del content[size:]
    content.extend(bytes(size - len(content)))


@dataclass
class Platter:
    """What is certain to be on the disk, and what is still on its way, at one point of the log."""

    synced: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Op]] = field(default_factory=dict)

    def take(self, op: Op) -> None:
        """Go one step along the log."""
        kind, name, _, _ = op
        if kind in {"write", "truncate"}:
            self.pending.setdefault(name, []).append(op)
        elif kind == "sync":
            content = self.synced.setdefault(name, bytearray())
            for one in self.pending.pop(name, []):
                _apply(content, one)
        elif kind == "delete":
            self.synced.pop(name, None)
            self.pending.pop(name, None)

    def after_cut(self, rng: Random) -> dict[str, bytes]:
        """The files as they are found when the power is back."""
        found: dict[str, bytes] = {}
        for name in self.synced.keys() | self.pending.keys():
            if name not in self.synced and rng.random() < 0.5:
                continue  # the folder did not yet know of it
            content = bytearray(self.synced.get(name, b""))
            kept = rng.choice((0.0, 0.2, 0.5, 0.8, 0.95, 1.0))
            for op in self.pending.get(name, ()):
                if rng.random() < kept:
                    _apply(content, op if rng.random() < 0.7 else None, torn=(op, rng))
            found[name] = bytes(content)
        return found

    def as_seen(self) -> dict[str, bytes]:
        """The files without any power cut."""
        found: dict[str, bytes] = {}
        for name in self.synced.keys() | self.pending.keys():
            content = bytearray(self.synced.get(name, b""))
            for op in self.pending.get(name, ()):
                _apply(content, op)
            found[name] = bytes(content)
        return found


def _apply(content: bytearray, op: Op | None, torn: tuple[Op, Random] | None = None) -> None:
    if op is None and torn is not None:
        _tear(content, *torn)
    elif op is not None and op[0] == "truncate":
        cut(content, op[2])
    elif op is not None:
        put(content, op[3], op[2])


def _tear(content: bytearray, op: Op, rng: Random) -> None:
    """Some sectors of one write arrive. A change of length arrives whole or not at all."""
    kind, _, offset, data = op
    if kind == "truncate":
        cut(content, offset)
        return
    for start, end in _sectors(offset, len(data)):
        if rng.random() < 0.5:
            put(content, data[start - offset : end - offset], start)


def _sectors(offset: int, length: int) -> Iterable[tuple[int, int]]:
    start = offset
    while start < offset + length:
        end = min((start // SECTOR + 1) * SECTOR, offset + length)
        yield start, end
        start = end


class File:
    """One open file, as SQLite asks for it."""

    def __init__(self, disk: Disk, name: str) -> None:
        self._disk, self._name = disk, name

    def xRead(self, amount: int, offset: int) -> bytes:
        content = self._disk.files.get(self._name, bytearray())
        return bytes(content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.write(self._name, bytes(data), offset)

    def xTruncate(self, size: int) -> None:
        self._disk.truncate(self._name, size)

    def xSync(self, flags: int) -> None:
        self._disk.note("sync", self._name)

    def xFileSize(self) -> int:
        return len(self._disk.files.get(self._name, b""))

    def xLock(self, level: int) -> None:
        return

    def xUnlock(self, level: int) -> None:
        return

    def xCheckReservedLock(self) -> bool:
        return False

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)  # what SQLite assumes on Linux

    def xFileControl(self, op: int, pointer: int) -> bool:
        return False

    def xClose(self) -> None:
        return


class System(apsw.VFS):
    """SQLite's way to a ``Disk``."""

    def __init__(self, disk: Disk) -> None:
        self._disk, self._scraps, self.name = disk, 0, f"campaign-{id(disk)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        flags[1] = flags[0]
        if name is None:  # a temporary file: nobody looks for it after a power cut
            self._scraps += 1
            return File(Disk(), f"scrap-{self._scraps}")
        plain = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self._disk.files.setdefault(plain, bytearray())
        return File(self._disk, plain)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self._disk.note("delete", filename)

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self._disk.files

    def xFullPathname(self, name: str) -> str:
        return name
