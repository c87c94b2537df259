"""``corridor wages run``: the wages of a whole nation from Parquet, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from corridor import __version__
from corridor.core.periods import Period, add_months, day
from corridor.core.periods import month as read_month
from corridor.core.problems import BadInput, NotFound, Problem, Unavailable, raise_all
from corridor.core.text import N_, sentence
from corridor.doors.cli import wages_run_store as stored
from corridor.doors.cli.output import Json, Strict, answer_json, aside, refusals, screen
from corridor.doors.cli.wages_run_inputs import Inputs

ENGINES = ("polars", "duckdb", "spark")
CHECKS = ("core", "all")
_PAID = ("paid_minor", "lawful_minor", "deductions_minor", "hours")
_PREPARED = ".contracts"
AT_ONCE = 6
"""Months in one pass over the tables: more are faster, and need more memory."""


@dataclass(frozen=True, slots=True)
class _Asked:
    payments: Path
    contracts: Path
    law: Path
    engine: str
    out: Path
    on: date
    checks: str
    complete: bool


def run(
    payments: Annotated[Path, typer.Option(help="Payments: a Parquet file, or a folder of them.")],
    contracts: Annotated[Path, typer.Option(help="Contracts, likewise.")],
    out: Annotated[Path, typer.Option(help="The folder for the answers, one folder a month.")],
    law: Annotated[
        Path | None, typer.Option(help="Law packs; left out, those of this software.")
    ] = None,
    month: Annotated[list[str] | None, typer.Option(help="A month, YYYY-MM; repeatable.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="The first month.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last month, included.")] = None,
    engine: Annotated[str, typer.Option(help="polars, duckdb or spark.")] = "polars",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the check; today.")
    ] = None,
    checks: Annotated[str, typer.Option(help="core, or all with the further checks.")] = "core",
    complete: Annotated[
        bool, typer.Option("--complete", help="Every employer's payments are in the table.")
    ] = False,
    json: Json = False,
    strict: Strict = False,
) -> None:
    """Check every wage of the months against contract and law; finished months are kept."""
    with refusals(json):
        asked = _asked(payments, contracts, law, engine, out, on, checks, complete)
        answer = _run(asked, _months_named(month, first, last))
    if json:
        answer_json(answer)
    else:
        _say(answer)
    if strict and any(_wrong(each["counts"]) for each in answer["months"]):
        raise typer.Exit(1)


def _asked(
    payments: Path,
    contracts: Path,
    law: Path | None,
    engine: str,
    out: Path,
    on: str | None,
    checks: str,
    complete: bool,
) -> _Asked:
    from corridor.engines.law import PACKAGED

    _one_of(engine, ENGINES, "--engine")
    _one_of(checks, CHECKS, "--checks")
    if law is not None and not any(law.rglob("*.yaml")):
        raise NotFound(
            "wages.law",
            sentence(N_("There are no law packs in {name}."), name=law.name),
            remedy=sentence(N_("Name the folder that holds “jurisdictions”.")),
        ).at(file=str(law), field="--law")
    when = datetime.now(UTC).date() if on is None else _placed(day, on, "--on")
    return _Asked(payments, contracts, law or PACKAGED, engine, out, when, checks, complete)


def _one_of(given: str, choices: Sequence[str], field: str) -> None:
    if given not in choices:
        raise BadInput(
            "wages.choice",
            sentence(N_("“{found}” is not one of the possible answers."), found=given),
            remedy=sentence(N_("Write one of: {choices}."), choices=", ".join(choices)),
            expected=list(choices),
            found=given,
        ).at(field=field)


def _placed(read: Callable[[Any], Any], text: str | None, field: str) -> Any:
    try:
        return read(text)
    except BadInput as problem:
        raise problem.at(field=field) from None


def _months_named(
    named: Sequence[str] | None, first: str | None, last: str | None
) -> list[Period] | None:
    """The months that were asked for, in order, each once; None for all that are paid for."""
    found = {_placed(read_month, text, "--month") for text in named or []}
    if first or last:
        begin = _placed(read_month, first or last, "--from")
        end = _placed(read_month, last or first, "--to")
        if end.start < begin.start:
            raise BadInput(
                "wages.months",
                sentence(N_("The last month is before the first one.")),
                remedy=sentence(N_("Check both months.")),
            ).at(field="--to")
        day_ = begin.start
        while day_ <= end.start:
            found.add(read_month(f"{day_:%Y-%m}"))
            day_ = add_months(day_, 1)
    return sorted(found, key=lambda period: period.start) or None


def _run(asked: _Asked, named: list[Period] | None) -> dict[str, Any]:
    """Every month that is not there yet; the answers of all."""
    inputs = Inputs(asked.out)
    paid = _paid_for(asked, inputs)
    with stored.opened(asked.out) as folder:
        every = sorted({each for found in paid.values() for each in found}, key=_start)
        months = named or every
        about = _about(asked, paid, months, inputs)
        inputs.keep()
        missing = [m for m in months if _identity(stored.manifest(folder, _name(m))) != about[m]]
        of = {month: [path for path, found in paid.items() if month in found] for month in months}
        with _progress(len(months), len(months) - len(missing)) as advance:
            for answer in _answers(asked, missing, of, about):
                made = {"identity": about[answer.month], "counts": answer.counts()}
                stored.store(folder, _name(answer.month), answer, made)
                advance(_name(answer.month))
        return _answer(asked, folder, months, missing)


def _start(month: Period) -> date:
    return month.start


def _name(month: Period) -> str:
    return f"{month.start:%Y-%m}"


def _paid_for(asked: _Asked, inputs: Inputs) -> dict[Path, list[Period]]:
    """The months of each file of payments. Raises everything wrong with both tables at once."""
    from corridor.engines.wages import bulk

    try:
        bulk.schema_of(asked.contracts, "contracts")
        bulk.schema_of(asked.payments, "payments")
        found = {}
        for path in bulk.files(asked.payments):
            read = partial(bulk.months_in, bulk.open_lines(path), path)
            found[path] = inputs.months(path, read)
        return found
    except Problem:
        raise_all(bulk.faults(asked.contracts, asked.payments))
        raise


def _about(
    asked: _Asked,
    paid: Mapping[Path, Sequence[Period]],
    months: Sequence[Period],
    inputs: Inputs,
) -> dict[Period, dict[str, Any]]:
    """From what each month is computed; a file without payments of a month is no part of it."""
    from corridor.engines.law.digest import digest as law_digest
    from corridor.engines.wages import bulk

    wanted = {path for path, found in paid.items() if set(found) & set(months)}
    digests = {path: inputs.digest(path) for path in wanted}
    common = {
        "contracts": [inputs.digest(path) for path in bulk.files(asked.contracts)],
        "law": law_digest(asked.law),
        "on": asked.on.isoformat(),
        "engine": asked.engine,
        "checks": asked.checks,
        "complete": asked.complete,
        "version": __version__,
    }
    return {
        month: {
            **common,
            "month": _name(month),
            "payments": [digests[path] for path, found in paid.items() if month in found],
        }
        for month in months
    }


def _identity(found: Mapping[str, Any] | None) -> Any:
    return None if found is None else found.get("identity")


def _answers(
    asked: _Asked,
    months: Sequence[Period],
    files: Mapping[Period, Sequence[Path]],
    about: Mapping[Period, Mapping[str, Any]],
) -> Iterator[Any]:
    """The answer of each month, from as few passes over the tables as memory allows.

    ``files`` are those of payments that hold a month; others are not opened for it.
    """
    from corridor.engines import law as laws
    from corridor.engines.wages import bulk

    book = laws.book() if asked.law == laws.PACKAGED else laws.Book(asked.law)
    for begin in range(0, len(months), AT_ONCE):
        some = months[begin : begin + AT_ONCE]
        try:
            only = sorted({path for month in some for path in files[month]})
            yield from _pass(asked, some, book, only, about[some[0]]["contracts"])
        except Problem as problem:
            if problem.code == "wages.identifier":
                raise_all(bulk.faults(asked.contracts, asked.payments))
            field = problem.place.field or ""
            paid = field.startswith("payment") or field in _PAID
            raise problem.at(file=str(asked.payments if paid else asked.contracts)) from None


def _pass(
    asked: _Asked, months: Sequence[Period], book: Any, only: Sequence[Path], contracts: Any
) -> Iterator[Any]:
    from corridor.engines.wages import bulk
    from corridor.engines.wages.bulk import nation, prepared, readers, whole

    further = asked.checks == "all"
    if asked.engine == "polars" and not further:
        terms, lines = bulk.read_contracts(asked.contracts), bulk.read_lines(asked.payments, only)
        of = {"contracts": contracts, "version": __version__}
        known = prepared.kept(asked.out / _PREPARED, of, terms)
        given = bulk.Nation(terms, lines, months, book, asked.on, asked.complete, known)
        return nation.months(given)
    if asked.engine == "polars":
        frames: Any = bulk.open_contracts(asked.contracts), bulk.open_lines(asked.payments, only)
    elif asked.engine == "duckdb":
        frames = tuple(readers.with_duckdb(path, name) for path, name in _tables(asked))
    else:
        session = _spark()
        frames = tuple(readers.with_spark(path, name, session) for path, name in _tables(asked))
    given = bulk.Nation(frames[0], frames[1], months, book, asked.on, asked.complete)
    if asked.engine == "polars":
        return whole.parts(given)
    return whole.months(given, further=further)


def _tables(asked: _Asked) -> tuple[tuple[Path, str], tuple[Path, str]]:
    return (asked.contracts, "contracts"), (asked.payments, "payments")


def _spark() -> Any:
    """The session of Spark: a cluster's under spark-submit, else one on this machine alone."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unavailable(
            "wages.spark",
            sentence(N_("Spark is not installed.")),
            remedy=sentence(N_("Install the extra “spark”, or use the engine polars or duckdb.")),
        ).at(field="--engine") from None
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    builder = SparkSession.builder.appName("corridor wages run").config("spark.ui.enabled", "false")
    for setting in ("spark.driver.bindAddress", "spark.driver.host"):
        builder = builder.config(setting, "127.0.0.1")
    return builder.getOrCreate()


