"""``corridor schema NAME``: the JSON Schemas of inputs and answers."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Annotated

import typer

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen

_SUFFIX = ".schema.json"


def names() -> list[str]:
    """The schemas that ship with the package."""
    return sorted(
        entry.name.removesuffix(_SUFFIX)
        for entry in files("corridor.schemas").iterdir()
        if entry.name.endswith(_SUFFIX)
    )


app = typer.Typer()


@app.command()
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Left out: the names are listed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the JSON Schema called NAME, or list their names."""
    with refusals(as_json):
        if name is None and as_json:
            answer_json(names())
            return
        if name is None:
            for known in names():
                screen.print(known, markup=False)
            return
        if name not in names():
            raise NotFound(
                "schema.name",
                sentence(N_("There is no schema called “{name}”."), name=name),
                remedy=sentence(N_("Use one of: {names}."), names=", ".join(names())),
                expected=names(),
                found=name,
            )
        text = files("corridor.schemas").joinpath(name + _SUFFIX).read_text("utf-8")
        answer_json(json.loads(text))
