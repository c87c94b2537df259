"""``corridor log``: verify and watch this node's log; make and check proofs without any node."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from corridor.core.text import N_, sentence
from corridor.doors.cli.logs import exchange, watching
from corridor.doors.cli.logs.binary import Encoding
from corridor.doors.cli.logs.checking import Checked, check
from corridor.doors.cli.logs.proofs import Trust, check_proof
from corridor.doors.cli.logs.proving import prove
from corridor.doors.cli.logs.reading import bad, objects, text_of
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.engines.evidence.reading import one_by_one
from corridor.engines.log.proof import HEADER

app = typer.Typer(no_args_is_help=True)

Given = Annotated[str, typer.Argument(metavar="FILE", help="JSON, or “-” for standard input.")]
Proofs = Annotated[
    str,
    typer.Argument(metavar="FILE", help="JSON or a .tlog-proof file, or “-” for standard input."),
]


@app.callback()
def _noun() -> None:
    """Verify, watch and witness the transparency log; make and check proofs."""


@app.command("check")
def check_command(
    given: Proofs,
    log: Annotated[str, typer.Option("--log", help="The log's key: name+number+letters.")] = "",
    witness: Annotated[
        list[str] | None, typer.Option("--witness", help="A key that must have cosigned.")
    ] = None,
    policy: Annotated[str, typer.Option("--policy", help="A policy file, instead of keys.")] = "",
    leaf_hash: Annotated[
        str, typer.Option("--leaf-hash", help="The entry's hash, when the proof does not open it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check proofs: 0 all hold, 1 one does not, 2 the input cannot be read."""
    with refusals(as_json):
        text = text_of(given)
        trust = Trust(log, tuple(witness or ()), policy, leaf_hash)
        found, many = _checked(text, trust)
        if as_json:
            told = [one.as_json() for one in found]
            answer_json(told if many else told[0])
        else:
            _print(found)
    if not all(one.ok for one in found):
        raise typer.Exit(1)


@app.command("prove")
def prove_command(
    given: Given,
    encoding: Annotated[Encoding, typer.Option("--encoding", help="Of the answer.")] = "hex",
    as_json: Json = False,
) -> None:
    """Make an inclusion or consistency proof from a list of entries or of their hashes."""
    with refusals(as_json):
        asked, many = objects(text_of(given))
        made = [prove(one, encoding) for one in asked]
        if as_json:
            answer_json(made if many else made[0])
            return
        for one in made:
            _print_proof(one)


app.command("verify")(watching.verify_command)
app.command("watch")(watching.watch_command)
app.command("checkpoint")(exchange.checkpoint_command)
app.command("cosign")(exchange.cosign_command)
app.command("add-cosignature")(exchange.add_cosignature_command)
app.command("entry")(exchange.entry_command)
app.command("keys")(exchange.keys_command)
app.command("witness")(exchange.witness_command)
app.command("witness-key")(exchange.witness_key_command)


def _checked(text: str, trust: Trust) -> tuple[list[Checked], bool]:
    if text.startswith(HEADER):
        proofs = one_by_one(text)
        if len(proofs) > 1 and trust.leaf_hash:
            raise bad(
                "field",
                sentence(N_("One hash cannot be that of several entries.")),
                N_("Leave --leaf-hash out, or give one proof at a time."),
            ).at(field="--leaf-hash")
        return [check_proof(one, trust) for one in proofs], len(proofs) > 1
    asked, many = objects(text)
    return [check(one) for one in asked], many


def _print(found: list[Checked]) -> None:
    for one in found:
        told = f"{one.kind}: {one.sentence.say()}"
        screen.print(told, style="green" if one.ok else "bold red", markup=False)
    if len(found) > 1:
        held = sum(one.ok for one in found)
        screen.print(f"{held} of {len(found)} hold", markup=False)


def _print_proof(made: dict[str, Any]) -> None:
    for name, value in made.items():
        listed = isinstance(value, list)
        screen.print(f"{name}:" if listed else f"{name}: {value}", markup=False)
        for line in value if listed else []:
            screen.print(f"  {line}", markup=False)
