"""What a Parquet file unpacks to, found out before anything is unpacked.

A page names its own size, and a reader allocates that much. The footer's column chunks are walked
page header by page header (Thrift's compact protocol), so that a small file with pages of many
gigabytes is refused by its header alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import fault

MAX_PAGE = 256 << 20
MAX_FOOTER = 64 << 20
MAX_RATIO = 1_000
_FREE = 64 << 20
_HEADER = 1 << 16
_DEPTH = 16
_MAX_PAGES = 2_000_000

Struct = dict[int, Any]


class BrokenFileError(ValueError):
    """The footer or a page header is not what the format says."""


def check(stream: BinaryIO) -> None:
    """Raise ``BadInput`` for a file that unpacks to far more than its size, ``BrokenFileError``
    for one whose footer or page headers cannot be read.
    """
    size = stream.seek(0, 2)
    footer = _footer(stream, size)
    unpacked = pages = 0
    for chunk in _chunks(footer):
        for page in _pages(stream, chunk, size):
            pages += 1
            unpacked += page
            too_much = unpacked > _FREE and unpacked > MAX_RATIO * size
            if page > MAX_PAGE or too_much or pages > _MAX_PAGES:
                raise _bomb(max(page, unpacked))


def _footer(stream: BinaryIO, size: int) -> Struct:
    if size < 12:
        raise BrokenFileError("too short")
    stream.seek(size - 8)
    length, magic = struct.unpack("<I4s", stream.read(8))
    if magic != b"PAR1" or not 0 < length <= min(size - 12, MAX_FOOTER):
        raise BrokenFileError("no footer")
    stream.seek(size - 8 - length)
    return _Compact(stream.read(length)).struct()


def _chunks(footer: Struct) -> Iterator[Struct]:
    """The metadata of every column chunk of every row group."""
    for group in _list(footer, 4):
        for column in _list(group, 1):
            meta = column.get(3)
            if not isinstance(meta, dict):
                raise BrokenFileError("a column chunk without metadata")
            yield meta


def _list(of: Any, field: int) -> list[Any]:
    found = of.get(field) if isinstance(of, dict) else None
    if not isinstance(found, list):
        raise BrokenFileError("a list is missing")
    return found


def _pages(stream: BinaryIO, chunk: Struct, size: int) -> Iterator[int]:
    """The unpacked size of each page of a column chunk."""
    starts = [chunk[field] for field in (9, 11) if isinstance(chunk.get(field), int)]
    length = chunk.get(7)
    if not starts or not isinstance(length, int):
        raise BrokenFileError("a column chunk without a place")
    at = min(start for start in starts if start > 0)
    end = at + length
    if not 0 < at <= end <= size:
        raise BrokenFileError("a column chunk outside the file")
    while at < end:
        stream.seek(at)
        reader = _Compact(stream.read(min(_HEADER, end - at)))
        header = reader.struct()
        unpacked, packed = header.get(2), header.get(3)
        if not isinstance(unpacked, int) or not isinstance(packed, int):
            raise BrokenFileError("a page without its size")
        if unpacked < 0 or packed < 0:
            raise BrokenFileError("a page of a negative size")
        yield unpacked
        at += reader.at + packed


class _Compact:
    """A reader of Thrift's compact protocol: structures as dictionaries by field number."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at = data, 0

    def struct(self, depth: int = 0) -> Struct:
        """The structure that begins here. Raises ``BrokenFileError`` where it is broken."""
        if depth > _DEPTH:
            raise BrokenFileError("nested too deeply")
        found: Struct = {}
        field = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            field = field + step if step else _unzigzag(self._varint())
            found[field] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2, 3):
            return self._byte()
        if kind in (4, 5, 6):
            return _unzigzag(self._varint())
        if kind == 7:
            return self._take(8)
        if kind == 8:
            return self._take(self._varint())
        if kind in (9, 10):
            return self._list(depth)
        if kind == 12:
            return self.struct(depth + 1)
        raise BrokenFileError("an unknown type")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        count = head >> 4
        if count == 15:
            count = self._varint()
        if count > len(self._data) - self.at:
            raise BrokenFileError("a list longer than its bytes")
        return [self._value(head & 15, depth) for _ in range(count)]

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise BrokenFileError("cut off")
        self.at += 1
        return self._data[self.at - 1]

    def _take(self, length: int) -> bytes:
        if length > len(self._data) - self.at:
            raise BrokenFileError("cut off")
        self.at += length
        return self._data[self.at - length : self.at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise BrokenFileError("a number too long")


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _bomb(unpacked: int) -> BadInput:
    return fault(
        "bomb",
        1,
        "titles",
        sentence(N_("The file unpacks to far more than its size; it is not opened.")),
        remedy=sentence(N_("Export the table afresh, and give the new file.")),
        expected=f"<= {MAX_PAGE >> 20} MB",
        found=f"> {unpacked >> 20} MB",
    )