class _progress:  # noqa: N801 - used as a word of the with statement
    """A bar over the months, on a terminal only."""

    def __init__(self, total: int, done: int) -> None:
        self._bar = Progress(console=aside, transient=True, disable=not aside.is_terminal)
        self._task = self._bar.add_task("reading", total=total, completed=done)

    def __enter__(self) -> Callable[[str], None]:
        self._bar.start()
        return lambda month: self._bar.update(self._task, advance=1, description=month)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _answer(
    asked: _Asked, folder: Path, months: Sequence[Period], made: Sequence[Period]
) -> dict[str, Any]:
    rows = []
    for month in months:
        found = stored.manifest(folder, _name(month)) or {}
        state = "computed" if month in made else "kept"
        rows.append({"month": _name(month), "state": state, "counts": found.get("counts", {})})
    return {
        "out": str(asked.out),
        "on": asked.on.isoformat(),
        "engine": asked.engine,
        "checks": asked.checks,
        "months": rows,
    }


def _wrong(counts: Mapping[str, int]) -> int:
    """Breaches, and faults of the data that kept a wage from being checked."""
    breaches = sum(number for name, number in counts.items() if name.endswith(".breach"))
    return breaches + counts.get("faults", 0)


def _say(answer: Mapping[str, Any]) -> None:
    for row in answer["months"]:
        counts = row["counts"]
        totals = ", ".join(
            f"{counts.get(n, 0)} {n}" for n in ("contracts", "employers", "findings")
        )
        screen.print(f"{row['month']}: {totals} ({row['state']})", markup=False)
        said = [f"{name} {number}" for name, number in counts.items() if "." in name and number]
        said += [
            f"{name} {counts[name]}"
            for name in ("strangers", "repeated", "faults")
            if counts.get(name)
        ]
        screen.print("  " + (", ".join(said) or "nothing found"), markup=False)
    screen.print(answer["out"], markup=False)
