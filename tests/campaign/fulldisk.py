"""Two ways to run out of room: a small disk of memory, or a limit on how large a file may grow."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Protocol

SIZE = 96 << 20  # bytes of the small disk


class Room(Protocol):
    """A way to take room from a running node and to give it back."""

    name: str

    def take(self, pid: int, slack: int) -> None:
        """Leave the node ``pid`` only ``slack`` bytes."""
        ...

    def give_back(self, pid: int) -> None:
        """As before."""
        ...


class SmallDisk:
    """The data directory is a mount of its own, filled up by a file."""

    name = "a small disk"

    def __init__(self, data: Path) -> None:
        self._filler = data / "filler"

    def take(self, pid: int, slack: int) -> None:
        """Fill the disk up to ``slack`` bytes."""
        free = shutil.disk_usage(self._filler.parent).free
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free - slack, 1))

    def give_back(self, pid: int) -> None:
        """Remove the filler."""
        self._filler.unlink(missing_ok=True)


class FileLimit:
    """The node may write no file beyond ``slack`` bytes from its beginning."""

    name = "a limit on file sizes"

    def __init__(self, data: Path) -> None:
        pass

    def take(self, pid: int, slack: int) -> None:
        """Limit the running process."""
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (slack, most))

    def give_back(self, pid: int) -> None:
        """Lift the limit."""
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


def shrink(data: Path) -> None:
    """Empty the write-ahead logs: a long one is written over, and needs no room for a while."""
    for path in data.glob("*.sqlite3"):
        connection = sqlite3.connect(path, timeout=20)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()


def namespace() -> tuple[str, ...]:
    """The command that gives a process mounts of its own, where the machine allows it."""
    for command in (("unshare", "-m"), ("unshare", "-r", "-m")):
        tried = [*command, "mount", "-t", "tmpfs", "none", "/mnt"]
        try:
            if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
                return command
        except FileNotFoundError:
            return ()
    return ()


def mounted(data: Path) -> bool:
    """Make ``data`` a small disk of memory, in a process with mounts of its own."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(data)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmounted(data: Path) -> None:
    """Take the small disk away again, where there is one, so that the directory can go."""
    if data.is_mount():
        subprocess.run(["umount", "-l", str(data)], capture_output=True, check=False)
