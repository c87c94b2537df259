"""``corridor pass``: is this pass or receipt genuine, and valid on this day? No server needed."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.engines import tokens
from corridor.engines.tokens import Verified

app = typer.Typer(no_args_is_help=True)

_LIMIT = 13 * 1024 * 1024
_KEY_BYTES = 32
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

Given = Annotated[
    str,
    typer.Argument(
        metavar="FILE-or-text", help="The text, a file with it (text, JSON, PNG, JPEG), or “-”."
    ),
]
Keys = Annotated[
    Path,
    typer.Option(
        "--keys", envvar="CORRIDOR_ISSUER_KEYS", help="The issuers' public keys, as exported."
    ),
]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day to check for; today.")]


@app.callback()
def _noun() -> None:
    """Verify a departure pass or a registration receipt."""


@app.command("verify")
def verify_command(
    given: Given, keys: Keys = Path("issuer-keys.json"), on: On = "", as_json: Json = False
) -> None:
    """Verify a pass or receipt: 0 genuine and valid on the day, 2 anything else."""
    with refusals(as_json):
        when = _day(on)
        answer = tokens.verify(_text(given), read_keys(keys), when)
        answer_json({**answer.as_json(), "on": when.isoformat()}) if as_json else _print(answer)
    if answer.state != "valid":
        raise typer.Exit(2)


def read_keys(path: Path) -> dict[str, bytes]:
    """The public keys of a key file (as ``corridor node issuer-keys`` writes it), by id."""
    try:
        listed = json.loads(path.read_bytes())["keys"]
        keys = {str(key["kid"]): bytes.fromhex(key["public"]) for key in listed}
        if any(len(public) != _KEY_BYTES for public in keys.values()):
            raise ValueError(_KEY_BYTES)
    except FileNotFoundError:
        raise BadInput(
            "pass.keys_missing",
            sentence(N_("There is no file of issuer keys.")),
            remedy=sentence(N_("Get it with “corridor node issuer-keys” or from /verify/keys/.")),
        ).at(file=str(path)) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(
            "pass.keys_unreadable",
            sentence(N_("This is not a file of issuer keys.")),
            remedy=sentence(N_("Get it with “corridor node issuer-keys” or from /verify/keys/.")),
        ).at(file=str(path)) from None
    return keys


def _day(on: str) -> date:
    if not on:
        return datetime.now(UTC).astimezone().date()
    try:
        return day(on)
    except BadInput as problem:
        raise problem.at(field="--on") from None


def _text(given: str) -> str:
    if given == "-":
        return _from_bytes(sys.stdin.buffer.read(_LIMIT), "-")
    if tokens.looks_like(given):
        return given
    path = Path(given)
    try:
        with path.open("rb") as stream:
            return _from_bytes(stream.read(_LIMIT), given)
    except (OSError, ValueError):  # ValueError: a name with a null character
        raise BadInput(
            "pass.no_file",
            sentence(N_("This is neither the text of a pass or receipt nor a readable file.")),
            remedy=sentence(N_("Give the text beginning with OC1: or the name of a file.")),
        ).at(file=given[:200]) from None


def _from_bytes(data: bytes, name: str) -> str:
    if data.startswith(_PICTURES):
        from corridor.engines import qr

        try:
            return qr.read(data)
        except BadInput as problem:
            raise problem.at(file=name) from None
    text = data[:20_000].decode("utf-8-sig", errors="replace").strip()
    if text.startswith(("{", '"')):
        return _from_json(text)
    return text


def _from_json(text: str) -> str:
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(read, dict):
        read = read.get("text", "")
    return read if isinstance(read, str) else ""


def _print(answer: Verified) -> None:
    colour = "bold green" if answer.state == "valid" else "bold red"
    word = tokens.STATE_WORDS[answer.state]
    screen.print(f"{word}: {answer.sentence.say()}", style=colour, markup=False)
    if answer.short_code:
        screen.print(f"{answer.kind} {answer.short_code} ({answer.kid})", markup=False)
    for name, value in answer.payload.items():
        screen.print(f"  {name}: {value}", markup=False)
