"""When a checkpoint counts: signed by the log, and confirmed by enough others.

The house rule is “two of three, one of them not ours”: a state that shows different logs to
different people would need a foreign or independent witness to sign both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.keys import COSIGNATURE, ML_DSA_44, VerifierKey
from corridor.engines.log.note import Note


@dataclass(frozen=True, slots=True)
class Earlier:
    """A key that the log signed with before; it counts for trees of at most ``until`` entries.

    Whoever finds the old key can so sign nothing that is newer than its end.
    """

    key: VerifierKey
    until: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Whose signatures are wanted: the log's, and ``needed`` of the ``witnesses``.

    ``earlier`` are keys that the log had before, so that an old proof goes on holding. ``ours``
    names the witnesses under the same authority as the log; when any is needed, at least one
    must be another's. A witness may hold several keys under one name and counts once. Raises
    ``BadInput`` for a policy that could not be met or could be met by a trick.
    """

    log: VerifierKey
    witnesses: tuple[VerifierKey, ...] = ()
    ours: frozenset[str] = frozenset()
    needed: int = 0
    origin: str = ""
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        """Refuses what would make the count mean less than it says."""
        names = self.names
        public = [key.public for key in self.keys]
        if any(key.kind not in (COSIGNATURE, ML_DSA_44) for key in self.witnesses):
            raise _unfit(sentence(N_("A witness has a key for cosignatures.")), "witnesses")
        if len(set(public)) < len(public):
            raise _unfit(sentence(N_("One key stands under two names.")), "witnesses")
        if not self.ours <= names:
            raise _unfit(sentence(N_("“ours” names somebody who is no witness.")), "ours")
        if not 0 <= self.needed <= len(names) or (self.needed and not names - self.ours):
            raise _unfit(sentence(N_("No checkpoint could ever meet this.")), "needed")

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Every key whose signature says something."""
        return (self.log, *(one.key for one in self.earlier), *self.witnesses)

    @property
    def names(self) -> frozenset[str]:
        """The witnesses' names."""
        return frozenset(key.name for key in self.witnesses)

    def as_json(self) -> dict[str, Any]:
        """As ``parse_policy`` reads it."""
        named = [{"key": key.text(), "ours": key.name in self.ours} for key in self.witnesses]
        told: dict[str, Any] = {"log": self.log.text(), "witnesses": named, "needed": self.needed}
        if self.earlier:
            told["earlier"] = [{"key": e.key.text(), "until": e.until} for e in self.earlier]
        return told | ({"origin": self.origin} if self.origin else {})


@dataclass(frozen=True, slots=True)
class Judgement:
    """``logged``: the log signed it. ``accepted``: and the policy is met.

    ``witnesses`` are the names of those who confirmed it; ``sentence`` says it to a person.
    """

    accepted: bool
    logged: bool
    witnesses: tuple[str, ...]
    sentence: Sentence


def judge(note: Note, policy: Policy) -> Judgement:
    """What a signed checkpoint is worth under a policy. Never raises."""
    broken = note.broken_by(policy.keys)
    if broken:
        return Judgement(False, False, (), _broken(broken[0].name))
    signed = note.verified_by(policy.keys)
    if not _by_the_log(note.text, signed, policy):
        unsigned = sentence(N_("The log “{name}” has not signed this."), name=policy.log.name)
        return Judgement(False, False, (), unsigned)
    found = tuple(sorted({key.name for key in signed if key in policy.witnesses}))
    return Judgement(_enough(found, policy), True, found, _told(found, policy))


def parse_policy(text: str) -> Policy:
    """A policy from its JSON file. Raises ``BadInput`` naming the field that does not fit."""
    try:
        told = json.loads(text)
        named = [(VerifierKey.parse(one["key"]), one.get("ours")) for one in told["witnesses"]]
        log, origin, needed = VerifierKey.parse(told["log"]), told.get("origin", ""), told["needed"]
        before = [(VerifierKey.parse(e["key"]), e["until"]) for e in told.get("earlier", [])]
        plain = isinstance(origin, str) and type(needed) is int
        plain = plain and all(type(until) is int and until >= 0 for _, until in before)
        if not plain or any(not isinstance(is_ours, bool) for _, is_ours in named):
            raise TypeError(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _unfit(
            sentence(N_("This is no policy: “log”, “witnesses” and “needed” are expected.")), "log"
        ) from None
    ours = frozenset(key.name for key, is_ours in named if is_ours)
    earlier = tuple(Earlier(key, until) for key, until in before)
    return Policy(log, tuple(key for key, _ in named), ours, needed, origin, earlier)


def _by_the_log(text: str, signed: Sequence[VerifierKey], policy: Policy) -> bool:
    try:
        head = parse_checkpoint(text)
    except BadInput:
        return False
    then = [one.key for one in policy.earlier if head.size <= one.until]
    of_it = head.origin == (policy.origin or policy.log.name)
    return of_it and any(key in signed for key in (policy.log, *then))


def _enough(found: Sequence[str], policy: Policy) -> bool:
    others = set(found) - policy.ours
    return len(found) >= policy.needed and (not policy.needed or bool(others))


def _told(found: Sequence[str], policy: Policy) -> Sentence:
    names = ", ".join(found)
    if not policy.needed:
        return sentence(N_("Signed by the log. No witness was asked for."))
    if len(found) < policy.needed:
        return sentence(
            N_("Signed by the log, but confirmed by {found} of the {needed} witnesses needed."),
            found=len(found),
            needed=policy.needed,
        )
    if not _enough(found, policy):
        return sentence(
            N_("Signed by the log, but every witness ({names}) is its own."), names=names
        )
    return sentence(N_("Signed by the log and confirmed by {names}."), names=names)


def _broken(name: str) -> Sentence:
    return sentence(
        N_("A signature of “{name}” is false. Do not rely on this, and keep a copy of it."),
        name=name,
    )


def _unfit(why: Sentence, field: str) -> BadInput:
    problem = BadInput(
        "log.policy", why, remedy=sentence(N_("See docs/algorithms/log.md for an example."))
    )
    problem.at(field=field)
    return problem
