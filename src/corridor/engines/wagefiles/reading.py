"""The front door of the room: find the format, stream the file, answer with a ``WageFile``."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput, NotFound, Place
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import payslips as slips
from corridor.engines.wagefiles import sniff
from corridor.engines.wagefiles.faults import LISTED, Faults
from corridor.engines.wagefiles.generic import Csv, Parquet, Xlsx
from corridor.engines.wagefiles.model import Format, Opener, Progress, Summary, WageFile
from corridor.engines.wagefiles.pain import Pain001
from corridor.engines.wagefiles.qatar import Qatar
from corridor.engines.wagefiles.saudi import Saudi
from corridor.engines.wagefiles.uae import Uae

FORMATS: Mapping[str, Format] = {
    one.id: one for one in (Uae(), Qatar(), Saudi(), Pain001(), Csv(), Xlsx(), Parquet())
}
"""Every format this room reads, by its id."""

Source = Path | bytes


def detect(source: Source, name: str | None = None) -> str:
    """The format id the first line or the name of a file speaks for. Raises ``BadInput``."""
    head, name = _head(_opener(source)), name or _name(source)
    found = sniff.guess(head, name)
    if found is not None:
        return found
    problem, _ = sniff.opening(head, "record_type")
    raise problem or BadInput(
        "wagefile.format",
        sentence(N_("The first line is that of no wage file known here.")),
        remedy=sentence(N_("Name the format: {formats}."), formats=", ".join(FORMATS)),
        place=Place(line=1, field="record_type"),
        expected=", ".join(FORMATS),
        found=head.split(b"\n", 1)[0][:60].decode("ascii", errors="replace"),
    )


def read(
    source: Source,
    format: str | None = None,
    *,
    name: str | None = None,
    progress: Progress | None = None,
    limit: int = LISTED,
    month: Period | None = None,
    payslips: Source | None = None,
    payslips_name: str | None = None,
    most: int | None = None,
    keep: bool = False,
) -> WageFile:
    """Read a wage file (a path, or the bytes of an upload with its ``name``) to its end.

    Memory does not grow with the file beyond the identifiers kept to find a person paid twice
    (twelve bytes a record). All problems are counted, the first ``limit`` listed. ``month`` is
    the salary month of a file whose format has no place for it, and passed over by the others.
    ``payslips`` is the table beside a bank file. A file of more than ``most`` records is read no
    further. With ``keep`` the payments stay in memory, so that a file that is small, or limited by
    ``most``, is read once. Raises ``BadInput`` for an unknown format and ``NotFound`` for a missing
    file, nothing else.
    """
    form, name, opener = _format(source, format, name), name or _name(source), _opener(source)
    form = _given(form, month, payslips, payslips_name)
    faults, summary, kept = Faults(limit), Summary(), list[pl.DataFrame]()
    problem, skip = form.opening(_head(opener))
    if problem is not None:
        faults.add(problem, always=True)
        summary.total = None
    if skip is not None:
        with opener() as stream:
            stream.seek(skip)
            for frame in form.frames(stream, name, faults, summary, progress):
                if keep:
                    kept.append(frame)
                if most is not None and summary.records > most:
                    faults.add(_too_many(most, form.first_field), always=True)
                    break
    currency = summary.currency or form.currency
    return WageFile(
        format=form,
        version=summary.version,
        name=name,
        header=summary.header,
        records=summary.records,
        total=None if summary.total is None or not currency else Money(summary.total, currency),
        employer_id=summary.employer_id,
        month=summary.month,
        problems=tuple(faults.listed),
        problem_count=faults.count,
        notes=tuple(summary.notes),
        opener=opener,
        currency=currency,
        unknown=summary.unknown,
        kept=tuple(kept) if keep else None,
    )


def _given(form: Format, month: Period | None, payslips: Source | None, name: str | None) -> Format:
    """The format, knowing what stands beside the file."""
    if isinstance(form, Saudi):
        return Saudi(month)
    beside = None
    if payslips is not None:
        beside = slips.Source(_opener(payslips), name or _name(payslips))
    if isinstance(form, Pain001):
        return Pain001(month, beside)
    if beside is not None:
        raise BadInput(
            "wagefile.payslips",
            sentence(N_("A file of the format {found} has its own place for the parts of a wage."),
                     found=form.id),
            remedy=sentence(N_("Leave the table of payslips out.")),
            expected="pain001",
            found=form.id,
        )  # fmt: skip
    return form


def _too_many(most: int, field: str) -> BadInput:
    return BadInput(
        "wagefile.rows",
        sentence(N_("The file has more than {limit} records."), limit=most),
        remedy=sentence(N_("Split it by establishment and give each part.")),
        place=Place(line=1, field=field),
        expected=f"<= {most}",
        found=f"> {most}",
    )


def _format(source: Source, wanted: str | None, name: str | None) -> Format:
    chosen = wanted or detect(source, name)
    if chosen not in FORMATS:
        raise BadInput(
            "wagefile.format",
            sentence(N_("“{found}” is not a wage-file format known here."), found=chosen),
            remedy=sentence(N_("Use one of {formats}."), formats=", ".join(FORMATS)),
            expected=list(FORMATS),
            found=chosen,
        )
    return FORMATS[chosen]


def _name(source: Source) -> str | None:
    return source.name if isinstance(source, Path) else None


def _opener(source: Source) -> Opener:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        if isinstance(source, bytes):
            yield io.BytesIO(source)
            return
        try:
            stream = source.open("rb")
        except OSError as error:
            raise NotFound(
                "wagefile.file",
                sentence(N_("The file {name} cannot be opened."), name=source.name),
                remedy=sentence(N_("Check its name and that you may read it.")),
                place=Place(file=str(source)),
                found=error.strerror,
            ) from None
        with stream:
            yield stream

    return opened


def _head(opener: Opener) -> bytes:
    with opener() as stream:
        return stream.read(sniff.HEAD)
