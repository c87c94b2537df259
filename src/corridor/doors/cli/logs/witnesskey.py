"""A witness without a server: a key file, what it has signed, and the decision to sign."""

from __future__ import annotations

import base64
import json
import os
import time
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from corridor.core.problems import BadInput, Conflict, Problem
from corridor.core.text import N_, sentence
from corridor.engines.log.checkpoint import Checkpoint, cosignature_message, parse_checkpoint
from corridor.engines.log.keys import COSIGNATURE, ED25519, VerifierKey
from corridor.engines.log.note import parse_note, signature_line
from corridor.engines.log.witness import Request, may_sign, parse_request

_MARK = "PRIVATE+KEY"


def make(name: str, out: Path) -> str:
    """Write a fresh key readable by this user alone; answers the public half."""
    secret = Ed25519PrivateKey.generate()
    key = VerifierKey.of(name, COSIGNATURE, secret.public_key().public_bytes_raw())
    coded = base64.b64encode(bytes([COSIGNATURE]) + secret.private_bytes_raw()).decode()
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Conflict(
            "log.key_file",
            sentence(N_("The key file cannot be written ({why})."), why=error.strerror or ""),
            remedy=sentence(N_("Name a file that is not there yet.")),
        ).at(file=str(out)) from None
    with os.fdopen(descriptor, "w") as stream:
        stream.write(f"{_MARK}+{name}+{key.key_id.hex()}+{coded}\n")
    return key.text()


def cosign(text: str, file: Path, log: str) -> str:
    """The signature line for a checkpoint that continues all that this key has signed.

    Raises ``Refused`` when it does not, ``BadInput`` when something cannot be read.
    """
    key, secret = _opened(file)
    asked = parse_request(text) if text.startswith("old ") else Request(0, (), text)
    memory = file.with_name(file.name + ".seen")
    known = _memory(memory)
    origin = asked.head.origin
    trusted = [VerifierKey.parse(one) for one in known.get(origin, {}).get("keys", [])]
    if log and VerifierKey.parse(log) not in trusted:
        trusted.append(VerifierKey.parse(log))
    if not any(one.kind == ED25519 for one in trusted):
        raise BadInput(
            "log.key",
            sentence(N_("The log “{origin}” is not known to this witness yet."), origin=origin),
            remedy=sentence(N_("Give its key with --log, from a source that you trust.")),
        ).at(field="log")
    may_sign(_same_again(asked, known.get(origin)), trusted, _seen(known.get(origin)))
    kept = {"keys": [one.text() for one in trusted], "note": asked.note}
    _remember(memory, known | {origin: kept})
    body, seconds = parse_note(asked.note).text, int(time.time())
    raw = seconds.to_bytes(8, "big") + secret.sign(cosignature_message(body, seconds))
    return signature_line(key.name, key.key_id, raw)


def _same_again(asked: Request, kept: dict[str, Any] | None) -> Request:
    """A plain checkpoint of the size that was signed last needs no proof."""
    seen = _seen(kept)
    plain = not asked.old and not asked.proof and seen is not None
    return Request(seen.size, (), asked.note) if plain and seen == asked.head else asked


def _opened(file: Path) -> tuple[VerifierKey, Ed25519PrivateKey]:
    try:
        name, digits, coded = (
            file.read_text("utf-8").strip().removeprefix(_MARK + "+").split("+", 2)
        )
        data = base64.b64decode(coded, validate=True)
        secret = Ed25519PrivateKey.from_private_bytes(data[1:])
        key = VerifierKey.of(name, data[0], secret.public_key().public_bytes_raw())
        if key.kind != COSIGNATURE or key.key_id.hex() != digits:
            raise ValueError(name)
    except (OSError, ValueError, IndexError):
        raise BadInput(
            "log.key_file",
            sentence(N_("This is no key file of a witness.")),
            remedy=sentence(N_("Make one with “corridor log witness-key NAME --out FILE”.")),
        ).at(file=str(file)) from None
    return key, secret


def _seen(kept: dict[str, Any] | None) -> Checkpoint | None:
    return parse_checkpoint(parse_note(str(kept["note"])).text) if kept else None


def _memory(file: Path) -> dict[str, dict[str, Any]]:
    if not file.exists():
        return {}
    try:
        told = dict(json.loads(file.read_text("utf-8")))
        for kept in told.values():
            _seen(kept)
            [VerifierKey.parse(one) for one in kept["keys"]]
        return told
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, Problem):
        raise BadInput(
            "log.witness_memory",
            sentence(N_("What this witness has signed before cannot be read.")),
            remedy=sentence(N_("Restore that file: without it the witness must not sign.")),
        ).at(file=str(file)) from None


def _remember(file: Path, known: object) -> None:
    """On disk before anything is signed."""
    draft = file.with_name(file.name + ".tmp")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(known, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
