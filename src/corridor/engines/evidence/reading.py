"""From what somebody brings to the papers in it: line ends, JSON around a text, several proofs."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log.proof import HEADER

MOST = 20
"""Proofs in one file."""

# What browsers take away at both ends of a text.
_EDGES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_EXACT = 2**53


def cleaned(text: str) -> str:
    """The text without what copying adds: other line ends, space around it."""
    return re.sub(r"\r\n?", "\n", text).strip(_EDGES)


def brought(text: str) -> str:
    """The paper's own text: as it stands, or the member ``text`` of a JSON object."""
    tidy = cleaned(text)
    if not tidy.startswith(("{", '"')):
        return tidy
    read = json_value(tidy)
    if isinstance(read, dict):
        read = read.get("text", tidy)
    return cleaned(read) if isinstance(read, str) else tidy


def json_value(text: str) -> Any:
    """The JSON value with numbers as browsers read them, or None."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_number, parse_int=_number)
    except (ValueError, RecursionError):
        return None


def _number(text: str) -> float | int | None:
    """As a browser reads it: 48.0 is 48, and what is too large is nothing."""
    found: float = json.loads(text if {".", "e", "E"} & set(text) else f"{text}e0")
    if not math.isfinite(found):
        return None
    return int(found) if found.is_integer() and abs(found) <= _EXACT else found


def _no_number(text: str) -> Any:
    raise ValueError(text)  # NaN and Infinity are no JSON


def is_proof(text: str) -> bool:
    """Whether a text begins as a proof of the log does."""
    return text.startswith(f"{HEADER}\n")


def one_by_one(text: str) -> list[str]:
    """The proofs in a file; of a single one the very text. Raises ``BadInput`` for too many."""
    parts = proofs_in(text.rstrip("\n"))
    if len(parts) > MOST:
        raise BadInput(
            "log.proofs",
            sentence(N_("There are too many proofs in this file.")),
            remedy=sentence(N_("Bring at most {most} at once."), most=MOST),
            expected=MOST,
            found=len(parts),
        )
    return parts if len(parts) > 1 else [text]


def proofs_in(text: str) -> list[str]:
    """The proofs in a file, one after another. Each begins with the same line."""
    parts = f"\n{text}\n".split(f"\n{HEADER}\n")[1:]
    return [f"{HEADER}\n{part}" + ("" if part.endswith("\n") else "\n") for part in parts]
