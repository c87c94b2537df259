"""The list of passes taken back and slips closed, as a signed note that fits in a file at the gate.

    <origin>/revocations
    2026-11-21
    2
    0A1B2-C3D4E 2026-11-20
    7K3QD-0XH2M 2026-11-02

    — <origin>/revocations <signature>

First line: whose list. Then its day, how many there are, and each short code with the day on
which it was taken back, sorted. It names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log.keys import ED25519, VerifierKey
from corridor.engines.log.note import parse_note

PURPOSE = "revocation"
TAIL = "/revocations"
FRESH_DAYS = 7
"""A list older than this still counts, and the verifier says that it is old."""

_LINE = re.compile(r"([0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}) (\d{4}-\d\d-\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Revoked:
    """A list whose signature holds: its day, and the day of each short code."""

    origin: str
    on: date
    codes: Mapping[str, date]

    def age(self, on: date) -> int:
        """Days since it was made; 0 for a day before that."""
        return max(0, (on - self.on).days)


def list_text(origin: str, on: date, codes: Iterable[tuple[str, date]]) -> str:
    """What is signed. ``origin`` is the log's, ``codes`` are short codes and their days.

    Of a code that comes twice its first day counts: readers refuse a list that says it twice.
    """
    days = dict(sorted(codes, reverse=True))
    lines = sorted(f"{code} {day.isoformat()}" for code, day in days.items())
    head = (f"{origin}{TAIL}", on.isoformat(), str(len(lines)))
    return "".join(f"{line}\n" for line in (*head, *lines))


def list_key(origin: str, public: bytes) -> VerifierKey:
    """The key that signs the list of ``origin`` (the list's whole first line)."""
    return VerifierKey.of(origin, ED25519, public)


def read_revoked(text: str, keys: Mapping[str, bytes]) -> Revoked:
    """A list signed by one of ``keys`` (by id; only those of its purpose count).

    Raises ``BadInput`` for a list that cannot be read, is not whole, or is signed by nobody
    known.
    """
    note = parse_note(text)
    found = _read(note.text)
    own = [public for kid, public in keys.items() if kid.rpartition("-")[0] == PURPOSE]
    try:
        known = [list_key(found.origin, public) for public in own]
    except BadInput:
        raise _unfit() from None
    if not note.verified_by(known):
        raise BadInput(
            "revoked.signature",
            sentence(N_("This list of passes taken back is not signed by a known office.")),
            remedy=sentence(N_("Fetch it again from /revoked.txt; do not rely on this copy.")),
        )
    return found


def _read(text: str) -> Revoked:
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not lines[0].endswith(TAIL) or not _COUNT.fullmatch(lines[2]):
        raise _unfit()
    rows = [_LINE.fullmatch(line) for line in lines[3:]]
    names = [row[1] for row in rows if row is not None]
    whole = len(names) == len(rows) == int(lines[2])
    if not whole or any(one >= other for one, other in pairwise(names)):
        raise _unfit()
    days = {row[1]: _day(row[2]) for row in rows if row is not None}
    return Revoked(lines[0], _day(lines[1]), days)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise _unfit()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unfit() from None


def _unfit() -> BadInput:
    return BadInput(
        "revoked.form",
        sentence(N_("This is not a whole list of passes taken back.")),
        remedy=sentence(N_("Fetch it again from /revoked.txt; do not rely on this copy.")),
    )
