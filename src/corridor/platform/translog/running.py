"""A digest over the journal that grows entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from corridor.platform.journal.models import Entry

_AT_ONCE = 2000


class Running:
    """A digest over entries in the order of their ids: identifier and commitment of each."""

    def __init__(self) -> None:
        self.entries = 0
        self._hash = sha256()

    def add(self, entry_id: str, commitment: str) -> None:
        """Take the next entry."""
        self.entries += 1
        self._hash.update(f"{entry_id} {commitment}\n".encode())

    def digest(self) -> str:
        """The digest so far, in hex."""
        return self._hash.hexdigest()


def stretches() -> Iterator[list[Entry]]:
    """The journal in the order of its ids, some thousand entries at a time."""
    last = ""
    while found := list(Entry.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield found
        last = found[-1].pk
