"""One format made of another: what can be carried is, what cannot is said, nothing is made up.

What the new format asks for and the old one does not hold must be given by name; all that is
missing is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.core.money import Money
from corridor.core.problems import BadInput, Place, Problem, Problems
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import targets
from corridor.engines.wagefiles.model import WageFile
from corridor.engines.wagefiles.targets import Target
from corridor.engines.wagefiles.writing import write

_EPOCH = date(1970, 1, 1)
_NEVER_LOST = {"line", "paid", "net", "start_day", "end_day", "worker_id"}


@dataclass(frozen=True)
class Conversion:
    """The bytes of the new file, and one sentence for each thing that it cannot carry."""

    data: bytes
    lost: tuple[Sentence, ...]


def convert(read: WageFile, to: str, given: Mapping[str, str] | None = None) -> Conversion:
    """Write ``read`` as a file of the format ``to``.

    ``given`` maps published field names of ``to`` to text, for the header or for every row that
    does not hold them. Raises ``Problems`` for an invalid file, for every field that is missing,
    and for what breaks a rule of the new format; ``BadInput`` for another currency or format.
    """
    target, extra = targets.of(to), dict(given or {})
    _currency(read, target)
    frame = read.to_frame()
    header = _header(read, frame, target) | {
        name: text for name, text in extra.items() if name in target.header
    }
    rows = [_row(row, target, extra, read) for row in _rows(frame)]
    _missing(header, rows, target)
    strange = [name for name in extra if name not in target.header and name not in target.row]
    if strange:
        raise Problems([_unknown(name, target) for name in strange])
    version = "01" if to == "qat-sif" else ""
    return Conversion(write(to, header, rows, version=version), _lost(read, frame, target))


def _currency(read: WageFile, target: Target) -> None:
    if target.currency and read.currency != target.currency:
        raise BadInput(
            "wagefile.currency",
            sentence(
                N_("{found} is not paid in this format; it carries {expected}."),
                found=read.currency or "?",
                expected=target.currency,
            ),
            remedy=sentence(N_("Choose a format that carries {found}."), found=read.currency),
            expected=target.currency,
            found=read.currency,
        )


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return frame.iter_rows(named=True)


def _header(read: WageFile, frame: pl.DataFrame, target: Target) -> dict[str, Any]:
    """The header of the new file, as far as the old one and its payments tell it."""
    said = dict(read.header)
    if read.format.id != target.id:
        said = {}
    paid = frame["paid_day"].drop_nulls()
    made = read.header.get("file_date", "").replace("-", "")
    known: dict[str, Any] = {
        "employer": read.employer_id,
        "month": read.month,
        "currency": read.currency,
        "made": _iso(made) if made else None,
        "paid": _day(paid[0]) if len(paid) else None,
        "reference": read.header.get("employer_reference") or read.header.get("FILE-REF")
        or read.header.get("MsgId"),
    }  # fmt: skip
    own = {name: text for name, text in said.items() if name in target.header and text}
    made_of = {name: known[source] for name, source in target.header.items() if source in known}
    return {name: value for name, value in made_of.items() if value is not None} | {
        name: text for name, text in own.items() if made_of.get(name) is None
    }


def _row(
    row: Mapping[str, Any], target: Target, given: Mapping[str, str], read: WageFile
) -> dict[str, Any]:
    """One payment under the names of the new format."""
    made = target.make(row)
    values: dict[str, Any] = {}
    for name in target.row:
        value = made.get(name)
        if value is None:
            value = given.get(name)
        elif name in target.amounts and isinstance(value, int):
            value = Money(value, read.currency)
        elif name in target.days and isinstance(value, int):
            value = _day(value)
        if value is not None:
            values[name] = value
    return values


def _missing(header: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], target: Target) -> None:
    """Raise every required field that nothing tells, with the number of lines that lack it."""
    problems: list[Problem] = []
    for name in target.required_header:
        if header.get(name) in (None, ""):
            problems.append(_lack(name, None))
    for name in target.required_row:
        lacking = [place for place, row in enumerate(rows, 1) if row.get(name) in (None, "")]
        if lacking:
            problems.append(_lack(name, len(lacking)))
    if problems:
        raise Problems(problems)


def _lack(name: str, lines: int | None) -> BadInput:
    message = (
        sentence(N_("The file does not tell {field}, which the new format asks for."), field=name)
        if lines is None
        else sentence(
            N_("{count} lines do not tell {field}, which the new format asks for."),
            count=lines,
            field=name,
        )
    )
    return BadInput(
        "wagefile.missing",
        message,
        remedy=sentence(N_("Give it with {option}."), option=f"--set {name}=..."),
        place=Place(field=name),
        expected=name,
    )


def _unknown(name: str, target: Target) -> BadInput:
    known = ", ".join(dict.fromkeys((*target.header, *target.row)))
    return BadInput(
        "wagefile.field_name",
        sentence(N_("{format} has no field {field}."), format=target.id, field=name),
        remedy=sentence(N_("Use one of {known}."), known=known),
        place=Place(field=name),
        expected=known,
        found=name,
    )


def _lost(read: WageFile, frame: pl.DataFrame, target: Target) -> tuple[Sentence, ...]:
    """One sentence for each column of the payments that holds something and is not carried."""
    lost = []
    if read.month is not None and "month" not in target.header.values():
        said = N_("The salary month {month} cannot be carried by {format}.")
        lost.append(sentence(said, month=f"{read.month.start:%Y-%m}", format=target.id))
    for name in frame.columns:
        if name in target.carries or name in _NEVER_LOST:
            continue
        column = frame[name].drop_nulls()
        count = len(column) if column.dtype == pl.String else int((column != 0).sum())
        if count:
            said = N_("{count} lines: {field} cannot be carried by {format}.")
            lost.append(sentence(said, count=count, field=name, format=target.id))
    return tuple(lost)


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def _iso(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
