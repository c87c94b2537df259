"""``corridor stats protect`` and ``audit``: what may go out, and what is out and cannot be true."""

from __future__ import annotations

import json as json_
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from corridor.core.problems import BadInput, NotFound, Problem, Unavailable, raise_all
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, Strict, answer_json, aside, refusals, screen

_SHOWN = 20

SpecFile = Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="Tables and rules.")]
Data = Annotated[Path, typer.Argument(metavar="DATA", help="Records or cells, CSV or Parquet.")]
Earlier = Annotated[
    list[Path] | None,
    typer.Option("--earlier", metavar="FILE", help="The release.json of an earlier release."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files are written.")]
Secret = Annotated[
    Path | None,
    typer.Option("--secret", metavar="FILE", help="The secret of the cell keys, 32 bytes or more."),
]


def register(app: typer.Typer) -> None:
    """Add the two verbs."""
    app.command("protect")(protect)
    app.command("audit")(audit)


def protect(
    spec: SpecFile,
    data: Data,
    out: Out,
    earlier: Earlier = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Withhold, round or perturb what must not be told, and attack what is left.

    Leaves with 1 when the attack works something out: then there is no table for the public.
    """
    with refusals(json):
        made = _made(spec, data, earlier or [], secret)
        written = _written(made, out)
    answer = _answer(made, written)
    if json:
        answer_json(answer)
    else:
        _say(answer)
    if not made.passed:
        raise typer.Exit(1)


def _made(spec_file: Path, data: Path, earlier: Sequence[Path], secret: Path | None) -> Any:
    """Read every file, naming everything wrong with any of them, and protect."""
    from corridor.engines.statistics.disclosure import reading, remembered, run
    from corridor.engines.statistics.survey import tables

    problems: list[Problem] = []
    before = []
    for path in earlier:
        try:
            before.append(remembered.read(path))
        except Problem as problem:
            problems += problem.problems
    key = _secret(secret, problems)
    frame = spec = None
    try:
        frame = tables.collected(*_table(data))
    except Problem as problem:
        problems += problem.at(file=str(data)).problems
    try:
        spec = reading.read(spec_file)
    except Problem as problem:
        problems += problem.problems
    raise_all(problems)
    if spec is None or frame is None:
        raise RuntimeError("files without problems were read")
    with _waiting() as step:
        try:
            return run.run(spec, frame, before, secret=key, progress=step)
        except Problem as problem:
            raise problem.at(file=str(data)) from None


def _table(path: Path) -> tuple[Any, list[str], Path]:
    from corridor.engines.statistics.survey import tables

    table = tables.read(path)
    return table, tables.names_of(table, path), path


def _secret(path: Path | None, problems: list[Problem]) -> bytes:
    if path is None:
        return b""
    try:
        return path.read_bytes().strip()
    except OSError:
        problems.append(
            NotFound(
                "disclosure.secret",
                sentence(N_("The file {name} cannot be opened."), name=path.name),
                remedy=sentence(N_("Check its name and that you may read it.")),
            ).at(file=str(path))
        )
        return b""


class _waiting:  # noqa: N801 - reads as what it does
    """A line on the terminal that says how many needs were met so far."""

    def __enter__(self) -> Any:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self.bar = Progress(*columns, console=aside, transient=True)
        self.bar.start()
        task = self.bar.add_task("protecting", total=None)
        return lambda count: self.bar.advance(task, count)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def _written(made: Any, out: Path) -> dict[str, str]:
    """The files of a release; the public ones only when the attack found nothing."""
    from corridor.engines.statistics.disclosure import remembered

    files = {"review.csv": made.review.write_csv().encode(), "audit.json": _bytes(_audit(made))}
    if made.passed:
        files["cube.csv"] = made.cube.canonical()
        files["release.json"] = _bytes(remembered.to_json(made.release))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in ("cube.csv", "release.json"):
            (out / name).unlink(missing_ok=True)  # never beside the review of another run
        for name, content in files.items():
            _kept(out / name, content)
    except OSError as error:
        raise Unavailable(
            "disclosure.out",
            sentence(N_("The folder {name} cannot be written."), name=str(out)),
            remedy=sentence(N_("Check the place and its rights, and give it with --out.")),
            found=error.strerror,
        ) from None
    return {name: str(out / name) for name in files}


def _kept(path: Path, content: bytes) -> None:
    """All of a file or nothing of it; readable by its owner alone."""
    aside_ = path.with_name(f".{path.name}.new")
    aside_.unlink(missing_ok=True)
    descriptor = os.open(aside_, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    aside_.replace(path)


def _bytes(value: Any) -> bytes:
    return (json_.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _audit(made: Any) -> dict[str, Any]:
    return {
        **made.audit.as_json(),
        "learnt": [one.as_json() for one in made.audit.learnt],
        "summary": made.summary,
    }


def _answer(made: Any, written: dict[str, str]) -> dict[str, Any]:
    spec = made.release.spec
    return {
        "specification": spec.id,
        "method": spec.method,
        "passed": made.passed,
        **made.summary,
        "audit": made.audit.as_json(),
        "digest": made.cube.digest() if made.passed else None,
        "files": written,
    }


def _say(answer: dict[str, Any]) -> None:
    audit = answer["audit"]
    for name in ("cells", "sensitive", "complementary", "published_again", "largest_change"):
        if name in answer:
            screen.print(f"{name.replace('_', ' ')}: {answer[name]}", markup=False)
    verdict = "nothing can be worked out" if answer["passed"] else "NOT to be published"
    screen.print(f"attack on {audit['attacked']} figures: {verdict}", markup=False)
    for one in audit["failures"][:_SHOWN]:
        cell = ", ".join(f"{name} {code}" for name, code in one["cell"].items())
        screen.print(
            f"  {one['verdict']}: {one['measure']}, {cell}: {one['low']} – {one['high']}",
            markup=False,
            soft_wrap=True,
        )
    if len(audit["failures"]) > _SHOWN:
        screen.print(f"  … {len(audit['failures'])} in all; audit.json names them.", markup=False)
    for path in answer["files"].values():
        screen.print(f"  {path}", markup=False, soft_wrap=True)


def audit(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A published table, CSV or YAML.")],
    json: Json = False,
    strict: Strict = False,
) -> None:
    """Say what cannot be true in a published table, and from which of its figures that follows."""
    from corridor.engines.statistics import published

    with refusals(json):
        try:
            findings = published.read_and_audit(table)
        except BadInput as problem:
            raise problem.at(file=str(table)) from None
    if json:
        answer_json([one.as_json() for one in findings])
    else:
        for one in findings:
            screen.print(f"{one.verdict.upper()}: {one.says}", markup=False, soft_wrap=True)
            for step in one.inference:
                screen.print(f"  {step}", markup=False, soft_wrap=True)
        if not findings:
            screen.print("Nothing in the table contradicts itself.")
    if strict and any(one.verdict == "impossible" for one in findings):
        raise typer.Exit(1)
