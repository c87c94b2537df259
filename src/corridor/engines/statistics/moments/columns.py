"""Columns of a batch as integers: fixed-point numbers, and codes that look up a short list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.moments import kernel
from corridor.engines.statistics.moments.heard import Heard
from corridor.engines.statistics.moments.spec import Number
from corridor.engines.statistics.moments.wide import Ints

Bools = npt.NDArray[np.bool_]
LARGEST = 2**62
_EXACT = 2**53
_DENSE = 70_000
"""Integers within a span of this many are looked up by position, others by what occurs."""


@dataclass(frozen=True, slots=True)
class Codes:
    """``values`` less ``lowest`` is for each record a place in ``texts``; one more than the last
    place, where it is empty.
    """

    values: npt.NDArray[Any]
    lowest: int
    texts: Sequence[str]

    def look(self, table: npt.NDArray[Any], out: npt.NDArray[Any]) -> None:
        """``table`` by code, into ``out``; its last entry is for empty ones."""
        kernel.gather(self.values, self.lowest, table, out)

    def bits(self, table: Ints, out: Ints) -> None:
        """The bits of ``table`` by code, set in ``out`` too."""
        kernel.gather_bits(self.values, self.lowest, table, out)

    def met(self) -> npt.NDArray[np.uint8]:
        """Which places of ``texts`` occur; the last entry is whether something is empty."""
        seen = np.zeros(len(self.texts) + 1, np.uint8)
        kernel.mark(self.values, self.lowest, seen)
        return seen

    def where(self, place: int) -> Bools:
        """The records with this code."""
        found: Bools = self.values.astype(np.int64) - self.lowest == place
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """Where a batch lies in its file, for what is said about a record."""

    file: str
    first: int
    numbers: Ints | None = None

    def place(self, at: int, column: str) -> Place:
        """The place of the record at this position of the batch; records count from 1."""
        line = self.first + at if self.numbers is None else int(self.numbers[at])
        return Place(file=self.file or None, line=line, field=column)


def fault(rows: Rows, at: int, column: str, message: Sentence, remedy: Sentence) -> BadInput:
    """What is wrong with the record at this position."""
    return BadInput("moments.value", message, remedy=remedy, place=rows.place(at, column))


def fixed(array: Any, number: Number, rows: Rows) -> tuple[Ints, Bools | None]:
    """Whole multiples of 10^-scale, and which are there (None: all). Empty ones are 0.

    Raises ``BadInput`` for a value that is no number, too large, or has more decimals than
    ``number`` allows without rounding.
    """
    with readable(rows, number.column, array):
        return _fixed(array, number, rows)


def _fixed(array: Any, number: Number, rows: Rows) -> tuple[Ints, Bools | None]:
    import pyarrow as pa

    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    kind = array.type
    there = None if array.null_count == 0 else _there(array)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _integers(array, number, rows), there
    if pa.types.is_floating(kind):
        return _floats(array, number, rows, there)
    return _texts(array, number, rows)


def _there(array: Any) -> Bools:
    found: Bools = array.is_valid().to_numpy(zero_copy_only=False)
    return found


def _filled(array: Any) -> npt.NDArray[Any]:
    filled = array.fill_null(0) if array.null_count else array
    values: npt.NDArray[Any] = filled.to_numpy(zero_copy_only=False)
    return values


def _integers(array: Any, number: Number, rows: Rows) -> Ints:
    import pyarrow as pa

    plain = array.cast(pa.int8()) if pa.types.is_boolean(array.type) else array
    values = _filled(plain)
    if not len(values):
        return values.astype(np.int64)
    factor = 10**number.scale
    highest, lowest = int(values.max()), int(values.min())
    if max(highest, -lowest) * factor >= LARGEST:
        at = int(values.argmax() if highest >= -lowest else values.argmin())
        raise _too_large(rows, at, number, values[at])
    whole = values.astype(np.int64)
    return whole * factor if factor > 1 else whole


def _floats(
    array: Any, number: Number, rows: Rows, there: Bools | None
) -> tuple[Ints, Bools | None]:
    import pyarrow as pa

    values = _filled(array.cast(pa.float64()))
    empty = np.isnan(values)
    if empty.any():
        values = np.where(empty, 0.0, values)
        there = ~empty if there is None else there & ~empty
    factor = float(10**number.scale)
    with np.errstate(over="ignore"):
        scaled = np.rint(values * factor)
    large = ~(np.abs(scaled) < _EXACT)
    if large.any():
        at = int(large.argmax())
        raise _too_large(rows, at, number, values[at])
    if number.rounding == "exact":
        # What a binary fraction cannot tell apart from the decimal is that decimal.
        noise = 2.0**-22 if array.type == pa.float32() else 2.0**-50
        finer = np.abs(scaled / factor - values) > noise * np.abs(values)
        if finer.any():
            at = int(finer.argmax())
            raise _finer(rows, at, number, values[at])
    return scaled.astype(np.int64), there


def _texts(array: Any, number: Number, rows: Rows) -> tuple[Ints, Bools | None]:
    """Decimals and texts: each different value once, exactly."""
    import pyarrow as pa

    encoded = array.cast(pa.string()).dictionary_encode()
    index = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    texts = encoded.dictionary.to_pylist()
    values = np.zeros(len(texts) + 1, np.int64)
    there = np.ones(len(texts) + 1, np.bool_)
    there[-1] = False
    heard = Heard()
    for place, text in enumerate(texts):
        with heard.listening():
            found = _decimal(text, number, rows, index, place)
            there[place] = found is not None
            values[place] = found or 0
        if heard.full:
            break
    heard.raise_all()
    known = there[index]
    return values[index], None if known.all() else known


def _decimal(text: str, number: Number, rows: Rows, index: Any, place: int) -> int | None:
    if not text.strip():
        return None
    try:
        scaled = Decimal(text.strip()).scaleb(number.scale)
        whole = scaled.to_integral_value()  # half to even
    except (InvalidOperation, ValueError):
        whole = scaled = Decimal("NaN")
    if not scaled.is_finite():
        words = sentence(N_("“{found}” is no number."), found=text)
        remedy = sentence(N_("Write digits with a decimal point, or leave it empty."))
        raise fault(rows, int((index == place).argmax()), number.column, words, remedy)
    if abs(whole) >= LARGEST:
        raise _too_large(rows, int((index == place).argmax()), number, text)
    if number.rounding == "exact" and whole != scaled:
        raise _finer(rows, int((index == place).argmax()), number, text)
    return int(whole)


def _too_large(rows: Rows, at: int, number: Number, found: Any) -> BadInput:
    words = sentence(
        N_("{found} with {scale} decimals does not fit the exact integers of this table."),
        found=str(found),
        scale=number.scale,
    )
    remedy = sentence(
        N_("Give the column fewer decimals in the specification, or check the value.")
    )
    return fault(rows, at, number.column, words, remedy)


def _finer(rows: Rows, at: int, number: Number, found: Any) -> BadInput:
    words = sentence(
        N_("{found} has more decimals than the {scale} of the specification."),
        found=str(found),
        scale=number.scale,
    )
    remedy = sentence(N_("Raise the scale, or write “rounding: nearest” to round each record."))
    return fault(rows, at, number.column, words, remedy)


def codes(array: Any) -> Codes:
    """A column of texts, integers, true and false, or decimals as places in a list of texts."""
    import pyarrow as pa

    kind = array.type
    if pa.types.is_integer(kind) and len(array) and not array.null_count:
        values = array.to_numpy()
        lowest, highest = int(values.min()), int(values.max())
        if highest - lowest < _DENSE:
            return Codes(values, lowest, [str(value) for value in range(lowest, highest + 1)])
    encoded = array if pa.types.is_dictionary(kind) else array.dictionary_encode()
    texts = [_text(value) for value in encoded.dictionary.to_pylist()]
    index = encoded.indices
    if index.null_count:
        index = index.fill_null(len(texts))
    return Codes(index.to_numpy(zero_copy_only=False), 0, texts)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else f"{value:.0f}" if value.is_integer() else repr(value)
    return "" if value is None else str(value)


@contextmanager
def readable(rows: Rows, column: str, array: Any) -> Iterator[None]:
    """Say in words that a column is of a type that cannot be read here."""
    import pyarrow as pa

    try:
        yield
    except pa.ArrowException:
        words = sentence(N_("The column is of the type {found}."), found=str(array.type))
        remedy = sentence(N_("Write numbers, or codes as whole numbers or text."))
        raise fault(rows, 0, column, words, remedy) from None
