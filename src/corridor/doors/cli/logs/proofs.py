"""``corridor log check FILE.tlog-proof``: one entry, its path, the checkpoint and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.cli.logs.binary import decoded
from corridor.doors.cli.logs.checking import Checked
from corridor.doors.cli.logs.reading import bad, text_of
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.hashes import SIZE, leaf_hash
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.leaf import parse_opening
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import Judgement, Policy, judge, parse_policy
from corridor.engines.log.proof import Proof, parse_proof


@dataclass(frozen=True, slots=True)
class Trust:
    """What the caller trusts and asks for, as the options say it."""

    log: str
    witnesses: tuple[str, ...] = ()
    policy: str = ""
    leaf_hash: str = ""


def check_proof(text: str, trust: Trust) -> Checked:
    """Check a proof file: the path, then the signatures. Raises ``BadInput``."""
    proof = parse_proof(text)
    note = parse_note(proof.checkpoint_text)
    told = parse_checkpoint(note.text)
    leaf, fields = _leaf(proof, trust)
    included = proof.holds(leaf)
    found = judge(note, policy_of(trust))
    more: dict[str, Any] = {
        "origin": told.origin,
        "tree_size": told.size,
        "index": proof.index,
        "included": included,
        "logged": found.logged,
        "witnesses": list(found.witnesses),
    }
    more |= {"entry": fields} if fields else {}
    return _answer(included, found, more)


def _answer(included: bool, found: Judgement, more: dict[str, Any]) -> Checked:
    why = None
    if not included:
        why = sentence(N_("This path does not lead from this entry to the checkpoint's root."))
    elif more.get("entry", more)["index"] != more["index"]:
        why = sentence(N_("The entry was written for another place in the log. Keep a copy of it."))
    if why:
        return Checked(False, "tlog-proof", why, more)
    return Checked(found.accepted, "tlog-proof", found.sentence, more)


def _leaf(proof: Proof, trust: Trust) -> tuple[bytes, dict[str, Any]]:
    if not trust.leaf_hash:
        opening = parse_opening(proof.extra)
        return leaf_hash(opening.entry), dict(opening.says()) | {"fields": dict(opening.fields)}
    try:
        given = decoded(trust.leaf_hash)
    except ValueError:
        given = b""
    if len(given) != SIZE:
        raise bad(
            "field",
            sentence(N_("This is no hash of 32 bytes in hex or base64.")),
            N_("Copy the value again, whole."),
        ).at(field="--leaf-hash")
    return given, {}


def policy_of(trust: Trust) -> Policy:
    """The policy that the options ask for. Raises ``BadInput`` placed at the option."""
    if trust.policy:
        return parse_policy(text_of(trust.policy))
    if not trust.log:
        raise bad(
            "field",
            sentence(N_("Whose log this is cannot be told without its key.")),
            N_("Give the log's key with --log, or a policy with --policy."),
        ).at(field="--log")
    try:
        witnesses = tuple(VerifierKey.parse(one) for one in trust.witnesses)
    except BadInput as problem:
        raise problem.at(field="--witness") from None
    try:
        log = VerifierKey.parse(trust.log)
    except BadInput as problem:
        raise problem.at(field="--log") from None
    # Every witness that was named must have confirmed it.
    return Policy(log, witnesses, needed=len({one.name for one in witnesses}))
