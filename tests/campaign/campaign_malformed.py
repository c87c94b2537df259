"""300 malformed files for the imports: each refused with a sentence, none leaves half of anything.

Every file goes through the general import of tables or the import of wage files, in a process of
its own whose memory is measured: it may grow by 256 megabytes at most. The planted bugs are a
reader without limits and a check that lets everything pass.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import home, imports, malformed, planted, processes
from tests.campaign.results import Control, Result, Tally, finish, rounds
from tests.campaign.secrets import found_in
from tests.campaign.world import World

FILES = 300
GROWTH = 256 << 20  # bytes
PATIENCE = 60  # seconds for one file


@dataclass(frozen=True)
class Case:
    """One file: its kind, the seed of its chance, and the door it goes through."""

    kind: str
    seed: int
    door: str

    def content(self, good: bytes) -> bytes:
        """The bytes."""
        rng = Random(self.seed)
        if self.door == "wages" and self.kind in malformed.WAGES:
            return malformed.WAGES[self.kind](good, rng)
        return {**malformed.TEXTS, **malformed.ARCHIVES}[self.kind](rng)


def cases(number: int) -> list[Case]:
    """So many files, of every kind in turn; three of four tables also go in as wage files."""
    made: list[Case] = []
    tables, wages = [*malformed.ARCHIVES, *malformed.TEXTS], list(malformed.WAGES)
    seed = 0
    while len(made) < number:
        seed += 1
        door = "wages" if seed % 4 == 0 else "table"
        made += [Case(kind, seed, door) for kind in tables]
        made += [Case(kind, seed, "wages") for kind in wages]
    return made[:number]


def take_in(door: str, content: bytes) -> tuple[str, list[str]]:
    """Hand the file in: ``refused``, ``kept as refused`` or ``accepted``, and the sentences."""
    from corridor.core.problems import Problem
    from corridor.platform.exchange.queries import first_errors

    by = _employer()
    try:
        row = _doors()[door](by, content)
    except Problem as problem:
        return "refused", [one.say() for one in problem.problems]
    if row.errors == 0:
        return "accepted", []
    return "kept as refused", [str(one.get("title", "")) for one in first_errors(row.id, by)]


def _employer() -> Any:
    from corridor.platform.people.queries import actor_by_token

    payroll = imports.Payroll.load(Path(_base()) / "payroll")
    return actor_by_token(payroll.token)


def _base() -> str:
    from django.conf import settings

    return str(Path(settings.CORRIDOR_DATA).parent)


def _doors() -> dict[str, Callable[[Any, bytes], Any]]:
    from corridor.cycle.employment.actions import stage_wages
    from corridor.platform.exchange import tables
    from corridor.platform.exchange.actions import stage
    from corridor.platform.exchange.tables import Column, Table

    columns = Column("name", tables.text), Column("days", tables.whole), Column("on", tables.on_day)
    table = Table("campaign", columns)

    def wages(by: Any, content: bytes) -> Any:
        return stage_wages(by=by, file=base64.b64encode(content).decode(), name="file.csv")

    return {
        "table": lambda by, content: stage(by=by, table=table, file_name="f.csv", content=content),
        "wages": wages,
    }


def rows() -> dict[str, int]:
    """How many rows each table of the main database has."""
    from django.apps import apps

    models = [m for m in apps.get_models() if not getattr(m, "in_key_store", False)]
    return {model._meta.label: model._default_manager.count() for model in models}


def resident() -> int:
    """Bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def one(case: Case, good: bytes) -> dict[str, Any]:
    """Everything about one file, in a child: outcome, growth, seconds, and what rows it left."""
    content, before = case.content(good), rows()
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak that its making had
    begun, held = time.monotonic(), resident()
    outcome, sentences = take_in(case.door, content)
    grown = _peak() - held
    after = rows()
    left = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    seconds = time.monotonic() - begun
    return {
        "outcome": outcome,
        "sentences": sentences[:3],
        "grown": grown,
        "seconds": seconds,
        "left": left,
    }


