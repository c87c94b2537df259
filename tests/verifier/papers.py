"""Papers of an invented office: fixed keys, a small log, a contract, its receipt and its pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.engines.log import signers

from corridor.core.canonical import digest
from corridor.engines import tokens
from corridor.engines.evidence import revoked
from corridor.engines.log import keys, leaf
from corridor.engines.log.checkpoint import Checkpoint
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.note import signature_line
from corridor.engines.log.policy import Policy
from corridor.engines.log.proof import Proof
from corridor.engines.log.tree import Tree, leaf_hash

ON = "2026-02-01"
LOG, OURS, THEIRS = "np.example/log", "np.example/w", "qa.example/w"
SEEDS = {"pass": 11, "receipt": 12, "revocation": 13, "blank": 15, "strange": 14}
WITNESSES = {OURS: 2, THEIRS: 3}
TERMS = {
    "basic_wage": "1200.00",
    "currency": "QAR",
    "pay_period": "month",
    "allowance_food": "in_kind",
    "contract_months": 24,
    "hours_week": 48,
    "worksite": "Lusail, برج ٣",
    "deductions": [{"what": "bus", "per_month": "20.00"}],
}
CONTRACT, WORKER = "01KAM0Q3T5S6X7Y8Z9A0B1C2D3", "SITA TAMANG"


def secret(purpose: str) -> Ed25519PrivateKey:
    return signers.secret(SEEDS[purpose])


def public(purpose: str) -> bytes:
    return secret(purpose).public_key().public_bytes_raw()


def kid(purpose: str, seed: str = "") -> str:
    return f"{purpose}-{public(seed or purpose).hex()[:12]}"


def paper(kind: str, payload: Mapping[str, str | int], signer: str = "") -> str:
    text = tokens.unsigned(kind, kid(kind, signer), payload)
    return tokens.sealed(text, "", secret(signer or kind).sign(text.encode())).text


def version(contract: str = CONTRACT, wage: str = "1200.00", number: int = 1) -> dict[str, Any]:
    terms = {**TERMS, "basic_wage": wage}
    body = {"contract": contract, "number": number, "terms": terms}
    head = {"id": f"V{number}-{contract[-4:]}", "contract_id": contract, "number": number}
    return {**head, "kind": "offer", "terms": terms, "digest": digest(body)}


def receipt(of: Mapping[str, Any], signer: str = "") -> str:
    return paper(
        "receipt",
        {
            "contract": of["contract_id"],
            "corridor": "NPL-QAT",
            "version": of["number"],
            "digest": of["digest"][:32],
            "registered_on": "2026-01-12",
            "registered_by": "QAT",
        },
        signer,
    )


def travel_pass(of: Mapping[str, Any], **given: Any) -> str:
    said = {
        "contract": of["contract_id"],
        "corridor": "NPL-QAT",
        "holder": WORKER,
        "employer_name": "Lusail Bau GmbH é",
        "valid_from": "2026-01-20",
        "valid_to": "2026-03-20",
        "birth_year": 1998,
        "digest": of["digest"][:16].upper(),
    }
    return paper("pass", said | given)


AGREED, OTHER = version(), version("01KAM0Q3T5S6X7Y8Z9A0B1C2Z9", "830.00")
PASS, RECEIPT = travel_pass(AGREED), receipt(AGREED)


def fact(type_: str, fields: dict[str, Any], *show: str) -> tuple[str, dict[str, Any], list[str]]:
    return type_, fields, list(show) or list(fields)


def registered(of: Mapping[str, Any], text: str) -> dict[str, Any]:
    said = {"id": "R1", "version_id": of["id"], "side": "destination", "on": "2026-01-12"}
    return said | {"receipt": text, "short_code": tokens.short_code(text), "officer": "01HIDDEN"}


SIGNED = {"id": "S1", "version_id": AGREED["id"], "party": "worker", "on": "2026-01-09"}
ISSUED = {"id": "P1", "text": PASS, "short_code": tokens.short_code(PASS), "kid": kid("pass")}
FACTS = {
    "version": fact("contract.version", AGREED),
    "signed": fact("contract.signed", SIGNED | {"assisted_by": ""}, *SIGNED),
    "registered": fact("contract.registered", registered(AGREED, RECEIPT), "version_id", "receipt"),
    "issued": fact("clearance.pass", ISSUED),
    "other": fact("contract.version", OTHER),
    "other_registered": fact("contract.registered", registered(OTHER, receipt(OTHER))),
    "false_receipt": fact("contract.registered", registered(AGREED, receipt(OTHER))),
    "licence": fact("licence.decided", {"agency_id": "A1", "on": "2025-12-01"}),
}


class Log:
    """A log of thirteen entries: the facts above among others."""

    def __init__(self, name: str = LOG, seed: int = 1) -> None:
        self.name, self.seed, self.tree = name, seed, Tree()
        self.openings: dict[str, tuple[int, leaf.Opening]] = {}
        for at in range(13):
            names = list(FACTS)
            self._append(at, names[at - 3] if 0 <= at - 3 < len(names) else "")

    def _append(self, at: int, name: str) -> None:
        type_, fields, show = FACTS.get(name, ("journal.anchor", {"digest": str(at)}, []))
        key = bytes([0xA0 + at]) * 32
        marks = leaf.marks(key, fields)
        data = leaf.entry(
            index=at,
            type=type_,
            commitment=leaf.commitment(key, marks),
            previous="",
            hour="2026-01-12T10",
        )
        self.tree.append(data)
        self.openings[name] = at, leaf.Opening(data, key, marks, {one: fields[one] for one in show})

    def note(self, *witnesses: str) -> str:
        body = Checkpoint(self.name, len(self.tree), self.tree.root()).text()
        lines = [signers.signed(body, self.name, self.seed)]
        lines += [signers.cosigned(body, name, WITNESSES[name]) for name in witnesses]
        return body + "\n" + "".join(lines)

    def proof(self, name: str, *witnesses: str, extra: bytes | None = None) -> str:
        at, opening = self.openings[name]
        path = tuple(self.tree.inclusion(at))
        told = opening.bytes() if extra is None else extra
        note = self.note(*(witnesses or (OURS, THEIRS)))
        assert extra is not None or Proof(at, path, note).holds(leaf_hash(opening.entry))
        return Proof(at, path, note, told).text()

    def without(self, name: str, *fields: str) -> str:
        """The proof with fields left out, as whoever holds it can leave them out."""
        opening = self.openings[name][1]
        kept = {one: value for one, value in opening.fields.items() if one not in fields}
        return self.proof(name, extra=replace(opening, fields=kept).bytes())

    def file(self, *names: str) -> str:
        return "".join(self.proof(name) for name in names)


def policy(needed: int = 2, log: str = LOG, seed: int = 1) -> dict[str, Any]:
    named = [signers.key(name, one, keys.COSIGNATURE) for name, one in WITNESSES.items()]
    return Policy(signers.key(log, seed), tuple(named), frozenset({OURS}), needed).as_json()


def before(seed: int, until: int) -> dict[str, Any]:
    """A policy's part on the key that the log had before."""
    return {"earlier": [{"key": signers.key(LOG, seed).text(), "until": until}]}


def listed(on: str = "2026-01-30", *codes: str, signer: str = "revocation", log: str = LOG) -> str:
    """A list of passes taken back; without codes it holds two of other passes."""
    rows = [(code, date(2026, 1, 25)) for code in codes or ("00000-AAAAA", "ZZZZZ-99999")]
    body = revoked.list_text(log, date.fromisoformat(on), rows)
    name = f"{log}{revoked.TAIL}"
    own: VerifierKey = revoked.list_key(name, public(signer))
    return f"{body}\n" + signature_line(name, own.key_id, secret(signer).sign(body.encode()))


def trust(**given: Any) -> dict[str, Any]:
    """What the verifier pins: the office's keys, the policy, an empty-handed list."""
    own = [{"kid": kid(one), "purpose": one, "public": public(one).hex()} for one in SEEDS]
    named = [key | {"valid_from": "2025-12-01T00:00:00+00:00"} for key in own[:-1]]
    head = {"made": "2026-01-30", "node": "np", "keys": named, "policy": policy()}
    return head | {"revoked": listed()} | given


def wrapped(text: str) -> str:
    return json.dumps({"text": text})
