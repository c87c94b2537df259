"""One proof: what the log holds, that it is there, and who has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.hashes import leaf_hash
from corridor.engines.log.leaf import parse_opening
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import Policy, judge
from corridor.engines.log.proof import Proof, parse_proof
from corridor.engines.log.verify import verify_inclusion

_FALSE = {"log.field", "log.commitment"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the log as its proof opens it: type, place, hour (UTC), the fields shown."""

    type: str
    index: int
    hour: str
    fields: Mapping[str, Any]
    witnesses: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "type": self.type,
            "index": self.index,
            "hour": self.hour,
            "fields": dict(self.fields),
            "witnesses": list(self.witnesses),
        }


@dataclass(frozen=True, slots=True)
class Proved:
    """``state``: valid, policy_not_met, not_in_log, forged or unreadable; the fact for the first
    two, and in a sentence why."""

    state: str
    says: Sentence
    fact: Fact | None = None


def proved(text: str, policy: Policy | None) -> Proved:
    """What one proof shows. Never raises."""
    try:
        return _proved(parse_proof(text), policy)
    except BadInput as problem:
        state = "forged" if problem.code in _FALSE else "unreadable"
        return Proved(state, problem.message)
    except RecursionError:
        return Proved("unreadable", sentence(N_("The proof does not say which record it proves.")))


def _proved(proof: Proof, policy: Policy | None) -> Proved:
    note = parse_note(proof.checkpoint_text)
    head = parse_checkpoint(note.text)
    opening = parse_opening(proof.extra)
    told = opening.says()
    if policy is None:
        return Proved("not_in_log", sentence(N_("No key of a log is known here.")))
    found = judge(note, policy)
    if not found.logged:
        broken = note.broken_by(policy.keys)
        return Proved("forged" if broken else "not_in_log", found.sentence)
    leaf = leaf_hash(opening.entry)
    path = verify_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
    if told["index"] != proof.index or not path:
        why = sentence(N_("This path does not lead from this entry to the checkpoint's root."))
        return Proved("not_in_log", why)
    named = (str(told.get("type", "")), proof.index, str(told.get("hour", "")))
    fact = Fact(*named, opening.fields, found.witnesses)
    return Proved("valid" if found.accepted else "policy_not_met", found.sentence, fact)
