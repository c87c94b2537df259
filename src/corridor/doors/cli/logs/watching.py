"""``corridor log verify`` and ``watch``: the log against the facts, once or for ever."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen

_SHOWN = 20

Checkpoints = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="A checkpoint that somebody else has kept."),
]


def verify_command(checkpoint: Checkpoints = None, as_json: Json = False) -> None:
    """Recompute the whole log: 0 in order, 1 in trouble, 2 bad input. The first cause leads."""
    with refusals(as_json):
        outside = [_text(path) for path in checkpoint or ()]
        _ready()
        from corridor.platform.translog.queries import size
        from corridor.platform.translog.verify import verify

        with _bar(size()) as advance:
            report = verify(outside=outside, progress=advance)
        told = report.as_json() | {"policy": _policy()}
        answer_json(told) if as_json else _print(report, told["policy"])
    if not report.ok:
        raise typer.Exit(1)


def watch_command(
    every: Annotated[
        float, typer.Option("--every", min=0.1, help="Seconds between two quick looks.")
    ] = 10,
    full: Annotated[
        float, typer.Option("--full", min=1, help="Seconds between two full verifications.")
    ] = 3600,
    once: Annotated[
        bool, typer.Option("--once", help="Verify, look once more, and leave.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Verify, then look at every new entry until Ctrl-C; 1 when there was any trouble."""
    with refusals(as_json):
        _ready()
        trouble = _watching(every, full, once=once, as_json=as_json)
    if trouble:
        raise typer.Exit(1)


def _ready() -> None:
    start.django_ready()
    from corridor.platform.translog.published import of_this_node

    of_this_node()


def _watching(every: float, full: float, *, once: bool, as_json: bool) -> bool:
    from django.db import OperationalError, close_old_connections

    from corridor.platform.translog.watch import Watch

    watch, told, due = Watch(), set[str](), 0.0
    try:
        while True:
            try:
                whole = time.monotonic() >= due
                report = watch.whole() if whole else watch.look()
                due = time.monotonic() + full if whole else due
                _tell(report, told, whole=whole, as_json=as_json)
            except (OperationalError, Problem) as error:  # a restarting database is waited for
                aside.print(f"not looked: {type(error).__name__}", markup=False)
            if once and not whole:
                return bool(told)
            if not once:
                close_old_connections()
                time.sleep(every)
    except KeyboardInterrupt:
        return bool(told)


def _tell(report: Any, told: set[str], *, whole: bool, as_json: bool) -> None:
    """Say what is new: troubles not told yet; and that a full verification found nothing."""
    fresh = [one for one in report.troubles if one.sentence.say() not in told]
    told.update(one.sentence.say() for one in fresh)
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    lines = [one.as_json() for one in fresh]
    if whole and report.ok:
        lines = [{"kind": "ok", "entries": report.entries, "sentence": _fine(report)}]
    for line in lines:
        text = json.dumps({"at": moment, **line}) if as_json else f"{moment} {line['sentence']}"
        print(text, flush=True)


def _print(report: Any, policy: dict[str, Any]) -> None:
    for one in report.troubles[:_SHOWN]:
        screen.print(one.sentence.say(), style="bold red", markup=False)
    if len(report.troubles) > _SHOWN:
        screen.print(f"… and {len(report.troubles) - _SHOWN} more (--json shows all)", markup=False)
    screen.print(
        f"{report.entries} entries: {report.facts} as their facts give them,"
        f" {report.earlier} of earlier states, {report.erased} erased lawfully."
        f" {report.checkpoints} checkpoints, {report.cosignatures} cosignatures,"
        f" {report.journal} entries of the journal.",
        markup=False,
    )
    if policy:
        screen.print(policy["sentence"], markup=False)
    if report.ok:
        screen.print(_fine(report), style="green", markup=False)
    else:  # the last line is what stays on a screen at night
        screen.print(_broken(report), style="bold red", markup=False)


def _fine(report: Any) -> str:
    return f"The log is in order: {report.entries} entries."


def _broken(report: Any) -> str:
    found = len(report.troubles)
    what = "1 thing does" if found == 1 else f"{found} things do"
    return f"The log is not in order: {what} not fit; the cause stands first."


def _policy() -> dict[str, Any]:
    """What the newest checkpoint is worth under this node's policy; empty before the first."""
    from corridor.platform.translog.queries import latest_checkpoint, with_cosignatures
    from corridor.platform.translog.witnesses import judged

    newest = latest_checkpoint()
    found = judged(with_cosignatures(newest)) if newest else None
    if newest is None or found is None:
        return {}
    return {
        "size": newest.size,
        "accepted": found.accepted,
        "witnesses": list(found.witnesses),
        "sentence": found.sentence.say(),
    }


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "log.file",
            sentence(N_("The file cannot be read.")),
            remedy=sentence(N_("Name the file that was exported or that a witness kept.")),
        ).at(file=str(path)) from None


@contextmanager
def _bar(total: int) -> Iterator[Any]:
    with Progress(console=aside, transient=True) as progress:
        task = progress.add_task("Recomputing", total=total)
        yield lambda count: progress.update(task, advance=count)
