"""What kind of file this is, from its first bytes: one sentence for everything that is not text."""

from __future__ import annotations

import re
from pathlib import PurePath

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles.faults import fault, shown

HEAD = 4_096
_BOM = b"\xef\xbb\xbf"
_CONTAINERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "ZIP/XLSX"),
    (b"PK\x05\x06", "ZIP"),
    (b"PAR1", "Parquet"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_CONTROL = bytes([*range(0, 9), 11, 12, *range(14, 32), 127])


def opening(head: bytes, field: str) -> tuple[BadInput | None, int | None]:
    """A fault of the file as a whole, and how many bytes to skip (None: read no further).

    ``field`` is the first field of the format, where such a fault is placed.
    """
    if not head.strip():
        message = sentence(N_("The file is empty."))
        remedy = sentence(N_("Export the wage file again and give the new file."))
        return fault("empty", 1, field, message, remedy=remedy, expected="records", found=""), None
    container = next((name for magic, name in _CONTAINERS if head.startswith(magic)), None)
    if container:
        message = sentence(N_("The file is {kind}, not plain text."), kind=container)
        return _not_text(field, message, container)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head):
        return _not_text(field, sentence(N_("The file is encoded as UTF-16.")), "UTF-16")
    if len(head.translate(None, _CONTROL)) < len(head) * 9 // 10:
        return _not_text(field, sentence(N_("The file is binary, not plain text.")), "binary")
    if head.startswith(_BOM):
        message = sentence(N_("The file begins with a byte order mark."))
        remedy = sentence(N_("Save it as plain text without a byte order mark."))
        problem = fault(
            "encoding", 1, field, message, remedy=remedy, expected="plain text", found="UTF-8 BOM"
        )
        return problem, len(_BOM)
    return None, 0


def container(
    head: bytes, magic: tuple[bytes, ...], name: str, field: str
) -> tuple[BadInput | None, int | None]:
    """As ``opening``, for a file that must begin with ``magic`` to be a ``name``."""
    if head.startswith(magic):
        return None, 0
    if not head.strip():
        return opening(head, field)
    kind = next((name for start, name in _CONTAINERS if head.startswith(start)), "")
    message = sentence(N_("The file is not {expected}."), expected=name)
    remedy = sentence(N_("Export the wage file again and give the new file."))
    found = kind or head[:8].decode("ascii", errors="replace")
    return fault(
        "encoding", 1, field, message, remedy=remedy, expected=name, found=shown(found)
    ), None


def _looks_utf16(head: bytes) -> bool:
    """Text in UTF-16 without a mark: every other byte is zero."""
    pairs = max(1, len(head) // 2)
    return max(head[::2].count(0), head[1::2].count(0)) * 10 > pairs * 9


def _not_text(field: str, message: Sentence, found: str) -> tuple[BadInput, None]:
    remedy = sentence(N_("Save the wage file as plain text with commas, and give that file."))
    problem = fault(
        "encoding", 1, field, message, remedy=remedy, expected="plain text", found=found
    )
    return problem, None


def guess(head: bytes, name: str | None) -> str | None:
    """The format the first bytes, the first line or the file name speak for, or None."""
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    line = head.removeprefix(_BOM).lstrip().splitlines()[:1]
    first = line[0][:2_000].lower() if line else b""
    if first.startswith((b"<?xml", b"<document", b"<!doctype", b"<!--")):
        return "pain001"
    if re.match(rb'"?(edr|evp|scr)\b', first):
        return "are-sif"
    if first.startswith(b"[dest-id]"):
        return "sau"
    titles = set(re.split(rb'[,;\t|"]+', re.sub(rb"[ -]", b"_", first)))
    if {b"worker_id", b"net"} <= titles:
        return "csv"
    ending = PurePath(name or "").name.lower()
    titled = b"," in first and re.search(rb"\beid\b|establishment|sif version|qid", first)
    if titled or re.match(r"sif_.*\.csv$", ending):
        return "qat-sif"
    return "are-sif" if ending.endswith(".sif") else None
