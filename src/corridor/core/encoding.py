"""Text that is not UTF-8, told by its name where its bytes show it."""

from __future__ import annotations

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

LOOKED_AT = 65_536
_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def other_than_utf8(start: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by every other byte being 0; empty where neither shows."""
    found = next((kind for mark, kind in _MARKS if start.startswith(mark)), "")
    if found:
        return found
    start = start[:LOOKED_AT]
    zeros = max(start[::2].count(0), start[1::2].count(0))
    return "UTF-16" if zeros > len(start) // 4 else ""


def in_utf8(start: bytes, name: str, code: str = "text.encoding") -> None:
    """Raise ``BadInput`` for a text that begins as one in UTF-16 or UTF-32 does."""
    found = other_than_utf8(start)
    if found:
        words = sentence(
            N_("The file {name} is written in {encoding}, not in UTF-8."), name=name, encoding=found
        )
        remedy = sentence(N_("In your spreadsheet choose “CSV UTF-8” when you save it."))
        if not name.lower().endswith((".csv", ".txt", ".tsv")):
            remedy = sentence(N_("Save it as UTF-8 text."))
        raise BadInput(code, words, remedy=remedy)
