"""Break things on purpose and count what is noticed.

A campaign is a module ``tests/**/campaign_*.py`` with ``main() -> int``: it makes faults one by
one (a rule deleted, a byte turned, power cut), runs the guard that should notice each, prints a
table and answers 0 when what it promises holds. Campaigns take minutes, so ``make test`` does
not run them. ``make campaign ARGS=access`` runs those whose path contains a word;
``ARGS="kill --rounds 50"`` makes it shorter (``CAMPAIGN_ROUNDS`` does the same). Each runs in a
process of its own. After a whole campaign the table in docs/trust.md is written afresh.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import trust


def campaigns(words: list[str]) -> list[str]:
    """Module names of the campaigns, all or those whose path contains every word."""
    paths = sorted((ROOT / "tests").rglob("campaign_*.py"))
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in paths]
    return [name.replace("/", ".") for name in names if all(word in name for word in words)]


def run(name: str, rounds: int | None) -> int:
    """One campaign in a process of its own; its exit code."""
    script = f"import sys; from {name} import main; sys.exit(main())"
    more = {} if rounds is None else {"CAMPAIGN_ROUNDS": str(rounds)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=os.environ | more, check=False).returncode


def main(arguments: list[str]) -> int:
    """Run them one after the other. 2 when there is none, 1 when one does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", help="only those whose path contains these words")
    parser.add_argument("--rounds", type=int, help="rounds of each, instead of the usual number")
    options = parser.parse_args(arguments)
    chosen = campaigns(options.words)
    if not chosen:
        said = " ".join(options.words)
        print(f"No campaign found: tests/**/campaign_*.py {said}", file=sys.stderr)
        return 2
    broken = [name for name in chosen if not _holds(name, options.rounds)]
    if not options.words and options.rounds is None:
        trust.write_campaign()
    return 1 if broken else 0


def _holds(name: str, rounds: int | None) -> bool:
    started = time.monotonic()
    print(f"== {name} ==", flush=True)
    code = run(name, rounds)
    verdict = "holds" if code == 0 else "DOES NOT HOLD"
    print(f"{name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
