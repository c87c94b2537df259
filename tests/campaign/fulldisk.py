"""Two ways to run out of room: a small disk of memory, or a limit on how large a file may grow."""

from __future__ import annotations

import os
import resource
import shutil
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
    """No file of the node may grow more than ``slack`` beyond the largest."""

    name = "a limit on file sizes"

    def __init__(self, data: Path) -> None:
        self._data = data

    def take(self, pid: int, slack: int) -> None:
        """Limit the running process."""
        sizes = [path.stat().st_size for path in self._data.iterdir() if path.is_file()]
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (max(sizes) + slack, most))

    def give_back(self, pid: int) -> None:
        """Lift the limit."""
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


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
