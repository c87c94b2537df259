"""``corridor log check``: does a proof hold, and if not, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corridor.core.text import N_, Sentence, sentence
from corridor.doors.cli.logs.leaves import leaf_data
from corridor.doors.cli.logs.reading import Fields
from corridor.engines.log import verify
from corridor.engines.log.hashes import leaf_hash


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer for one proof; ``more`` are further members of the JSON."""

    ok: bool
    kind: str
    sentence: Sentence
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """One object of the answer."""
        told = {"ok": self.ok, "kind": self.kind, "sentence": self.sentence.say()}
        return told | self.more


def check(given: Fields) -> Checked:
    """Check one object; what it is follows from its fields. Raises ``BadInput``."""
    found = _consistency(given) if is_consistency(given) else _inclusion(given)
    if isinstance(given.given.get("desc"), str):
        found.more["desc"] = given.given["desc"]
    return found


def is_consistency(given: Fields) -> bool:
    """Whether the object is about two sizes of a log and not about one entry."""
    return "size1" in given or "size2" in given


def _inclusion(given: Fields) -> Checked:
    index, size = given.number("index"), given.number("tree_size")
    leaf = given.raw("leaf_hash") if "leaf_hash" in given else leaf_hash(leaf_data(given))
    root, proof = given.raw("root"), given.raws("proof")
    if verify.verify_inclusion(leaf, index, size, proof, root):
        good = N_("Entry {index} is in the log of {size} entries with this root.")
        return Checked(True, "inclusion", sentence(good, index=index, size=size))
    return Checked(False, "inclusion", _why_not_included(index, size, [leaf, root, *proof]))


def _why_not_included(index: int, size: int, hashes: list[bytes]) -> Sentence:
    if index >= size:
        return sentence(N_("There is no entry {index} in a log of {size}."), index=index, size=size)
    return _why_not_read(hashes, verify.inclusion_length(index, size)) or sentence(
        N_("This path does not lead from this entry to this root.")
    )


def _consistency(given: Fields) -> Checked:
    old, new = given.number("size1"), given.number("size2")
    roots, proof = (given.raw("root1"), given.raw("root2")), given.raws("proof")
    if verify.verify_consistency(old, new, proof, *roots):
        good = N_("The log of {new} entries begins with the log of {old}.")
        return Checked(True, "consistency", sentence(good, old=old, new=new))
    return Checked(False, "consistency", _why_not_consistent(old, new, [*roots, *proof]))


def _why_not_consistent(old: int, new: int, hashes: list[bytes]) -> Sentence:
    if old > new:
        return sentence(N_("A log of {new} has never had {old} entries."), old=old, new=new)
    if not old:
        return sentence(N_("From an empty log nothing can be shown."))
    return _why_not_read(hashes, verify.consistency_length(old, new)) or sentence(
        N_("The two roots are not of one log: an entry was changed or removed.")
    )


def _why_not_read(hashes: list[bytes], wanted: int) -> Sentence | None:
    found = len(hashes) - 2
    if found != wanted:
        return sentence(
            N_("The proof has {found} hashes where {wanted} belong."), found=found, wanted=wanted
        )
    if not verify.whole(*hashes):
        return sentence(N_("A hash does not have 32 bytes."))
    return None
