"""What a part of the campaign has to say: one row, printed and kept as JSON.

``tools/trust.py`` puts the kept rows into docs/trust.md.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_SHOWN = 8


def folder() -> Path:
    """Where rows are kept: ``CAMPAIGN_RESULTS``, else ``var/campaign``."""
    return Path(os.environ.get("CAMPAIGN_RESULTS") or ROOT / "var" / "campaign")


def rounds(usual: int) -> int:
    """How many rounds to run: ``CAMPAIGN_ROUNDS``, else the usual number."""
    return max(int(os.environ.get("CAMPAIGN_ROUNDS") or usual), 1)


def control_rounds(usual: int) -> int:
    """Rounds of a negative control: as many as the part itself has, but not more than needed."""
    return min(usual, max(rounds(usual), 4))


@dataclass
class Tally:
    """Counts of one run; ``told`` keeps the first sentences about what went wrong."""

    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    inconsistent: int = 0
    told: list[str] = field(default_factory=list)

    def tell(self, kind: str, sentence: str, count: int = 1) -> None:
        """Count ``kind`` (lost, duplicated or inconsistent) and remember why."""
        setattr(self, kind, getattr(self, kind) + count)
        if len(self.told) < _SHOWN:
            self.told.append(f"{kind}: {sentence}")

    def add(self, other: Tally) -> None:
        """Add another run's counts."""
        for name in ("acknowledged", "lost", "duplicated", "inconsistent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.told = (self.told + other.told)[:_SHOWN]

    @property
    def wrong(self) -> int:
        """How much went wrong in all."""
        return self.lost + self.duplicated + self.inconsistent


@dataclass(frozen=True)
class Control:
    """A planted bug: what it was, and what the campaign saw of it."""

    planted: str
    seen: str
    caught: bool

    @classmethod
    def of(cls, planted: str, tally: Tally, kind: str, rounds: int) -> Control:
        """Caught when ``kind`` of wrong was counted."""
        count = getattr(tally, kind)
        return cls(planted, f"{count} {kind} in {rounds} rounds", count > 0)


@dataclass
class Result:
    """One row of the table."""

    part: str
    rounds: int
    tally: Tally
    controls: list[Control]
    notes: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    @property
    def holds(self) -> bool:
        """Nothing lost, twice or half, something was acknowledged, and every bug was caught."""
        caught = bool(self.controls) and all(one.caught for one in self.controls)
        return caught and self.tally.acknowledged > 0 and not self.tally.wrong


def finish(result: Result) -> int:
    """Print the row, keep it, and answer the exit code."""
    kept = {
        "part": result.part,
        "rounds": result.rounds,
        **{name: value for name, value in asdict(result.tally).items() if name != "told"},
        "controls": [asdict(one) for one in result.controls],
        "notes": result.notes,
        "told": result.tally.told,
        "holds": result.holds,
        "seconds": round(time.monotonic() - result.started),
    }
    folder().mkdir(parents=True, exist_ok=True)
    name = "".join(letter if letter.isalnum() else "-" for letter in result.part.lower())
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (folder() / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    for line in shown(kept):
        print(line, flush=True)
    return 0 if result.holds else 1


def shown(kept: dict[str, Any]) -> Iterable[str]:
    """A kept row for a terminal."""
    counts = ("rounds", "acknowledged", "lost", "duplicated", "inconsistent")
    figures = ", ".join(f"{kept[name]:,} {name}" for name in counts)
    yield f"{kept['part']}: {figures} ({kept['seconds']} s)"
    for one in kept["controls"]:
        verdict = "caught" if one["caught"] else "NOT CAUGHT"
        yield f"  control “{one['planted']}”: {verdict}, {one['seen']}"
    for name, value in kept["notes"].items():
        yield f"  {name}: {value}"
    yield from (f"  {one}" for one in kept["told"])


def counted(values: Iterable[str]) -> str:
    """``a 3, b 1``: how often each value came."""
    return ", ".join(f"{name} {count}" for name, count in Counter(values).most_common())
