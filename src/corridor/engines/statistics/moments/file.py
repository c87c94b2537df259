"""The moment file: lines of canonical JSON, the last one a digest of those before.

The first line is the head (specification, version of the program, what was counted). Then, for
each stratum in the order of its name, a line of its own and a line for each of its cells. Sums are
decimal texts, because most readers of JSON keep only 53 bits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from corridor.core.problems import BadInput, NotFound, Place
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.moments import psus, wide
from corridor.engines.statistics.moments.plan import plan
from corridor.engines.statistics.moments.spec import Spec, from_json
from corridor.engines.statistics.moments.state import UNITS, Moments, Stratum

FORMAT = "corridor-moments/1"
_LONGEST = 50_000_000


def lines(moments: Moments) -> Iterator[bytes]:
    """The file, a line at a time; the same bytes for the same records however they were split."""
    hashed = hashlib.sha256()
    for value in _values(moments):
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        line = text.encode() + b"\n"
        hashed.update(line)
        yield line
    yield json.dumps({"sha256": hashed.hexdigest()}).encode() + b"\n"


def content(moments: Moments) -> bytes:
    """The whole file."""
    return b"".join(lines(moments))


def _values(moments: Moments) -> Iterator[Any]:
    yield {
        "moments": FORMAT,
        "made_by": sorted(moments.versions),
        "specification": moments.spec.as_json(),
        "specification_sha256": moments.spec.digest,
        "records": moments.rows,
        "zero_weights": moments.zero_weights,
        "left_out": moments.left_out,
        "units": moments.known_by,
    }
    numbers = moments.known_by == "numbers"
    for name in sorted(moments.strata):
        one = moments.strata[name]
        held = psus.as_json(one.psus, numbers=numbers)
        yield {"stratum": name, "units": one.size, "fpc": one.fpc, "psus": held}
        sums = wide.whole(one.sums)
        order = sorted(range(len(one.cells)), key=lambda at: moments.keys[one.cells[at]])
        for at in order:
            breakdown, codes = moments.keys[one.cells[at]]
            yield [breakdown, codes, _text(one.counts[at]), _text(one.units[at]), _text(sums[at])]


def _text(values: Any) -> str:
    return " ".join(map(str, values.tolist()))


def is_moments(path: Path) -> bool:
    """Whether a file begins as a moment file does."""
    try:
        with path.open("rb") as stream:
            return b'"moments":"' in stream.read(100_000).partition(b"\n")[0]
    except OSError:
        return False


def read(path: Path) -> Moments:
    """The moments in a file. Raises ``NotFound``, or ``BadInput`` naming the line."""
    try:
        with path.open("rb") as stream:
            return _Reader(path.name).read(stream)
    except OSError:
        raise NotFound(
            "moments.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Check its name and that you may read it.")),
            place=Place(file=str(path)),
        ) from None


class _Reader:
    """Reads one file, line by line, believing nothing."""

    def __init__(self, name: str) -> None:
        self.name, self.line = name, 0
        self.hashed = hashlib.sha256()
        self.cells: dict[Any, int] = {}

    def read(self, stream: Any) -> Moments:
        try:
            return self._read(stream)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            raise self._broken() from None

    def _read(self, stream: Any) -> Moments:
        head = self._next(stream)
        if not isinstance(head, dict) or head.get("moments") != FORMAT:
            raise self._broken(sentence(N_("This is not a moment file.")))
        found = self._head(head)
        self.made = plan(found.spec)
        name, held = None, {}
        rows: list[list[Any]] = []
        while True:
            before = self.hashed.hexdigest()
            value = self._next(stream)
            if isinstance(value, list):
                rows.append(value)
                continue
            if name is not None:
                found.strata[name] = self._stratum(held, rows, found)
            if "sha256" in value:
                break
            name, held, rows = str(value["stratum"]), value, []
            if name in found.strata:
                raise ValueError(name)
        if value["sha256"] != before or stream.read(1):
            raise self._broken(sentence(N_("This moment file is not as it was written.")))
        found.keys = list(self.cells)
        return found

    def _next(self, stream: Any) -> Any:
        self.line += 1
        line = stream.readline(_LONGEST)
        self.hashed.update(line)
        return json.loads(line)

    def _head(self, head: dict[str, Any]) -> Moments:
        spec = from_json(head["specification"])
        if spec.digest != head["specification_sha256"] or head["units"] not in UNITS:
            raise ValueError
        return Moments(
            spec=spec,
            known_by=head["units"],
            rows=int(head["records"]),
            zero_weights=int(head["zero_weights"]),
            left_out={str(name): int(count) for name, count in head["left_out"].items()},
            versions=frozenset(map(str, head["made_by"])),
        )

    def _stratum(self, held: dict[str, Any], rows: list[list[Any]], found: Moments) -> Stratum:
        numbers = found.known_by == "numbers"
        units = psus.from_json(held["psus"], numbers=numbers)
        size, fpc = int(held["units"]), int(held["fpc"])
        known = int((units[:, 1] - units[:, 0] + 1).sum())
        if size < 1 or fpc < 0 or (found.known_by != "records" and known != size):
            raise ValueError(size)
        cells = [self._cell(found.spec, row) for row in rows]
        if len(set(cells)) < len(cells):
            raise ValueError(cells)
        sums = [[wide.words(one) for one in self._ints(row[4], self.made.sums)] for row in rows]
        bases = len(self.made.bases)
        parts = [np.array([self._ints(row[at], bases) for row in rows], np.int64) for at in (2, 3)]
        return Stratum(
            units, size, fpc, np.array(cells, np.int64),
            np.array(sums, np.int64).reshape(len(rows), self.made.sums, 2),
            *(part.reshape(len(rows), bases) for part in parts),
        )  # fmt: skip

    def _cell(self, spec: Spec, row: list[Any]) -> int:
        breakdown, codes = int(row[0]), tuple(str(code) for code in row[1])
        if breakdown < 0 or len(codes) != len(spec.breakdowns[breakdown]):
            raise ValueError(codes)
        return self.cells.setdefault((breakdown, codes), len(self.cells))

    def _ints(self, text: str, count: int) -> list[int]:
        found = [int(word) for word in text.split(" ")]
        if len(found) != count or max(map(len, text.split(" "))) > 40:
            raise ValueError(count)
        return found

    def _broken(self, words: Sentence | None = None) -> BadInput:
        return BadInput(
            "moments.damaged",
            words or sentence(N_("This moment file is damaged from this line on.")),
            remedy=sentence(N_("Ask for it again from the office that made it.")),
            place=Place(file=self.name, line=self.line),
        )
