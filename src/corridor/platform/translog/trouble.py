"""What a verification can find, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corridor.core.text import N_, Sentence, sentence

KINDS: dict[str, str] = {
    "edited": N_("{model} {record}: {fields} changed after entry {index} was written."),
    "backdated": N_("{model} {record}: the date {fields} was changed after entry {index}."),
    "swapped": N_("{model} {record} and {other} had their contents swapped ({fields})."),
    "deleted": N_("{model} {record} is gone; entry {index} of the log says that it existed."),
    "inserted": N_("{model} {record} stands in the table without an entry in the log."),
    "part_edited": N_("{model} {record}: row {row} of {part} was changed after entry {index}."),
    "part_deleted": N_("{model} {record}: row {row} of {part} is gone since entry {index}."),
    "part_inserted": N_("{model} {record}: a row of {part} was added after entry {index}."),
    "entry_deleted": N_("Entry {index} of the log is gone."),
    "entry_edited": N_("Entry {index} of the log was changed."),
    "entry_moved": N_("Entry {index} of the log stands where entry {other} belongs."),
    "entry_added": N_("Entry {index} was put into the log without belonging to its history."),
    "subtree": N_("The stored hash of entries {first} to {last} is not what they give."),
    "checkpoint_edited": N_("The checkpoint of {size} entries is not what the node signed."),
    "checkpoint_deleted": N_(
        "A checkpoint of {size} entries was signed and is kept elsewhere, but no longer here."
    ),
    "outside": N_("The checkpoint of {size} entries that was brought is not signed by this log."),
    "root": N_("The tree of {size} entries is not the one that was signed then."),
    "restored": N_(
        "The log has {found} entries, but a checkpoint of {size} was signed: "
        "an older copy was put back, or the end was cut off."
    ),
    "cosignature": N_("The signature of {witness} under the checkpoint of {size} is not genuine."),
    "key_lost": N_("Entry {index} cannot be opened, and no lawful erasure is on record for it."),
    "unclosed": N_("Entry {index} passes for erased, but the erasure on record did not close it."),
    "opening": N_("What opens entry {index} was changed."),
    "journal_edited": N_("Entry {record} of the journal ({act}) was changed."),
    "journal_deleted": N_("{found} entries of the journal are left of {entries} until {record}."),
    "journal_changed": N_("The journal until {record} is not what it was when it was anchored."),
}
"""Each kind of change with its sentence; ``--json`` gives the kind and the values."""

# What makes entries before it look like the newest of their records.
_TEARS = frozenset({"entry_deleted", "entry_moved", "entry_edited", "entry_added", "restored"})

# What follows from another change, and is told after what caused it.
_FOLLOWS = {
    "opening": 1,
    "key_lost": 1,
    "unclosed": 1,
    "inserted": 1,
    "root": 2,
    "checkpoint_edited": 2,
    "checkpoint_deleted": 3,
    "outside": 2,
    "cosignature": 2,
    "subtree": 3,
}


@dataclass(slots=True)
class Trouble:
    """One thing that does not fit: its kind, where it is, and the values of its sentence.

    ``follows`` where it can be explained by another trouble. ``named`` is what the record is
    called, as its table says it now.
    """

    kind: str
    index: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    follows: bool = False
    named: Sentence | None = None

    @property
    def sentence(self) -> Sentence:
        values = {"index": self.index, **self.values}
        if self.named is not None:
            record = values.get("record")
            values["record"] = sentence("{record} ({named})", record=record, named=self.named)
        return sentence(KINDS[self.kind], **values)

    @property
    def order(self) -> tuple[int, float]:
        """Causes before what follows from them, earlier entries before later ones."""
        at = self.index if self.index is not None else self.values.get("found", float("inf"))
        return max(_FOLLOWS.get(self.kind, 0), int(self.follows)), float(at)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "index": self.index,
            **self.values,
            **({} if self.named is None else {"named": self.named.say()}),
            "sentence": self.sentence.say(),
        }


@dataclass(slots=True)
class Report:
    """What was checked and what was found; the cause that comes first in the log leads.

    ``facts`` were recomputed; ``earlier`` are entries of records that have a newer one.
    """

    entries: int = 0
    facts: int = 0
    earlier: int = 0
    erased: int = 0
    checkpoints: int = 0
    cosignatures: int = 0
    journal: int = 0
    root: bytes = b""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.troubles

    def add(self, kind: str, index: int | None = None, **values: Any) -> None:
        """Note a trouble."""
        self.troubles.append(Trouble(kind, index, values))

    def torn_after(self, index: int) -> bool:
        """Whether entries behind this one are gone, moved or not what they were."""
        return any(
            one.kind in _TEARS and (one.index is None or one.index > index) for one in self.troubles
        )

    def sort(self) -> None:
        """Put causes first, in the order of the log."""
        self.troubles.sort(key=lambda one: one.order)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "entries": self.entries,
            "facts": self.facts,
            "earlier": self.earlier,
            "erased": self.erased,
            "checkpoints": self.checkpoints,
            "cosignatures": self.cosignatures,
            "journal": self.journal,
            "root": self.root.hex(),
            "troubles": [one.as_json() for one in self.troubles],
        }