def _peak() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


_ALLOWED = {
    "refused": {},
    "kept as refused": {"exchange.Import": 1, "journal.Entry": 1},
}


def judge(case: Case, seen: dict[str, Any], tally: Tally) -> None:
    """Count what is wrong with one file's treatment."""
    told = f"{case.kind} ({case.door}, {case.seed})"
    tally.acknowledged += 1
    if seen["outcome"] == "accepted":
        tally.tell("inconsistent", f"{told} was accepted")
    elif not seen["sentences"] or not all(one.strip() for one in seen["sentences"]):
        tally.tell("inconsistent", f"{told} was refused without a sentence")
    elif {name: seen["left"].get(name, 0) for name in seen["left"]} != _ALLOWED[seen["outcome"]]:
        tally.tell("inconsistent", f"{told} left {seen['left']}")
    if seen["grown"] > GROWTH:
        tally.tell("inconsistent", f"{told} took {seen['grown'] >> 20} MB")


class Files:
    """The rounds of one part."""

    def __init__(self, base: Path) -> None:
        self.base, self.most, self.longest = base, 0, 0.0

    def prepare(self) -> None:
        """An employer with workers, and a good wage file to damage."""

        def run() -> None:
            payroll = imports.make(1)
            payroll.save(self.base / "payroll")
            (self.base / "good").write_bytes(imports.content(payroll, 0, 40))

        processes.run_apart(run, self.base / "logs" / "prepare")

    def run(self, chosen: Iterator[Case], bug: Callable[[], None] = planted.nothing) -> Tally:
        """Each file in a child of its own."""
        tally, good, answer = Tally(), (self.base / "good").read_bytes(), self.base / "answer"
        for case in chosen:
            answer.unlink(missing_ok=True)
            try:
                processes.run_apart(self._child(case, good, bug), self.log, PATIENCE)
            except (RuntimeError, TimeoutError) as error:
                tally.tell("inconsistent", f"{case}: {str(error)[-300:]}")
                continue
            seen = json.loads(answer.read_text())
            judge(case, seen, tally)
            self.most = max(self.most, seen["grown"])
            self.longest = max(self.longest, seen["seconds"])
        return tally

    @property
    def log(self) -> Path:
        return self.base / "logs" / "files"

    def _child(self, case: Case, good: bytes, bug: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            bug()
            (self.base / "answer").write_text(json.dumps(one(case, good)))

        return run

    def secrets(self, tally: Tally) -> None:
        """Nothing of what stood in the files may be in a log or a temporary file."""
        payroll = imports.Payroll.load(self.base / "payroll")
        world = World(payroll.token, payroll.token, payroll.token, payroll.token, (), "")
        for place in found_in(self.base, world):
            tally.tell("inconsistent", f"a secret lies in {place}")


def part(base: Path, usual: int) -> Result:
    """All files, then the planted bugs on the kinds that show them."""
    number, work = rounds(usual), Files(base)
    result = Result("malformed files", number, Tally(), [])
    work.prepare()
    result.tally = work.run(iter(cases(number)))
    work.secrets(result.tally)
    result.notes["largest growth of memory"] = f"{work.most >> 20} MB"
    result.notes["longest"] = f"{work.longest:.1f} s"
    for name, bug, kind in (
        ("a reader without limits", planted.no_limits, "a bomb"),
        ("a check that lets everything pass", planted.no_checks, "no number"),
    ):
        seen = work.run(iter([Case(kind, 1, "table")]), bug)
        result.controls.append(Control.of(name, seen, "inconsistent", 1))
    return result


def main() -> int:
    """The whole part."""
    with home.data_directory("malformed") as base:
        home.start_django()
        return finish(part(base, FILES))


if __name__ == "__main__":
    sys.exit(main())
