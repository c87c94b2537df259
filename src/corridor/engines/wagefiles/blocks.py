"""A file of any size as blocks of whole lines, in bounded memory.

Lines may end in LF, CRLF or CR. A line longer than ``MAX_LINE`` bytes is cut just past that
length while it is read, so that the reader can name it without ever holding it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

BLOCK = 1 << 20
MAX_LINE = 4_096


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines joined by LF, without a last one; ``first`` is the number of the first line."""

    first: int
    data: bytes


def blocks(
    stream: BinaryIO,
    keeps: Callable[[bytes], bool] = lambda line: False,
    progress: Callable[[int], None] | None = None,
    size: int = BLOCK,
) -> Iterator[Block]:
    """Yield the lines of ``stream``; a last line that ``keeps`` says yes to opens the next block.

    ``keeps`` lets a record stay together with the record after it. Empty lines at the very end
    of the file carry nothing and are dropped. ``progress`` hears the bytes read each time.
    """
    carry, number = b"", 1
    for chunk in _chunks(stream, progress, size):
        data = carry + chunk
        cut = data.rfind(b"\n")
        if cut < 0:
            carry = data[: MAX_LINE + 1]
            continue
        end = _end(data, cut, keeps)
        rest = data[cut + 1 :][: MAX_LINE + 1]
        if end < 0:
            carry = data[: cut + 1] + rest
            continue
        carry = data[end + 1 : cut + 1] + rest
        yield Block(number, data[:end])
        number += data.count(b"\n", 0, end) + 1
    last = carry.rstrip(b"\n")
    if last:
        yield Block(number, last)


def _end(data: bytes, cut: int, keeps: Callable[[bytes], bool]) -> int:
    """Where the block ends: before empty lines that may be the file's last, and a kept line."""
    end = cut
    while end > 0 and cut - end < MAX_LINE and data[end - 1] == 0x0A:
        end -= 1
    if end == 0 and cut < MAX_LINE:
        return -1
    start = data.rfind(b"\n", 0, end) + 1
    return start - 1 if keeps(data[start:end]) else end


def _chunks(stream: BinaryIO, progress: Callable[[int], None] | None, size: int) -> Iterator[bytes]:
    """The file in pieces, every line ending made LF, even one split between two pieces."""
    held = b""
    while chunk := stream.read(size):
        if progress is not None:
            progress(len(chunk))
        chunk = held + chunk
        held = b""
        if b"\r" in chunk:
            if chunk.endswith(b"\r"):
                chunk, held = chunk[:-1], b"\r"
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield chunk
    if held:
        yield b"\n"
