"""Measure the figures of docs/trust.md and write them there.

``python tools/trust.py`` runs the access tests and puts what they tell between the page's
markers; ``--check`` only says whether the page still tells the truth. The exit code is 1 when a
test fails or the page is behind. ``--campaign`` writes the campaign's table alone, from the rows
that ``make campaign`` has kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "trust.md"
MARK = "trust figure:"
START, END = "<!-- figures -->", "<!-- end of figures -->"
CAMPAIGN = "<!-- campaign -->", "<!-- end of campaign -->"
_COUNTS = ("rounds", "acknowledged", "lost", "duplicated", "inconsistent")
_HEADING = (
    "| Part | Rounds | Acknowledged | Lost | Duplicated | Inconsistent | Negative control |\n"
    "|---|---:|---:|---:|---:|---:|---|"
)


def measured() -> list[tuple[str, str]]:
    """Name and value of each figure. Ends the program when a test fails."""
    command = [sys.executable, "-m", "pytest", "tests/access", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout[-4000:], file=sys.stderr)
        raise SystemExit(1)
    told = [line.partition(MARK)[2] for line in run.stdout.splitlines() if MARK in line]
    pairs = [one.partition(" = ") for one in told]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def written(page: str, figures: list[tuple[str, str]]) -> str:
    """The page with the figures between its markers."""
    rows = "\n".join(f"| {name} | {value} |" for name, value in figures)
    return _between(page, (START, END), f"| What | Result |\n|---|---|\n{rows}")


def _between(page: str, marks: tuple[str, str], table: str) -> str:
    before, _, rest = page.partition(marks[0])
    _, _, after = rest.partition(marks[1])
    return f"{before}{marks[0]}\n{table}\n{marks[1]}{after}"


def campaign_table(kept: list[dict[str, Any]]) -> str:
    """The campaign's rows as a table; a part that does not hold says so in its own row."""
    return "\n".join([_HEADING, *(_row(one) for one in kept)])


def _row(one: dict[str, Any]) -> str:
    name = one["part"] if one["holds"] else f"{one['part']} (**does not hold**)"
    counts = " | ".join(f"{one[count]:,}" for count in _COUNTS)
    controls = "; ".join(
        f"{control['planted']}: {control['seen']}{'' if control['caught'] else ', NOT CAUGHT'}"
        for control in one["controls"]
    )
    return f"| {name} | {counts} | {controls} |"


def write_campaign() -> None:
    """Put the kept rows into the page. Without any row the page stays as it is."""
    folder = Path(os.environ.get("CAMPAIGN_RESULTS") or ROOT / "var" / "campaign")
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    if kept:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_between(page, CAMPAIGN, campaign_table(kept)), encoding="utf-8")


def main() -> int:
    """Write the page, or compare it."""
    if "--campaign" in sys.argv:
        write_campaign()
        return 0
    page = PAGE.read_text(encoding="utf-8")
    fresh = written(page, measured())
    if "--check" in sys.argv:
        print("docs/trust.md is true" if fresh == page else "docs/trust.md is behind")
        return int(fresh != page)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
