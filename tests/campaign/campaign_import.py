"""kill -9 in the middle of an import, at a random row, and resume: 500 times.

A wage file of 120 lines is handed in and put on record; the process is killed before a random
statement, inside one, or at a random moment. What had not been acknowledged is absent or
complete; the same requests again finish the import once. The planted bug is an import without a
transaction.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import clients, home, imports, mishaps, planted, processes, siege
from tests.campaign.invariants import Checker, broken, log_troubles
from tests.campaign.results import Control, Result, Tally, control_rounds, finish, rounds

ROUNDS = 500
_AT_ONCE = 20  # files written together
_LOG_EVERY = 50  # rounds between two whole verifications of the log


def hand_in(base: Path, number: int) -> None:
    """Both requests of one import, each noted when it was acknowledged."""
    payroll, ledger = imports.Payroll.load(base / "payroll"), clients.Ledger(base / "ledger")
    staged = siege.post(imports.stage(payroll, number, base / "files"))
    ledger.note(staged=number, id=staged["id"])
    made = siege.post(imports.submit(payroll, number, staged["id"]))
    ledger.note(done=number, id=made["id"])


def state(number: int) -> dict[str, Any]:
    """What is there of import ``number``: its staging, and each upload of its digest by rows."""
    from corridor.cycle.employment.models import WageFileUpload, WageFinding, WageLine
    from corridor.platform.exchange.models import Import
    from corridor.platform.journal.models import Entry

    held = list(Import.objects.filter(file_name=f"file-{number}.csv"))
    uploads = WageFileUpload.objects.filter(digest__in=[one.digest for one in held])
    return {
        "held": [(one.id, one.state) for one in held],
        "uploads": [
            [
                one.id,
                WageLine.objects.filter(upload=one).count(),
                WageFinding.objects.filter(upload=one).count(),
                Entry.objects.filter(subject=one.id).count(),
            ]
            for one in uploads
        ],
        "entries": Entry.objects.filter(subject__in=[one.id for one in held]).count(),
    }


def half(seen: dict[str, Any], whole: dict[str, Any], known: list[dict[str, Any]]) -> Tally:
    """What is wrong right after the kill: more than was begun, or less than was acknowledged."""
    tally, counts = Tally(), [upload[1:] for upload in seen["uploads"]]
    wanted = [upload[1:] for upload in whole["uploads"]]
    taken = bool(seen["held"]) and seen["held"][0][1] == "committed"
    if counts not in ([], wanted) or taken != bool(counts):
        tally.tell("inconsistent", f"after the kill: {seen}")
    if len(seen["held"]) > 1 or len(counts) > 1:
        tally.tell("duplicated", f"after the kill: {seen}")
    for line in known:
        there = [one[0] for one in seen["held"] if "staged" in line]
        there += [one[0] for one in seen["uploads"] if "done" in line]
        if line["id"] not in there:
            tally.tell("lost", f"acknowledged and gone: {line}")
    return tally


def complete(seen: dict[str, Any], whole: dict[str, Any]) -> Tally:
    """What is wrong once the import was resumed: anything but exactly one complete effect."""
    tally = Tally(acknowledged=1)
    counts, wanted = ([one[1:] for one in given["uploads"]] for given in (seen, whole))
    if len(seen["held"]) != 1 or len(counts) > 1:
        tally.tell("duplicated", f"resumed: {seen}")
    elif counts != wanted or seen["held"][0][1] != "committed" or seen["entries"] != 2:
        tally.tell("inconsistent", f"resumed: {seen} instead of {whole}")
    return tally


class Imports:
    """The rounds of one part."""

    def __init__(self, base: Path, seed: int = 1) -> None:
        self.base, self.rng = base, Random(seed)
        self.number, self.kills = 0, 0
        self.whole: dict[str, Any] = {}
        self.size = (1, 1, 1.0)

    def child(self, run: Callable[[], Any], name: str) -> Any:
        """Run in a child; its answer."""
        answer = self.base / "answer"
        answer.unlink(missing_ok=True)
        processes.run_apart(lambda: answer.write_text(json.dumps(run())), self.log(name))
        return json.loads(answer.read_text())

    def log(self, name: str) -> Path:
        """Where a child of this name writes."""
        return self.base / "logs" / name

    def prepare(self) -> None:
        """People, and one import that nothing disturbs: the measure of all others."""
        import corridor.engines.wages  # noqa: F401 - loaded once, before the forks
        from corridor.engines.wagefiles import writing  # noqa: F401

        (self.base / "files").mkdir()
        self.child(lambda: imports.make().save(self.base / "payroll"), "prepare")
        self._write(range(_AT_ONCE))
        self.whole, self.size = self.child(self._clean, "clean")

    def _clean(self) -> tuple[dict[str, Any], tuple[int, int, float]]:
        size = mishaps.measured(lambda: hand_in(self.base, 0))
        return state(0), size

    def _write(self, numbers: range) -> None:
        payroll, folder = imports.Payroll.load(self.base / "payroll"), self.base / "files"
        self.child(lambda: imports.write_many(payroll, folder, numbers), "files")

    def resume(self, number: int) -> dict[str, Any]:
        """Send the requests (again) and look."""
        hand_in(self.base, number)
        return state(number)

    def one(
        self, bug: Callable[[], None] = planted.nothing, way: Callable[[], None] | None = None
    ) -> Tally:
        """One import, killed by ``way`` or by chance (unless it was quicker), and resumed."""
        self.number += 1
        if self.number % _AT_ONCE == 0:
            self._write(range(self.number, self.number + _AT_ONCE))
        mishap = way or mishaps.chosen(self.rng, *self.size)

        def attempt() -> None:
            bug()
            mishap()
            hand_in(self.base, self.number)

        code = processes.wait(processes.fork(attempt, self.log("attempts")))
        self.kills += code == -9
        seen, after, troubles = self.child(self.look_and_resume, "resumed")
        told = clients.lines(self.base / "ledger")
        known = [line for line in told if self.number in (line.get("staged"), line.get("done"))]
        tally = half(seen, self.whole, known[: len(known) - 2])
        if not tally.wrong:
            tally.add(complete(after, self.whole))
        for sentence in troubles:
            tally.tell("inconsistent", sentence)
        return tally

    def look_and_resume(self) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
        """State after the kill, state after resuming, and now and then the whole log."""
        before, after = state(self.number), {}
        with suppress(AssertionError):  # refused for good: the state says what is wrong
            after = self.resume(self.number)
        after = after or state(self.number)
        if self.number % _LOG_EVERY:
            return before, after, []
        tally = Tally()
        Checker().journal(tally)
        return before, after, [*tally.told, *broken(), *log_troubles()]


def part(base: Path, usual: int) -> Result:
    """So many killed imports, and some with the planted bug."""
    times, work = rounds(usual), Imports(base)
    result = Result("kill -9 in an import", times, Tally(), [])
    work.prepare()
    while work.kills < times:
        result.tally.add(work.one())
    result.notes["imports"] = f"{work.number} of {imports.LINES} lines each"
    seen, before, most = Tally(), work.kills, control_rounds(20)
    while work.kills - before < most:
        seen.add(work.one(planted.no_transactions))
    result.controls = [Control.of("an import without a transaction", seen, "inconsistent", most)]
    return result


def main() -> int:
    """The whole part."""
    with home.data_directory("import") as base:
        home.start_django()
        return finish(part(base, ROUNDS))


if __name__ == "__main__":
    sys.exit(main())
