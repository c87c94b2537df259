"""10,000 edits of single records behind the application's back, and 1,000 clean runs.

Facts, their parts, entries, checkpoints, cosignatures, subtree hashes, keys and the journal are
edited, deleted, inserted, swapped, back-dated, re-ordered and cut off, and older copies of the
database are put back. Each must be found, with the right record and the right kind named first.
Lawful work, erasures among it, must raise no alarm. Control: with the recomputation from the
facts switched off, edited facts must go unseen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from tests.campaign.home import ROOT
from tests.campaign.results import Control, Result, Tally, control_rounds, counted, finish, rounds
from tests.campaign.tamper import Share

EDITS, PROCESSES = 10_000, 2


def shares(edits: int) -> Share:
    """The whole work, divided among some processes."""
    count = min(PROCESSES, os.cpu_count() or 1, edits)
    each, clean = -(-edits // count), -(-edits // (10 * count))
    control = -(-control_rounds(200) // count)
    command = [sys.executable, "-m", "tests.campaign.tamper"]
    running = [
        subprocess.Popen(
            [*command, *map(str, (seed, each, clean, control))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(count)
    ]
    told = [process.communicate()[0] for process in running]
    codes = [process.returncode for process in running]
    if any(codes):
        raise SystemExit(f"a process of the campaign broke off ({codes}); its words stand above")
    return Share.together([json.loads(one.splitlines()[-1]) for one in told])


def judged(share: Share) -> Result:
    """The row: lost are edits that nobody noticed, inconsistent is what was said wrongly."""
    made = share.edits.total()
    tally = Tally(acknowledged=made - len(share.missed) - len(share.misnamed))
    for kind, said in (
        ("lost", share.missed),
        ("inconsistent", share.misnamed),
        ("inconsistent", [f"false alarm, {one}" for one in share.alarms]),
    ):
        for sentence in said:
            tally.tell(kind, sentence)
    blind = f"{share.blind} of {share.control} edits unseen"
    controls = [Control("no recomputation from the facts", blind, share.blind == share.control > 0)]
    return Result(
        "edits behind the application's back",
        made,
        tally,
        controls,
        {
            "found and named rightly": f"{tally.acknowledged:,} of {made:,}",
            "false alarms": f"{len(share.alarms)} in {share.clean:,} clean runs",
            "refused by the database itself, and not counted": share.refused,
            "kinds": counted(share.edits.elements()),
        },
    )


def main() -> int:
    """All of it."""
    started = time.monotonic()
    result = judged(shares(rounds(EDITS)))
    result.started = started
    return finish(result)


if __name__ == "__main__":
    sys.exit(main())
