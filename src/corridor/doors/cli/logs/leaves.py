"""Entries as they stand in the input: plain text, hex or base64, as “encoding” says."""

from __future__ import annotations

from typing import Any

from corridor.core.text import N_, sentence
from corridor.doors.cli.logs.binary import from_base64
from corridor.doors.cli.logs.reading import Fields

ENCODINGS = ("text", "hex", "base64")


def leaf_data(given: Fields) -> bytes:
    """The bytes of the one entry under ``leaf``. Raises ``BadInput``."""
    return _bytes(given, "leaf", given.value("leaf"))


def leaves_data(given: Fields) -> list[bytes]:
    """The bytes of the entries under ``leaves``. Raises ``BadInput``."""
    return [_bytes(given, f"leaves[{at}]", one) for at, one in enumerate(given.items("leaves"))]


def _bytes(given: Fields, name: str, value: Any) -> bytes:
    encoding = given.given.get("encoding", "text")
    if encoding not in ENCODINGS:
        given.refuse(
            "encoding",
            sentence(N_("Entries are written as text, hex or base64.")),
            N_("Say one of these."),
        )
    try:
        if not isinstance(value, str):
            raise ValueError(name)  # noqa: TRY004 - one error for everything unreadable
        if encoding == "text":
            return value.encode()
        return bytes.fromhex(value) if encoding == "hex" else from_base64(value)
    except ValueError:
        given.refuse(
            name,
            sentence(N_("This entry is not written as {encoding}."), encoding=encoding),
            N_("Say in “encoding” how the entries are written: text, hex or base64."),
        )
