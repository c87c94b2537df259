"""What a text is worth: a pass, a receipt, or proofs of the log, for one day and one trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines import tokens
from corridor.engines.evidence import bonds, reading
from corridor.engines.evidence.facts import Fact, proved
from corridor.engines.evidence.revoked import FRESH_DAYS, Revoked, read_revoked
from corridor.engines.evidence.trust import Trust
from corridor.engines.tokens import Verified

STATES = (
    "valid",
    "not_yet",
    "expired",
    "revoked",
    "policy_not_met",
    "not_in_log",
    "unknown_key",
    "forged",
    "unreadable",
)
"""From good to bad. A file is worth what its worst part is worth."""

WORDS: dict[str, str] = {
    **{str(state): word for state, word in tokens.STATE_WORDS.items()},
    "revoked": N_("Taken back"),
    "policy_not_met": N_("In the log, but too few have confirmed it"),
    "not_in_log": N_("Not in the log"),
}
"""What each state is called, for people; machines read the state itself."""

_ENDED = {
    "pass": N_("Genuine, but taken back on {day}: it is not valid any more."),
    "blank": N_(
        "A genuine pre-issued pass, but closed on {day} as lost, spoilt, not used or taken back: "
        "nobody travels on it. Keep it, and call the clearance office."
    ),
}
_PASSES = frozenset(_ENDED)


@dataclass(frozen=True, slots=True)
class Answer:
    """``state`` is one of ``STATES``, ``kind`` what the text is, ``says`` what it means.

    ``revocation`` of a genuine pass: ``none`` (no list at hand), ``false`` (the list is not to
    be relied on), ``old`` or ``checked``; ``age`` is the list's in days. Facts and papers are
    empty unless they are genuine.
    """

    state: str
    kind: str
    says: Sentence
    revocation: str = ""
    age: int | None = None
    papers: tuple[Verified, ...] = ()
    facts: tuple[Fact, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer of ``corridor pass verify --json``; the first paper stands at the top."""
        first = self.papers[0] if self.papers else None
        return {
            "state": self.state,
            "valid": self.state == "valid",
            "kind": self.kind,
            "kid": first.kid if first else "",
            "short_code": first.short_code if first else "",
            "payload": dict(first.payload) if first else {},
            "sentence": self.says.say(),
            "revocation": self.revocation,
            "list_age": self.age,
            "papers": [_paper_json(one) for one in self.papers],
            "facts": [one.as_json() for one in self.facts],
        }


def check(text: str, trust: Trust, on: date) -> Answer:
    """What a paper, JSON around one, or a file of proofs is worth on a day. Never raises."""
    given = reading.brought(text)
    if reading.is_proof(given):
        answer = _file(given, trust, on)
    else:
        paper = _paper(given, trust, on)
        genuine = (paper,) if paper.state != "unreadable" else ()
        answer = Answer(paper.state, paper.kind, paper.sentence, papers=genuine)
        if paper.state == "unreadable" and _is_contract(given):
            answer = replace(answer, says=sentence(N_("This contract carries no signature.")))
    return _looked_up(answer, trust, on)


def _is_contract(text: str) -> bool:
    read = reading.json_value(text) if text.startswith("{") else None
    return isinstance(read, dict) and "terms" in read


def _paper(text: str, trust: Trust, on: date) -> Verified:
    """The signed text; a key that was not in use on the paper's day is not known for it."""
    found = tokens.verify(text, trust.public, on)
    if not found.genuine:
        return found
    dated = str(found.payload.get("registered_on", found.payload.get("valid_from", "")))
    if trust.keys[found.kid].signed_on(dated):
        return found
    why = sentence(
        N_("The key “{kid}” was not in use on {day}: call the issuing office."),
        kid=found.kid,
        day=dated,
    )
    return replace(found, state="unknown_key", payload={}, sentence=why)


def _file(text: str, trust: Trust, on: date) -> Answer:
    parts = reading.proofs_in(text)
    if len(parts) > reading.MOST:
        return Answer("unreadable", "", sentence(N_("There are too many proofs in this file.")))
    found = [proved(part, trust.policy) for part in parts]
    worst = max(found, key=lambda one: STATES.index(one.state))
    if any(one.fact is None for one in found):
        return Answer(worst.state, "", worst.says)
    facts = tuple(one.fact for one in found if one.fact is not None)
    return _together(facts, Answer(worst.state, bonds.kind_of(facts), worst.says), trust, on)


def _together(facts: Sequence[Fact], answer: Answer, trust: Trust, on: date) -> Answer:
    if not bonds.hold(facts):
        return _forged(answer)
    papers = [(_paper(text, trust, on), kind) for text, kind in bonds.papers(facts)]
    for paper, kind in papers:
        if paper.genuine and not (paper.kind == kind and bonds.agrees(paper, facts)):
            return _forged(answer)
    if answer.kind == "offer" and answer.state == "valid":
        answer = replace(answer, says=sentence(N_("An offer as it entered the log, unregistered.")))
    return _worst(answer, facts, [paper for paper, _ in papers])


def _worst(answer: Answer, facts: Sequence[Fact], papers: Sequence[Verified]) -> Answer:
    for paper in papers:
        # A text that cannot be read was never issued, though it stands in the log.
        state = "forged" if paper.state == "unreadable" else paper.state
        if STATES.index(state) > STATES.index(answer.state):
            answer = replace(answer, state=state, says=paper.sentence)
    if not _shown(answer.state):
        return replace(answer, papers=(), facts=())
    if answer.state == "valid" and papers:
        answer = replace(answer, says=papers[0].sentence)
    return replace(answer, papers=tuple(papers), facts=tuple(facts))


def _forged(answer: Answer) -> Answer:
    why = sentence(
        N_("The parts of this file do not belong together: one was exchanged or left out.")
    )
    return replace(answer, state="forged", kind="", says=why, papers=(), facts=())


def _shown(state: str) -> bool:
    return STATES.index(state) < STATES.index("not_in_log")


def _looked_up(answer: Answer, trust: Trust, on: date) -> Answer:
    """The same answer once its passes were looked for in the list."""
    passes = [one for one in answer.papers if one.genuine and one.kind in _PASSES]
    if not passes or not _shown(answer.state):
        return answer
    if not trust.revoked:
        return replace(answer, revocation="none")
    try:
        listed = read_revoked(reading.cleaned(trust.revoked) + "\n", trust.public)
    except BadInput:
        return replace(answer, revocation="false")
    return _listed(answer, listed, passes, on)


def _listed(answer: Answer, listed: Revoked, passes: Sequence[Verified], on: date) -> Answer:
    age = listed.age(on)
    answer = replace(answer, revocation="old" if age > FRESH_DAYS else "checked", age=age)
    lost = next((one for one in passes if one.short_code in listed.codes), None)
    if lost is None or STATES.index(answer.state) > STATES.index("revoked"):
        return answer
    why = sentence(_ENDED[lost.kind], day=listed.codes[lost.short_code])
    return replace(answer, state="revoked", says=why)


def _paper_json(one: Verified) -> dict[str, Any]:
    payload = {name: str(value) for name, value in one.payload.items()}
    head = {"kind": one.kind, "kid": one.kid, "short_code": one.short_code, "state": one.state}
    return head | {"payload": payload}
