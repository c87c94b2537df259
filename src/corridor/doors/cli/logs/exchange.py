"""Checkpoints and signatures on their way: over files, in both directions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.core.problems import NotYet
from corridor.core.text import N_, sentence
from corridor.doors.cli.logs import witnesskey
from corridor.doors.cli.logs.reading import text_of
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, refusals, screen

File = Annotated[str, typer.Argument(metavar="FILE", help="A file, or “-” for standard input.")]
KeyFile = Annotated[Path, typer.Option("--key", help="The witness's key file.")]


def checkpoint_command(
    sign: Annotated[bool, typer.Option("--sign", help="Sign what was appended first.")] = False,
    since: Annotated[
        int | None,
        typer.Option("--since", min=0, help="With the proof from this size: a witness's request."),
    ] = None,
) -> None:
    """The newest checkpoint with its cosignatures, as text to send or to keep elsewhere."""
    with refusals():
        start.django_ready()
        from corridor.platform.access.actor import SYSTEM
        from corridor.platform.translog import actions, queries
        from corridor.platform.translog.asking import request_from

        if sign:
            actions.checkpoint(by=SYSTEM)
        newest = queries.latest_checkpoint()
        if newest is None:
            raise NotYet(
                "log.no_checkpoint",
                sentence(N_("No checkpoint has been signed yet.")),
                remedy=sentence(N_("Start the node, or sign one now with --sign.")),
            )
        whole = queries.with_cosignatures(newest)
        typer.echo(whole if since is None else request_from(since).text(), nl=False)


def cosign_command(
    given: File,
    key: KeyFile,
    log: Annotated[
        str, typer.Option("--log", help="The log's key, the first time: name+number+letters.")
    ] = "",
) -> None:
    """Sign another log's checkpoint as a witness, and remember it beside the key file.

    Takes what “corridor log checkpoint --since SIZE” wrote; without --since only the first time.
    """
    with refusals():
        typer.echo(witnesskey.cosign(text_of(given), key, log), nl=False)


def witness_key_command(
    name: str, out: Annotated[Path, typer.Option("--out", help="Where the key file is written.")]
) -> None:
    """Make the key of a witness that works with files; prints the public half."""
    with refusals():
        typer.echo(witnesskey.make(name, out))


def add_cosignature_command(given: File, as_json: Json = False) -> None:
    """Keep the signatures that witnesses gave: their lines alone, or under the checkpoint."""
    with refusals(as_json):
        text = text_of(given)
        start.django_ready()
        from corridor.platform.access.actor import SYSTEM
        from corridor.platform.translog import actions, queries

        newest = queries.latest_checkpoint()
        lines_alone = text.startswith("— ") and newest is not None
        whole = newest.text + text if lines_alone and newest is not None else text
        found = [one.witness for one in actions.add_cosignatures(by=SYSTEM, note=whole)]
        if as_json:
            answer_json({"added": found})
        else:
            said = ", ".join(found) or "nobody known here who had not signed already"
            screen.print(f"Kept the signature of {said}.", markup=False)


def entry_command(
    index: Annotated[int, typer.Argument(min=0)],
    proof: Annotated[bool, typer.Option("--proof", help="Its .tlog-proof instead.")] = False,
    as_json: Json = False,
) -> None:
    """What an entry of the log says to everybody, or the proof that it stands there."""
    with refusals(as_json):
        start.django_ready()
        from corridor.platform.translog import queries

        if proof:
            typer.echo(queries.inclusion(index).text(), nl=False)
            return
        found = queries.public_entry(index)
        if as_json:
            answer_json({"index": found.index, "hash": found.hash, **found.says})
            return
        for name, value in {"hash": found.hash, **found.says}.items():
            screen.print(f"{name:<11} {value}", markup=False)


def keys_command(as_json: Json = False) -> None:
    """The keys by which this log and its witnesses are known, and when a checkpoint counts."""
    with refusals(as_json):
        start.django_ready()
        from corridor.platform.translog.queries import origin
        from corridor.platform.translog.verification.heads import log_keys
        from corridor.platform.translog.witnesses import circle, own_key, policy_document

        told: dict[str, Any] = {
            "origin": origin(),
            "log": [key.text() for key in log_keys()],
            "witnesses": [one.key.text() for one in circle().active],
            "as_witness": own_key(),
            "policy": policy_document(),
        }
        if as_json:
            answer_json(told)
            return
        for title, name in (("log", "log"), ("witness", "witnesses"), ("as witness", "as_witness")):
            for key in told[name]:
                screen.print(f"{title:<11} {key}", markup=False, soft_wrap=True)
        screen.print(f"needed      {circle().needed}", markup=False)


def witness_command(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The log's key: name+number+letters.")],
    origin: Annotated[str, typer.Option("--origin", help="Where it is not the key's name.")] = "",
) -> None:
    """Let this node be a witness of another log from now on."""
    with refusals():
        start.django_ready()
        from corridor.platform.access.actor import SYSTEM
        from corridor.platform.translog import actions

        found = actions.register_log(by=SYSTEM, key=key, origin=origin)
        screen.print(f"This node witnesses {found.origin} now.", markup=False)
