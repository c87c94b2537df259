"""``corridor stats release``: the statistical office's work by command, and what anybody can check.

Whoever releases acts in a person's name: CORRIDOR_TOKEN holds that person's access token.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import yaml
from rich.table import Table

from corridor.core.problems import BadInput, NotPermitted
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, refusals, screen

if TYPE_CHECKING:
    from corridor.platform.access.actor import Actor

TOKEN = "CORRIDOR_TOKEN"  # noqa: S105 - the variable's name
app = typer.Typer(no_args_is_help=True)
At = Annotated[str, typer.Option("--at", metavar="MINUTE", help="Such as 2026-10-01T09:00+00:00.")]
Reason = Annotated[str, typer.Option("--reason", help="What changed and why; everybody reads it.")]


def register(noun: typer.Typer) -> None:
    """Hang the commands below ``corridor stats``."""
    noun.add_typer(app, name="release")


@app.callback()
def _noun() -> None:
    """Release statistics: two persons, one minute, the same for everybody."""


def acting() -> Actor:
    """The person whose token the environment holds. Raises ``NotPermitted`` without a valid one."""
    from corridor.platform.people.queries import actor_by_token

    by = actor_by_token(os.environ.get(TOKEN, ""))
    if by is None:
        raise NotPermitted(
            "stats.release.token",
            sentence(N_("{name} holds no valid access token."), name=TOKEN),
            remedy=sentence(N_("Ask the administrator for one for your role as statistician.")),
        )
    return by


def _say(value: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer_json(value)
        return
    for name, one in value.items():
        screen.print(f"{name}: {one}", markup=False)


@app.command()
def draft(
    table: Annotated[Path, typer.Argument(help="The table: CSV with one row a cell.")],
    definition: Annotated[Path, typer.Option("--definition", help="What is counted: YAML.")],
    indicator: Annotated[str, typer.Option("--indicator", metavar="NAME")],
    source: Annotated[
        list[Path], typer.Option("--source", help="A file it was made of; may be repeated.")
    ],
    kind: Annotated[str, typer.Option(help="survey, register, compiled or published.")],
    licence: Annotated[str, typer.Option(help="Licence or legal basis of the sources.")],
    period: Annotated[str, typer.Option(help="2026, 2026-Q3, 2026-09 or 2024/2026.")],
    as_json: Json = False,
) -> None:
    """Put the sources on record by their digests, and the table in work."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        by = acting()
        meaning, content = mapping(definition), text(table)
        ids = [
            actions.add_source(by=by, kind=kind, licence=licence, period=period, **about(one)).id
            for one in source
        ]
        made = actions.draft(
            by=by, indicator=indicator, definition=meaning, table=content, sources=ids
        )
        _say({"table": made.id, "cells": made.cells, "sha256": made.digest}, as_json)


