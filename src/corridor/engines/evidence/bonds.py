"""Whether the facts of one file belong together, and the signed papers among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corridor.core.canonical import digest
from corridor.engines.evidence.facts import Fact
from corridor.engines.tokens import Verified

VERSION, REGISTERED, SIGNED = "contract.version", "contract.registered", "contract.signed"
ISSUED = "clearance.pass"
PAPERS: Mapping[str, tuple[str, str]] = {
    REGISTERED: ("receipt", "receipt"),
    ISSUED: ("text", "pass"),
}
"""Which field of a fact holds a signed paper, and of which kind it must be."""

_WHOLE = ("id", "contract_id", "number", "terms", "digest")
_SHORTEST = 16  # hex digits of a fingerprint that a paper carries at least


def kind_of(facts: Sequence[Fact]) -> str:
    """What the file is: a contract, its mere offer, a pass, a receipt, or another record."""
    paper = next((PAPERS[fact.type][1] for fact in facts if fact.type in PAPERS), None)
    if any(fact.type == VERSION for fact in facts):
        return "contract" if paper else "offer"
    return paper or "record"


def versions(facts: Iterable[Fact]) -> list[Mapping[str, Any]]:
    """Versions of contracts that are shown whole."""
    return [one.fields for one in facts if one.type == VERSION and set(_WHOLE) <= set(one.fields)]


def papers(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Each signed paper: its text, and the kind it must be."""
    found = [(fact.fields, *PAPERS[fact.type]) for fact in facts if fact.type in PAPERS]
    return [(str(fields[name]), kind) for fields, name, kind in found if name in fields]


def hold(facts: Sequence[Fact]) -> bool:
    """Whether there is one version at most, with its own fingerprint, and all else is of it.

    With two versions a reader could take the terms of one for those the other's receipt proves.
    Whoever holds a file can leave fields out: a version without its fingerprint stands alone, and
    a pass or receipt shows its signed paper, or nobody could see that it has ended.
    """
    if any(PAPERS[one.type][0] not in one.fields for one in facts if one.type in PAPERS):
        return False
    shown, found = sum(one.type == VERSION for one in facts), versions(facts)
    if len(found) < shown:
        return len(facts) == 1
    if not found:
        return True
    bound = [one.fields for one in facts if one.type in {REGISTERED, SIGNED}]
    return (
        len(found) == 1
        and all(fields.get("version_id") == found[0]["id"] for fields in bound)
        and terms_hold(found[0])
    )


def terms_hold(fields: Mapping[str, Any]) -> bool:
    """Whether the fingerprint is that of the terms shown."""
    body = {"contract": fields["contract_id"], "number": fields["number"], "terms": fields["terms"]}
    return bool(digest(body) == fields["digest"])


def agrees(paper: Verified, facts: Sequence[Fact]) -> bool:
    """Whether a genuine paper is about the version in the same file, if one is there."""
    return all(_of(paper, version) for version in versions(facts))


def _of(paper: Verified, version: Mapping[str, Any]) -> bool:
    payload = {name: str(value) for name, value in paper.payload.items()}
    number = str(version["number"])
    return (
        payload.get("contract") == str(version["contract_id"])
        and payload.get("version", number) == number
        and len(payload.get("digest", "")) >= _SHORTEST
        and str(version["digest"]).lower().startswith(payload["digest"].lower())
    )
