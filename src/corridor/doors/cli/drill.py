"""``corridor drill``: prove today what is needed at night."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Prove that a backup can be restored."""


@app.command()
def restore(
    source: Annotated[
        Path | None, typer.Option("--from", metavar="DIR", help="This backup; else a fresh one.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The master key's own backup; else ours.")
    ] = None,
    passphrase: Annotated[str, typer.Option(envvar="PASSPHRASE", help="Of that key.")] = "",
    checkpoint: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A checkpoint kept elsewhere; else the one exported."),
    ] = None,
    older: Annotated[
        bool, typer.Option("--older", help="An older backup passes; its age is only told.")
    ] = False,
    room: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where there is room to restore.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Restore a backup onto a bare directory and check it; 3 when it would not have saved us."""
    with refusals(as_json):
        from corridor.doors.cli.nodes import bare, start

        start.django_ready()
        began = time.monotonic_ns()
        master, outside = _key(key, passphrase), _checkpoint(checkpoint)
        with _backup(source, room) as folder, bare.machine(folder, master, room) as environment:
            told = bare.rehearse(folder, environment, outside)
        report = _report(told, older=older, ms=(time.monotonic_ns() - began) // 1_000_000)
        _note(report)
        answer_json(report) if as_json else _show(report)
    if not report["passed"]:
        raise typer.Exit(3)


@contextmanager
def _backup(source: Path | None, room: Path | None) -> Iterator[Path]:
    """The backup that was named, or one of this node made now and taken away afterwards."""
    from corridor.doors.cli.nodes import copies

    if source is not None:
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="corridor-drill-", dir=room) as folder:
        copies.backup(Path(folder) / "backup")
        yield Path(folder) / "backup"


def _key(sealed: Path | None, passphrase: str) -> bytes:
    if sealed is not None:
        from corridor.doors.cli.nodes.keys import opened

        return opened(sealed, passphrase)
    from django.conf import settings

    from corridor.platform.keys.sealing import master_key

    if not settings.CORRIDOR_MASTER_KEY and not Path(settings.CORRIDOR_MASTER_KEY_FILE).exists():
        raise BadInput(
            "drill.no_key",
            sentence(N_("There is no master key here.")),
            remedy=sentence(N_("Give its backup: --key FILE, and PASSPHRASE in the environment.")),
        ).at(field="--key")
    return master_key()


def _checkpoint(file: Path | None) -> str:
    from corridor.platform.translog import published

    if file is None:
        return published.latest()
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput("drill.checkpoint", sentence(N_("This checkpoint cannot be read."))).at(
            file=str(file)
        ) from None


def _report(told: dict[str, Any], *, older: bool, ms: int) -> dict[str, Any]:
    """Verdict, seconds, and how much a loss of this moment would have cost."""
    steps = told["steps"]
    failed = [step["name"] for step in steps if not step["fine"]]
    if older and "age" in failed:
        # The log's own check finds the same: its newest entries are missing.
        failed.remove("age")
    newest = datetime.fromisoformat(told["newest"]) if told["newest"] else None
    age = int((datetime.now(UTC) - newest).total_seconds()) if newest else None
    return {
        "passed": not failed,
        "failed": failed,
        "seconds": ms // 1000,
        "milliseconds": ms,
        "newest_record": told["newest"],
        "newest_record_age_seconds": age,
        "steps": steps,
    }


def _note(report: dict[str, Any]) -> None:
    from corridor.platform.operations import marks

    marks.leave(marks.DRILL, passed=report["passed"], failed=report["failed"])


def _show(report: dict[str, Any]) -> None:
    for step in report["steps"]:
        failed = "NOT FINE" if step["name"] in report["failed"] else "noted"
        mark = "fine" if step["fine"] else failed
        screen.print(f"{mark:<9} {step['name']:<11} {step['says']}", markup=False)
    age = report["newest_record_age_seconds"]
    lost = f"newest record {age} s old" if age is not None else "no record in it"
    verdict = "PASS" if report["passed"] else "FAIL"
    screen.print(f"{verdict}  {report['seconds']} s, {lost}", markup=False)