@app.command()
def protect(
    table: str,
    threshold: Annotated[int, typer.Option(help="Fewest records behind a figure.")] = 10,
    rules: Annotated[Path | None, typer.Option(help="All rules, as YAML.")] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Withhold nothing: every source is public.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Protect a table and attack it. Exit code 1 when something can be worked out."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        chosen = mapping(rules) if rules else {"threshold": threshold}
        given = {"method": "open"} if public else chosen
        made = actions.protect(by=acting(), table=table, rules_of_release=given)
        told = {
            "protection": made.id,
            "withheld": made.withheld,
            "to_hide_others": made.complementary,
            "safe": made.safe,
            "findings": [*made.audit["findings"], *made.audit["reopened"]],
        }
        _say(told, as_json)
        if not made.safe:
            raise typer.Exit(1)


@app.command()
def review(
    protection: str,
    words: Annotated[str, typer.Option(help="Why.")],
    accept: Annotated[bool, typer.Option("--accept/--refuse")],
    as_json: Json = False,
) -> None:
    """Say whether what is withheld and what remains will do."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        made = actions.review(by=acting(), protection=protection, accepted=accept, words=words)
        _say({"review": made.id, "accepted": made.accepted}, as_json)


@app.command()
def announce(protection: str, at: At, reason: Reason = "", as_json: Json = False) -> None:
    """Put a reviewed table on the public calendar."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        when = moment(at)
        made = actions.announce(by=acting(), protection=protection, at=when, reason=reason)
        _say({"release": made.id, "at": made.at.isoformat(), "kind": made.kind}, as_json)


@app.command()
def approve(release: str, as_json: Json = False) -> None:
    """Let an announced release go out: by another person than whoever prepared it."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        made = actions.approve(by=acting(), release=release)
        _say({"approval": made.id, "release": release}, as_json)


@app.command()
def withdraw(release: str, reason: Reason, as_json: Json = False) -> None:
    """Take an announced release off the calendar."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        made = actions.withdraw(by=acting(), release=release, reason=reason)
        _say({"withdrawal": made.id, "release": release}, as_json)


@app.command()
def retract(indicator: str, at: At, reason: Reason, as_json: Json = False) -> None:
    """Announce that a published table is taken back."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import actions

        made = actions.retract(by=acting(), indicator=indicator, at=moment(at), reason=reason)
        _say({"release": made.id, "at": made.at.isoformat(), "kind": made.kind}, as_json)


@app.command()
def calendar(as_json: Json = False) -> None:
    """What was announced, and what came of it. Anybody may ask."""
    with refusals(as_json):
        start.django_ready()
        from corridor.governance.observatory import queries
        from corridor.platform.access.actor import STRANGER

        rows = [
            {
                "release": one.release.id,
                "indicator": one.release.indicator,
                "at": one.release.at.isoformat(),
                "kind": one.release.kind,
                "state": one.state,
                "reason": one.reason,
            }
            for one in queries.announced(STRANGER)
        ]
    if as_json:
        answer_json({"calendar": rows})
        return
    shown = Table(*(rows[0] if rows else ("nothing was announced",)))
    for row in rows:
        shown.add_row(*row.values())
    screen.print(shown)


@app.command()
def write(
    indicator: str,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    kind: Annotated[
        str,
        typer.Option("--format", help="csv, xlsx, parquet, sdmx-csv, sdmx-ml or sdmx-structure."),
    ] = "csv",
    version: Annotated[int | None, typer.Option(help="The newest unless given.")] = None,
    manifest: Annotated[Path | None, typer.Option(help="Write its manifest here.")] = None,
    as_json: Json = False,
) -> None:
    """Write a published version as a file, the same bytes as on its page."""
    with refusals(as_json):
        start.django_ready()
        from corridor.core.canonical import canonical
        from corridor.engines.statistics.formats import FORMATS, written
        from corridor.governance.observatory import queries

        if kind not in FORMATS:
            raise BadInput(
                "stats.release.format",
                sentence(N_("“{found}” is not known here."), found=kind),
                remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(FORMATS)),
            ).at(field="--format")
        row = queries.entry(indicator, version)
        content = written(queries.cube_of(row), indicator, kind, f"{row.number}.0", row.definition)
        out.write_bytes(content)
        if manifest is not None:
            manifest.write_bytes(canonical(row.manifest))
        _say({"file": str(out), "version": row.number, "bytes": len(content)}, as_json)


@app.command()
def rebuild(
    manifest: Annotated[Path, typer.Argument(help="The manifest of a published version.")],
    table: Annotated[Path, typer.Argument(help="The office's table before protection.")],
    earlier: Annotated[
        list[Path] | None, typer.Option(help="The CSV of an earlier version; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the protected CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Protect the table again by the manifest's rules: are the bytes those that were published?

    Needs no server. Exit code 1 when they are not.
    """
    with refusals(as_json):
        same, content, digest = _rebuilt(mapping(manifest), table, earlier or [])
        if out is not None:
            out.write_bytes(content)
        _say({"same": same, "sha256": digest}, as_json)
        if not same:
            raise typer.Exit(1)


def _rebuilt(told: dict[str, Any], table: Path, earlier: list[Path]) -> tuple[bool, bytes, str]:
    from corridor.engines.statistics.cube import read
    from corridor.governance.observatory.guarding import Earlier, guarded, rules_of

    named = {one["cube_sha256"]: one for one in told.get("earlier", ())}
    cubes = {one.digest(): one for one in (read(path.read_bytes()) for path in earlier)}
    own = told.get("indicator")
    known = [
        Earlier(digest, cubes[digest], one["rules"], other=one.get("indicator", own) != own)
        for digest, one in named.items()
        if digest in cubes
    ]
    missing = set(named) - set(cubes)
    if missing:
        raise BadInput(
            "stats.release.earlier",
            sentence(N_("The manifest was made beside {n} earlier versions."), n=len(missing)),
            remedy=sentence(N_("Give the CSV of each with --earlier.")),
            expected=sorted(missing),
        ).at(field="--earlier")
    made = guarded(read(table.read_bytes()), rules_of(told.get("rules", {})), known).cube
    return made.digest() == told.get("cube_sha256"), made.canonical(), made.digest()


def mapping(path: Path) -> dict[str, Any]:
    """A YAML or JSON file with named values. Raises ``BadInput`` with the line."""
    try:
        found = yaml.safe_load(text(path))
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        raise BadInput(
            "stats.release.yaml",
            sentence(N_("This file cannot be read as YAML.")),
            remedy=sentence(N_("Look at the line that is named: often a colon or a quote.")),
        ).at(file=str(path), line=where.line + 1 if where else None) from None
    if not isinstance(found, dict):
        raise BadInput(
            "stats.release.yaml",
            sentence(N_("A mapping of names to values is expected here.")),
            remedy=sentence(N_("Write one “name: value” a line.")),
        ).at(file=str(path))
    return found


def text(path: Path) -> str:
    """A file's text. Raises ``BadInput`` for one that cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "stats.release.file",
            sentence(N_("The file cannot be read.")),
            remedy=sentence(N_("Check its name, and that it is a text in UTF-8.")),
        ).at(file=str(path)) from None


def about(path: Path) -> dict[str, Any]:
    """A source file's name, digest and rows, read in pieces: it may be large."""
    from hashlib import sha256

    made, lines = sha256(), 0
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                made.update(piece)
                lines += piece.count(b"\n")
    except OSError:
        text(path)
    names = {"title": path.stem, "file_name": path.name}
    return {**names, "sha256": made.hexdigest(), "rows": max(lines - 1, 0)}


def moment(at: str) -> datetime:
    """A minute with its time zone. Raises ``BadInput``."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        raise BadInput(
            "stats.release.at",
            sentence(N_("“{found}” is no minute."), found=at),
            remedy=sentence(N_("Write it as 2026-10-01T09:00+00:00.")),
        ).at(field="--at") from None
