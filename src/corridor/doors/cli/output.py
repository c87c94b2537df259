"""What every command shares: one way to answer, one way to refuse, the same exit codes.

0 fine · 1 findings in breach under ``--strict`` · 2 bad input · 3 not possible now.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column

from corridor.core.problems import Problem, Unavailable
from corridor.core.text import N_, sentence

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when a finding is a breach.")]

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

screen = Console(stderr=False, highlight=False)
aside = Console(stderr=True, highlight=False)


def answer_json(value: Any) -> None:
    """Print one JSON document on standard output, as UTF-8 whatever the terminal says."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Half of a character, as a stranger's file may hold it, is written as JSON escapes it.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def visible(text: str) -> str:
    """A stranger's text for a screen: nothing in it moves the cursor or turns the line round."""
    return _UNFIT.sub("\ufffd", " ".join(text.split()))


def uncut(heading: str, values: Iterable[str]) -> Column:
    """A column whose values the next command needs: never cut, however narrow the screen."""
    widest = max((len(one) for one in values), default=0)
    return Column(heading, no_wrap=True, min_width=max(widest, len(heading)))


@contextmanager
def refusals(as_json: bool = False) -> Iterator[None]:
    """Turn a ``Problem`` into sentences on standard error (or JSON) and its exit code."""
    try:
        yield
    except Problem as problem:
        _refused(problem, as_json=as_json)
    except Exception as error:
        found = _of_the_database(error)
        if found is None:
            raise
        _refused(found, as_json=as_json)


def _refused(problem: Problem, *, as_json: bool) -> None:
    if as_json:
        answer_json(problem.as_json())
    else:
        for single in problem.problems:
            where = ", ".join(f"{k} {v}" for k, v in single.place.as_json().items())
            aside.print(f"{where}: {single.say()}" if where else single.say(), markup=False)
    raise typer.Exit(problem.exit_code) from None


def _of_the_database(error: Exception) -> Problem | None:
    """What a database's own complaint means to an operator; None for any other error.

    Most commands never load Django, so nothing of it is imported before it is there.
    """
    if "django.db" not in sys.modules:
        return None
    from django.db import OperationalError, ProgrammingError

    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    text = str(error)
    if "no such table" in text or "no such column" in text or "does not exist" in text:
        return Unavailable(
            "node.behind",
            sentence(N_("This database is not up to date with the program.")),
            remedy=sentence(
                N_("Run “corridor node migrate”, and see that CORRIDOR_DATA and DATABASE_URL fit.")
            ),
        )
    if isinstance(error, OperationalError):
        return Unavailable(
            "node.database",
            sentence(N_("The database does not answer: {why}"), why=text.splitlines()[0][:200]),
            remedy=sentence(N_("See that it runs and that DATABASE_URL is right, and try again.")),
        )
    return None
