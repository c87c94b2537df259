"""Where a national run leaves its answers: a folder a month, whole or not there at all.

``2026-07/findings.parquet, employers.parquet, strangers.parquet, repeated.parquet,
faults.parquet, manifest.json``. A month is written beside its place, synced and then renamed
into it; the manifest says from what it was computed, so that a later run can tell whether it
still holds.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Conflict, Place
from corridor.core.text import N_, sentence

TABLES = ("findings", "employers", "strangers", "repeated", "faults")
_BLOCK = 1 << 20
_PARTIAL = ".partial-"


@contextmanager
def opened(folder: Path) -> Iterator[Path]:
    """The folder for one run at a time, cleared of what a run that was cut off left behind.

    Raises ``Conflict`` "wages.running" while another run writes there and ``BadInput``
    "wages.out" where no folder can be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise _no_folder(folder, error) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _running(folder) from None
        for left in folder.glob(f"{_PARTIAL}*"):
            shutil.rmtree(left)
        yield folder


def manifest(folder: Path, month: str) -> Mapping[str, Any] | None:
    """What a finished month was computed from; None where there is none that can be read."""
    path = folder / month / "manifest.json"
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = all((folder / month / f"{name}.parquet").is_file() for name in TABLES)
    return found if isinstance(found, dict) and whole else None


def store(folder: Path, month: str, answer: Any, about: Mapping[str, Any]) -> None:
    """Write a month and put it in its place, in place of an older one."""
    partial = folder / f"{_PARTIAL}{month}"
    partial.mkdir()
    for name in TABLES:
        path = partial / f"{name}.parquet"
        _write(getattr(answer, name), path)
    text = json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True)
    (partial / "manifest.json").write_text(text + "\n", "utf-8")
    _sync(partial / "manifest.json")
    _into_place(folder, month, partial)


def _write(table: Any, path: Path) -> None:
    """Whoever reads an answer reads all of it, so that no statistics help to leave out a part."""
    table.write_parquet(path, compression="zstd", compression_level=1, statistics=False)
    _sync(path)


def _into_place(folder: Path, month: str, partial: Path) -> None:
    place = folder / month
    if place.exists():
        place.rename(folder / f"{_PARTIAL}{month}-before")
    partial.rename(place)
    _sync(folder)
    shutil.rmtree(folder / f"{_PARTIAL}{month}-before", ignore_errors=True)


def digest(path: Path) -> dict[str, Any]:
    """Name, size and SHA-256 of an input, read in blocks."""
    made, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            made.update(block)
            size += len(block)
    return {"name": path.name, "bytes": size, "sha256": made.hexdigest()}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _running(folder: Path) -> Conflict:
    return Conflict(
        "wages.running",
        sentence(N_("Another run is writing to {name}."), name=folder.name),
        remedy=sentence(N_("Wait until it has ended, or name another folder.")),
        place=Place(file=str(folder)),
    )


def _no_folder(folder: Path, error: OSError) -> BadInput:
    return BadInput(
        "wages.out",
        sentence(N_("Nothing can be written to {name}."), name=folder.name),
        remedy=sentence(N_("Name a folder that you may write to.")),
        place=Place(file=str(folder), field="--out"),
        found=error.strerror,
    )
