"""``corridor wages file`` and ``corridor wages write``: wage files read, checked and converted."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from corridor.core.periods import Period
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, Place, Unavailable
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen
from corridor.engines import wagefiles

MAX_INPUT = 16 << 30
"""Bytes of standard input that are kept on disk while they are read."""
_FORMATS = "are-sif, qat-sif, sau, pain001, csv, xlsx or parquet"
WageFormat = Annotated[
    str | None, typer.Option("--format", help=f"{_FORMATS}; found out when left away.")
]
File = Annotated[Path, typer.Argument(help="The wage file; “-” is standard input.")]
Month = Annotated[
    str | None,
    typer.Option("--month", metavar="YYYY-MM", help="The salary month, where the file names none."),
]
Slips = Annotated[
    Path | None,
    typer.Option("--payslips", help="The table of payslips beside a bank file (pain.001)."),
]


def file_(
    file: File,
    format_: WageFormat = None,
    month: Month = None,
    payslips: Slips = None,
    json: Json = False,
) -> None:
    """Say whether a wage file is valid, what it pays, and everything that is wrong with it."""
    with refusals(json), given(file) as path:
        read = read_or_answer(path, format_, json, month=salary_month(month), payslips=payslips)
    if json:
        answer_json(read.as_json())
    else:
        _say(read)
    if not read.valid:
        raise typer.Exit(2)


def write(
    file: File,
    to: Annotated[str, typer.Option("--to", help=f"The new format: {_FORMATS}.")],
    out: Annotated[Path, typer.Option("--out", help="The new file; “-” is standard output.")],
    format_: WageFormat = None,
    month: Month = None,
    payslips: Slips = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A field that the file does not hold."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a wage file in another format, and say what that one cannot carry."""
    with refusals(json), given(file) as path:
        values = _pairs(set_ or [])
        with bar(path, 2) as (progress, _):
            read = wagefiles.read(
                path, format_, progress=progress, month=salary_month(month), payslips=payslips
            )
            made = wagefiles.convert(read, to, values)
        _put(made.data, out)
    lost = [one.say() for one in made.lost]
    if json and str(out) != "-":
        answer_json(_answer(read, to, out, lost))
        return
    for line in lost:
        aside.print(line, markup=False)
    aside.print(f"{to}: {read.records} records, {read.total}, {len(made.data)} bytes", markup=False)


def _answer(read: wagefiles.WageFile, to: str, out: Path, lost: list[str]) -> dict[str, Any]:
    return {
        "format": to,
        "from": read.format.id,
        "out": str(out),
        "records": read.records,
        "total": read.total.text() if read.total else None,
        "currency": read.currency,
        "lost": lost,
    }


def salary_month(text: str | None) -> Period | None:
    """The month of ``--month``. Raises ``BadInput`` placed there."""
    try:
        return parse_month(text) if text is not None else None
    except BadInput as problem:
        raise problem.at(field="--month") from None


def _pairs(words: list[str]) -> dict[str, str]:
    """``name=value`` words as a mapping. Raises ``BadInput`` for a word without a sign."""
    for word in words:
        if "=" not in word:
            raise BadInput(
                "wagefile.set",
                sentence(N_("“{found}” gives no field a value."), found=word),
                remedy=sentence(N_("Write it like {example}."), example="--set file_time=1100"),
                place=Place(field="--set"),
                expected="NAME=VALUE",
                found=word,
            )
    return {name.strip(): value for name, _, value in (word.partition("=") for word in words)}


@contextmanager
def given(file: Path) -> Iterator[Path]:
    """The file, or standard input kept on disk: a wage file is read more than once."""
    if str(file) != "-":
        yield file
        return
    handle, name = tempfile.mkstemp(prefix="corridor-wages-")
    try:
        with os.fdopen(handle, "wb") as out:
            for block in iter(lambda: sys.stdin.buffer.read(1 << 20), b""):
                if out.tell() + len(block) > MAX_INPUT:
                    raise _too_much()
                out.write(block)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _too_much() -> BadInput:
    return BadInput(
        "wagefile.bytes",
        sentence(N_("Standard input is longer than {limit} gigabytes."), limit=MAX_INPUT >> 30),
        remedy=sentence(N_("Name the file instead: a file may be of any size.")),
        expected=f"<= {MAX_INPUT}",
    )


def _put(data: bytes, out: Path) -> None:
    """The whole file or none: it takes its name only when every byte is there."""
    if str(out) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    half = out.with_name(f".{out.name}.half")
    try:
        half.write_bytes(data)
        shutil.move(half, out)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Unavailable(
            "wagefile.write",
            sentence(N_("The file {name} cannot be written."), name=out.name),
            remedy=sentence(N_("Name a place where you may write.")),
            place=Place(file=str(out)),
            found=error.strerror,
        ) from None


def read_or_answer(
    file: Path,
    format_: str | None,
    json: bool,
    *,
    month: Period | None = None,
    payslips: Path | None = None,
) -> wagefiles.WageFile:
    """The file, read; a file of no known format is answered in the same JSON shape."""
    try:
        with bar(file, 1) as (progress, _):
            return wagefiles.read(file, format_, progress=progress, month=month, payslips=payslips)
    except BadInput as problem:
        if json and problem.place.line:
            answer_json(wagefiles.invalid_json(problem))
            raise typer.Exit(2) from None
        raise


def _say(read: wagefiles.WageFile) -> None:
    """The same for people: errors on standard error, the summary on standard output."""
    for problem in read.problems:
        where = f"line {problem.place.line}, {problem.place.field}"
        beside = f"{problem.place.file}, " if problem.place.file else ""
        aside.print(f"{beside}{where}: {problem.say()}", markup=False)
    if read.problem_count > len(read.problems):
        aside.print(f"… {read.problem_count} in all", markup=False)
    for note in read.notes:
        screen.print(note.say(), markup=False)
    total = read.total or "?"
    state = "valid" if read.valid else "not valid"
    screen.print(f"{read.format.id}: {state}, {read.records} records, {total}", markup=False)


@contextmanager
def bar(file: Path, passes: int) -> Iterator[tuple[Callable[[int], None], Callable[[str], None]]]:
    """A progress bar over the bytes of ``file``, on a terminal only."""
    size = file.stat().st_size if file.is_file() else 0
    with Progress(console=aside, transient=True, disable=not aside.is_terminal) as progress:
        task = progress.add_task("wage file", total=size * passes)
        yield (
            lambda read: progress.advance(task, read),
            lambda words: progress.update(task, description=words),
        )
