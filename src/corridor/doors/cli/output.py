"""What every command shares: one way to answer, one way to refuse, the same exit codes.

0 fine · 1 findings in breach under ``--strict`` · 2 bad input · 3 not possible now.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console

from corridor.core.problems import Problem

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when a finding is a breach.")]

screen = Console(stderr=False, highlight=False)
aside = Console(stderr=True, highlight=False)


def answer_json(value: Any) -> None:
    """Print one JSON document on standard output, as UTF-8 whatever the terminal says."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def refusals(as_json: bool = False) -> Iterator[None]:
    """Turn a ``Problem`` into sentences on standard error (or JSON) and its exit code."""
    try:
        yield
    except Problem as problem:
        if as_json:
            answer_json(problem.as_json())
        else:
            for single in problem.problems:
                where = ", ".join(f"{k} {v}" for k, v in single.place.as_json().items())
                aside.print(f"{where}: {single.say()}" if where else single.say(), markup=False)
        raise typer.Exit(problem.exit_code) from None
