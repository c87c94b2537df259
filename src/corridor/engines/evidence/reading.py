"""From what somebody brings to the papers in it: line ends, JSON around a text, several proofs."""

from __future__ import annotations

import json
import re
from typing import Any

from corridor.engines.log.proof import HEADER

MOST = 20
"""Proofs in one file."""

LONGEST = 2_000_000
_EDGES = "\ufeff \t\r\n"


def cleaned(text: str) -> str:
    """The text without what copying adds: other line ends, space around it."""
    return re.sub(r"\r\n?", "\n", text[:LONGEST]).strip(_EDGES)


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
    """The JSON value, or None."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_proof(text: str) -> bool:
    """Whether a text begins as a proof of the log does."""
    return text.startswith(f"{HEADER}\n")


def proofs_in(text: str) -> list[str]:
    """The proofs in a file, one after another. Each begins with the same line."""
    parts = f"\n{text}\n".split(f"\n{HEADER}\n")[1:]
    return [f"{HEADER}\n{part}" + ("" if part.endswith("\n") else "\n") for part in parts]
