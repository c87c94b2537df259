"""Signed compact texts: departure passes and registration receipts.

One line of at most 350 characters that a phone scans from paper and a person can type.
Only characters of the QR code's alphanumeric mode occur, and small letters and line breaks
do not matter. The format is described in docs/pass-format.md:

    OC1:<kind>:<key id>:<field>:<field>:...:<signature>

This module needs neither a server nor a database: whoever holds the issuers' public keys
can verify offline.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence

State = Literal["valid", "expired", "not_yet", "forged", "unknown_key", "unreadable"]
STATE_WORDS: dict[State, str] = {
    "valid": N_("Valid"),
    "expired": N_("Expired"),
    "not_yet": N_("Not valid yet"),
    "forged": N_("Not genuine"),
    "unknown_key": N_("Signer not known here"),
    "unreadable": N_("Cannot be read"),
}
"""What each answer is called, for people; machines read the state itself."""
Value = str | int

PREFIX = "OC1"
LIMIT = 350
_SIGNATURE_CHARS = 103  # 64 bytes in base32 without padding

KINDS = {"pass": "P", "receipt": "R", "blank": "B"}
# A blank is a pass signed beforehand; its holder is written on it by hand.
# The field names that passes and receipts use most, in one or two letters.
FIELDS = {
    "contract": "C",
    "corridor": "CO",
    "days": "D",
    "digest": "H",
    "employer": "E",
    "employer_name": "EN",
    "holder": "N",
    "nationality": "NA",
    "number": "NO",
    "occupation": "O",
    "birth_date": "B",
    "registered_on": "RG",
    "version": "V",
    "valid_from": "F",
    "valid_to": "T",
    "wage": "W",
}
_KIND_NAMES = {code: name for name, code in KINDS.items()}
_FIELD_NAMES = {code: name for name, code in FIELDS.items()}

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SIGNS = re.compile(r"[0-9A-Z$%*+./:-]*")
_KID = re.compile(r"[0-9a-z]+(-[0-9a-z]+)+")
# Marks of direction and width, soft hyphens: messengers add them, and no paper has any.
_UNSEEN = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_RAW = re.compile(r"[0-9A-Z./*+-]*")
_KEY = re.compile(r"[A-Z]+(?:-[A-Z]+)*")
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like another sign


@dataclass(frozen=True, slots=True)
class Token:
    """An issued text, the id of the key that signed it, and its ten-character short code."""

    text: str
    kid: str
    short_code: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a text turned out to be.

    ``payload`` is what was signed; it is shown only with its ``state``, never by itself.
    ``sentence`` says in one sentence what the state means and what to do.
    """

    kind: str
    payload: Mapping[str, Value]
    kid: str
    state: State
    sentence: Sentence
    short_code: str = ""

    @property
    def genuine(self) -> bool:
        """Whether the signature holds, whatever the day."""
        return self.state in {"valid", "expired", "not_yet"}

    def as_json(self) -> dict[str, Any]:
        """The answer of ``corridor pass verify --json``."""
        return {
            "state": self.state,
            "valid": self.state == "valid",
            "kind": self.kind,
            "kid": self.kid,
            "short_code": self.short_code,
            "payload": dict(self.payload),
            "sentence": self.sentence.say(),
        }


def unsigned(kind: str, kid: str, payload: Mapping[str, Value]) -> str:
    """The text that is signed: everything before the last colon.

    Raises ``BadInput`` when the whole would not fit ``LIMIT`` characters.
    """
    parts = [PREFIX, KINDS.get(kind, kind.upper()), _encode(kid.upper())]
    parts += [f"{_field_code(name)}.{_encode(value)}" for name, value in sorted(payload.items())]
    text = ":".join(parts)
    if len(text) + 1 + _SIGNATURE_CHARS > LIMIT:
        raise BadInput(
            "token.too_long",
            sentence(N_("This does not fit on a pass: {limit} characters at most."), limit=LIMIT),
            remedy=sentence(N_("Shorten the names.")),
            expected=LIMIT,
            found=len(text) + 1 + _SIGNATURE_CHARS,
        )
    return text


def sealed(text: str, kid: str, signature: bytes) -> Token:
    """The finished token: ``text`` as ``unsigned`` made it, and its Ed25519 signature."""
    whole = f"{text}:{_base32(signature)}"
    return Token(whole, kid, short_code(whole))


def short_code(text: str) -> str:
    """Ten characters to say over the phone, such as ``7K3QD-0XH2M``; a name, not a proof."""
    number = int.from_bytes(hashlib.sha256(tidied(text).encode()).digest()[:8]) >> 14
    signs = [_CODE_ALPHABET[(number >> shift) & 31] for shift in range(45, -5, -5)]
    return "".join(signs[:5]) + "-" + "".join(signs[5:])


