"""``corridor pass``: is this pass, receipt or proof genuine, and valid on this day? No server."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.cli import passes_report as report
from corridor.doors.cli.logs.proofs import Trust as Options
from corridor.doors.cli.logs.proofs import policy_of
from corridor.doors.cli.output import Json, answer_json, refusals
from corridor.engines import tokens
from corridor.engines.evidence import (
    Answer,
    Beside,
    Revoked,
    Trust,
    beside,
    check,
    read_revoked,
    read_trust,
    terms_in,
    versions,
)
from corridor.engines.evidence.reading import brought, cleaned, is_proof

app = typer.Typer(no_args_is_help=True)

_LIMIT = 13 * 1024 * 1024
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

Given = Annotated[
    str,
    typer.Argument(
        metavar="FILE-or-text",
        help="The text, or a file with it (text, proof, JSON, PNG, JPEG), or “-”.",
    ),
]
Keys = Annotated[
    Path,
    typer.Option(
        "--keys", envvar="CORRIDOR_ISSUER_KEYS", help="The issuers' public keys, as exported."
    ),
]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day to check for; today.")]
Log = Annotated[str, typer.Option("--log", help="The log's key, for proofs.")]
Witness = Annotated[
    list[str] | None, typer.Option("--witness", help="A key that must have cosigned.")
]
Policy = Annotated[str, typer.Option("--policy", help="A policy file, instead of keys.")]
List = Annotated[
    Path | None, typer.Option("--revoked", help="The list of passes taken back (/revoked.txt).")
]
Other = Annotated[
    Path | None, typer.Option("--beside", help="Another contract's JSON, to compare with.")
]


@app.callback()
def _noun() -> None:
    """Verify a departure pass, a registration receipt or a proof of the log."""


@app.command("verify")
def verify_command(
    given: Given,
    keys: Keys = Path("issuer-keys.json"),
    on: On = "",
    log: Log = "",
    witness: Witness = None,
    policy: Policy = "",
    revoked: List = None,
    other: Other = None,
    as_json: Json = False,
) -> None:
    """Verify a pass, receipt or proof: 0 genuine and valid on the day, 2 anything else."""
    with refusals(as_json):
        when, text = _day(on), _text(given)
        options = Options(log, tuple(witness or ()), policy)
        trust = _trusted(text, _trust(keys), options)
        answer = check(text, _with_list(trust, revoked), when)
        compared = _compared(answer, other)
        if as_json:
            more = {"beside": compared.as_json()} if compared else {}
            answer_json({**answer.as_json(), "on": when.isoformat(), **more})
        else:
            report.answered(answer)
            report.beside(compared)
    if answer.state != "valid":
        raise typer.Exit(2)


def _trust(path: Path) -> Trust:
    """The trust in a key file (as ``corridor node issuer-keys`` or ``verifier`` writes it)."""
    try:
        return read_trust(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(
            "pass.keys_missing",
            sentence(N_("There is no file of issuer keys.")),
            remedy=sentence(N_("Get it with “corridor node issuer-keys” or from /verify/keys/.")),
        ).at(file=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "pass.keys_unreadable",
            sentence(N_("This is not a file of issuer keys.")),
            remedy=sentence(N_("Get it with “corridor node issuer-keys” or from /verify/keys/.")),
        ).at(file=str(path)) from None
    except BadInput as problem:
        raise problem.at(file=str(path)) from None


def _trusted(text: str, trust: Trust, options: Options) -> Trust:
    """The trust with the log's policy; a proof without one is refused, not called false."""
    asked = options.log or options.witnesses or options.policy
    if asked or (trust.policy is None and is_proof(brought(text))):
        return replace(trust, policy=policy_of(options))
    return trust


def _with_list(trust: Trust, path: Path | None) -> Trust:
    """The trust with the list in ``path``, unless the keys came with a newer one.

    A list that is false is an error of whoever gave it.
    """
    if path is None:
        return trust
    try:
        text = path.read_text(encoding="utf-8")
        given = read_revoked(cleaned(text) + "\n", trust.public)
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "revoked.file",
            sentence(N_("The list of passes taken back cannot be read.")),
            remedy=sentence(N_("Fetch it again from /revoked.txt; do not rely on this copy.")),
        ).at(file=str(path)) from None
    except BadInput as problem:
        raise problem.at(file=str(path)) from None
    return trust if _own_list_is_newer(trust, given) else replace(trust, revoked=text)


def _own_list_is_newer(trust: Trust, given: Revoked) -> bool:
    try:
        return read_revoked(cleaned(trust.revoked) + "\n", trust.public).on > given.on
    except BadInput:
        return False


def _compared(answer: Answer, path: Path | None) -> Beside | None:
    if path is None:
        return None
    here = versions(answer.facts)
    if not here:
        raise BadInput(
            "pass.no_terms",
            sentence(N_("This paper shows no terms to compare with.")),
            remedy=sentence(N_("Ask for the proof file of the contract.")),
        ).at(field="--beside")
    try:
        there = terms_in(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        there = None
    if there is None:
        raise BadInput(
            "pass.no_contract",
            sentence(N_("This is not a contract in JSON.")),
            remedy=sentence(N_("See the example printed by “corridor schema contract-terms”.")),
        ).at(file=str(path))
    return beside(here[0]["terms"], there)


def _day(on: str) -> date:
    if not on:
        return datetime.now(UTC).astimezone().date()
    try:
        return day(on)
    except BadInput as problem:
        raise problem.at(field="--on") from None


def _text(given: str) -> str:
    if given == "-":
        return _from_bytes(sys.stdin.buffer.read(_LIMIT + 1), "-")
    if tokens.looks_like(given):
        return given
    path = Path(given)
    try:
        with path.open("rb") as stream:
            return _from_bytes(stream.read(_LIMIT + 1), given)
    except (OSError, ValueError):  # ValueError: a name with a null character
        raise BadInput(
            "pass.no_file",
            sentence(N_("This is neither the text of a pass or receipt nor a readable file.")),
            remedy=sentence(N_("Give the text beginning with OC1: or the name of a file.")),
        ).at(file=given[:200]) from None


def _from_bytes(data: bytes, name: str) -> str:
    if len(data) > _LIMIT:  # never a part of it: what was left out could matter
        raise BadInput(
            "pass.too_long",
            sentence(N_("The file is longer than 13 megabytes.")),
            remedy=sentence(N_("No pass, receipt or proof is: name the file of the paper.")),
        ).at(file=name)
    if data.startswith(_PICTURES):
        from corridor.engines import qr

        try:
            return qr.read(data)
        except BadInput as problem:
            raise problem.at(file=name) from None
    return data.decode("utf-8-sig", errors="replace")
