"""Break things on purpose and count what is noticed.

A campaign is a module ``tests/**/campaign_*.py`` with ``main() -> int``: it makes faults one by
one (a rule deleted, a byte turned, power cut), runs the guard that should notice each, prints a
table and answers 0 when what it promises holds. Campaigns take minutes, so ``make test`` does
not run them. ``make campaign ARGS=access`` runs those whose path contains a word.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def campaigns(words: list[str]) -> list[str]:
    """Module names of the campaigns, all or those whose path contains every word."""
    paths = sorted((ROOT / "tests").rglob("campaign_*.py"))
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in paths]
    return [name.replace("/", ".") for name in names if all(word in name for word in words)]


def main(words: list[str]) -> int:
    """Run them one after the other. 2 when there is none, 1 when one does not hold."""
    sys.path.insert(0, str(ROOT))
    chosen = campaigns(words)
    if not chosen:
        print(f"No campaign found: tests/**/campaign_*.py {' '.join(words)}", file=sys.stderr)
        return 2
    broken = []
    for name in chosen:
        started = time.monotonic()
        print(f"== {name} ==", flush=True)
        code = int(importlib.import_module(name).main())
        verdict = "holds" if code == 0 else "DOES NOT HOLD"
        print(f"{name}: {verdict}, {time.monotonic() - started:.0f} s")
        if code:
            broken.append(name)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
