"""The ``corridor`` command. Each noun is a module of its own, imported only when it is used."""

from __future__ import annotations

import importlib
import io
import os
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from corridor import __version__

NOUNS: dict[str, tuple[str, str]] = {
    "contract": ("contract", "Compare an offered contract with the one presented."),
    "drill": ("drill", "Prove that a backup can be restored."),
    "eos": ("eos", "Compute what is owed at the end of service."),
    "inspection": ("inspection", "Compute again where establishments stand."),
    "law": ("law", "Look up, list and check the law packs."),
    "log": ("log", "Verify, watch and witness the transparency log; check proofs."),
    "pass": ("passes", "Verify a departure pass or a registration receipt."),
    "schema": ("schema", "Print the JSON Schemas of inputs and answers."),
    "stats": ("stats", "Estimate, merge, protect, release and audit statistics."),
    "wages": ("wages", "Read wage files and check what is owed."),
    "node": ("node", "Run and look after this deployment."),
}


MEMORY = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:5000"}
"""For commands that read large tables part by part. Left alone, Polars gives the memory of a part
back to the system after half a second, and takes it again, page by page, for the next one."""


class Nouns(TyperGroup):
    """Lists every noun without importing it, so that the command starts at once."""

    _listing = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._listing = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in NOUNS:
            return None
        module, summary = NOUNS[cmd_name]
        if self._listing:  # a name and a sentence are all that the list shows
            return TyperCommand(cmd_name, help=summary)
        if cmd_name == "wages":
            os.environ.update(MEMORY | os.environ)  # read once, when Polars is imported
        noun: Any = importlib.import_module(f"corridor.doors.cli.{module}")
        command = get_command(noun.app)
        command.name, command.help = cmd_name, summary
        return command


app = typer.Typer(
    cls=Nouns,
    no_args_is_help=True,
    add_completion=False,
    help="OpenCorridor: labour-migration governance along a corridor.",
)


@app.callback(invoke_without_command=True)
def _root(
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without the letter shows “?”
    if version:
        typer.echo(__version__)
        raise typer.Exit