def as_printed(name: str, limit: int = 39) -> str:
    """A name as passports print it: capital Latin letters without accents, at most ``limit``.

    A name in another script has no such form here; it is kept, cut to what fits instead.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    latin = " ".join(re.sub(r"[^0-9A-Z./* -]", " ", plain).split())
    written = sum(sign.isalpha() for sign in name)
    if sum(sign.isalpha() for sign in latin) * 2 >= written:
        return latin[:limit].strip()
    short = name.encode()[: limit // 2].decode(errors="ignore")
    return short.strip()


def looks_like(text: str) -> bool:
    """Whether a text begins as ours do."""
    return tidied(text).startswith(f"{PREFIX}:")


def verify(text: str, keys: Mapping[str, bytes], on: date) -> Verified:
    """Check a text against the issuers' raw Ed25519 public keys, for one day.

    Never raises: whatever is wrong with the text is the answer's ``state`` and ``sentence``.
    ``valid_to`` is the last day on which the text is valid.
    """
    tidy = tidied(text)
    read = _parse(tidy)
    if isinstance(read, Sentence):
        return Verified("", {}, "", "unreadable", read)
    code = short_code(tidy)
    state = _state(read, keys, on)
    payload = read.payload if state not in {"forged", "unknown_key"} else {}
    return Verified(read.kind, payload, read.kid, state, _says(state, read), code)


@dataclass(frozen=True, slots=True)
class _Read:
    kind: str
    kid: str
    signed: str
    signature: bytes
    payload: dict[str, Value] = field(default_factory=dict)


def _parse(text: str) -> _Read | Sentence:
    parts = text.split(":")
    if not text.startswith(f"{PREFIX}:"):
        return sentence(
            N_("This is not a pass or receipt: the text should begin with {prefix}."), prefix=PREFIX
        )
    if len(text) > LIMIT:
        return sentence(N_("This is longer than any pass or receipt: copy only one."))
    if len(parts) < 4 or len(parts[-1]) != _SIGNATURE_CHARS:
        return sentence(N_("The text is incomplete: scan it again or copy it to its end."))
    try:
        signature = _unbase32(parts[-1])
        kid = str(_decode(parts[2])).lower()
        payload = _fields(parts[3:-1])
        # Names of keys and kinds are said aloud before anything is verified: plain signs only.
        if not _SIGNS.fullmatch(text) or not _KID.fullmatch(kid):
            raise ValueError(kid)
    except ValueError:
        return sentence(N_("The text is damaged: scan it again or copy it letter by letter."))
    kind = _KIND_NAMES.get(parts[1], parts[1].lower())
    return _Read(kind, kid, ":".join(parts[:-1]), signature, payload)


def _fields(parts: list[str]) -> dict[str, Value]:
    payload: dict[str, Value] = {}
    for part in parts:
        key, dot, value = part.partition(".")
        name = _FIELD_NAMES.get(key, key.lower().replace("-", "_"))
        if not dot or not _KEY.fullmatch(key) or name in payload:
            raise ValueError(part)
        payload[name] = _decode(value)
    return payload


def _state(read: _Read, keys: Mapping[str, bytes], on: date) -> State:
    # A key signs one kind of text only; a receipt's key must not vouch for a pass.
    if read.kid.rpartition("-")[0] != read.kind:
        return "forged"
    if read.kid not in keys:
        return "unknown_key"
    try:
        Ed25519PublicKey.from_public_bytes(keys[read.kid]).verify(
            read.signature, read.signed.encode()
        )
    except (InvalidSignature, ValueError):
        return "forged"
    if on < _day(read.payload.get("valid_from"), date.min):
        return "not_yet"
    return "expired" if on > _day(read.payload.get("valid_to"), date.max) else "valid"


def _says(state: State, read: _Read) -> Sentence:
    first, last = read.payload.get("valid_from", "?"), read.payload.get("valid_to", "?")
    says: dict[str, Sentence] = {
        "valid": _blank(read, last)
        if read.kind == "blank"
        else sentence(N_("Genuine and valid on this day.")),
        "expired": sentence(
            N_("Genuine, but its last day was {day}: ask the issuing office for a new one."),
            day=last,
        ),
        "not_yet": sentence(N_("Genuine, but valid only from {day}."), day=first),
        "forged": sentence(
            N_(
                "Not genuine: the text was changed, badly copied or not issued by this office. "
                "Scan it again; if the answer stays, keep it and call the issuing office."
            )
        ),
        "unknown_key": sentence(
            N_("The issuer's key “{kid}” is not known here: fetch the current issuer keys."),
            kid=read.kid,
        ),
    }
    return says[state]


def _blank(read: _Read, last: Value) -> Sentence:
    return sentence(
        N_(
            "Genuine pre-issued pass {serial} of {count} of the corridor {corridor}, valid until "
            "{day}. The name and two signatures must stand on it by hand: ask for the contract. "
            "Whose it is, no server knows before the office has entered it."
        ),
        serial=read.payload.get("serial", "?"),
        count=read.payload.get("count", "?"),
        corridor=read.payload.get("corridor", "?"),
        day=last,
    )


def _day(value: Value | None, absent: date) -> date:
    text = str(value)  # one spelling only: other readers know no other
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else absent
    except ValueError:
        return absent


def tidied(text: str) -> str:
    """The text as it was signed: without white space and the signs that copying leaves unseen."""
    return "".join(text.split()).translate(_UNSEEN).upper()


def _field_code(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"a field is named in small letters and underscores, not {name!r}")
    code = FIELDS.get(name, name.upper().replace("_", "-"))
    if name not in FIELDS and code in _FIELD_NAMES:
        raise ValueError(f"the field name {name!r} is taken by {_FIELD_NAMES[code]!r}")
    return code


def _encode(value: Value) -> str:
    if isinstance(value, int):
        return f"${value}"
    spaced = value.replace(" ", "+")
    if "+" not in value and _RAW.fullmatch(spaced):
        return spaced
    return "%" + _base32(value.encode())


def _decode(text: str) -> Value:
    if text.startswith("$"):
        if not re.fullmatch(r"\$-?[0-9]{1,18}", text):
            raise ValueError(text)
        return int(text[1:])
    if text.startswith("%"):
        return _unbase32(text[1:]).decode()
    if not _RAW.fullmatch(text):
        raise ValueError(text)
    return text.replace("+", " ")


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _unbase32(text: str) -> bytes:
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        raise ValueError(text) from None
    # Spare bits at the end must be zero, or one signature would have several spellings.
    if _base32(data) != text:
        raise ValueError(text)
    return data
