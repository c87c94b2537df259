"""Measure the figures of docs/trust.md and write them there.

``python tools/trust.py`` runs the access tests and puts what they tell between the page's
markers; ``--check`` only says whether the page still tells the truth. The exit code is 1 when a
test fails or the page is behind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "trust.md"
MARK = "trust figure:"
START, END = "<!-- figures -->", "<!-- end of figures -->"


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
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    rows = "\n".join(f"| {name} | {value} |" for name, value in figures)
    return f"{before}{START}\n| What | Result |\n|---|---|\n{rows}\n{END}{after}"


def main() -> int:
    """Write the page, or compare it."""
    page = PAGE.read_text(encoding="utf-8")
    fresh = written(page, measured())
    if "--check" in sys.argv:
        print("docs/trust.md is true" if fresh == page else "docs/trust.md is behind")
        return int(fresh != page)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
