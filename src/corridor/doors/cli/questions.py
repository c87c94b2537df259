"""Questions in JSON: one object, a list, or one object a line; every fault at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.cli.logs.reading import text_of

S = TypeVar("S")
T = TypeVar("T")

MOST = 100_000
MOST_PROBLEMS = 1_000


def ask(given: str, read: Callable[[Any], T]) -> tuple[list[T], bool]:
    """What ``read`` makes of each question in a file (“-”: standard input), and whether they
    were many. Raises ``Problems`` with the faults of all of them, placed by number or line.
    """
    bodies, many = bodies_of(text_of(given))
    return each(bodies, read, many=many), many


def each(bodies: Sequence[S], read: Callable[[S], T], *, many: bool) -> list[T]:
    """``read`` of each one. Raises the faults of all, placed by number where they are many."""
    found: list[T] = []
    problems: list[Problem] = []
    for number, body in enumerate(bodies):
        try:
            found.append(read(body))
        except BadInput as problem:
            problems += [_placed(one, number if many else None) for one in problem.problems]
        if len(problems) >= MOST_PROBLEMS:
            break
    raise_all(problems[:MOST_PROBLEMS])
    return found


def bodies_of(text: str) -> tuple[Sequence[Any], bool]:
    """The JSON values of a text, and whether they stood in a list or in lines."""
    try:
        found = _json(text)
    except ValueError as whole:
        lines = text.splitlines()
        told = [line for line in lines if line.strip()]
        if len(told) < 2 or not told[0].lstrip().startswith("{"):
            raise _no_json(whole) from None
        found = _lines(lines)
    else:
        if found is None:
            empty = sentence(N_("The question is empty."))
            raise _refuse(empty, sentence(N_("Give an object, or a list of objects.")))
        if not isinstance(found, list):
            return [found], False
    if not 0 < len(found) <= MOST:
        words = N_("The list holds {found} questions; from 1 to {most} can be answered at once.")
        remedy = sentence(N_("Ask at least one, and split a longer list."))
        raise _refuse(sentence(words, found=len(found), most=MOST), remedy)
    return found, True


def _lines(lines: Sequence[str]) -> list[Any]:
    """One object a line; every line that is none is named."""
    found: list[Any] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_json(line))
            except ValueError as wrong:
                problems.append(_no_json(wrong).at(line=number))
    raise_all(problems[:MOST_PROBLEMS])
    return found


def _json(text: str) -> Any:
    """A JSON value whose numbers with a fraction stay text. Raises ``ValueError``."""
    try:
        return json.loads(text, parse_float=str, parse_constant=_constant, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("too deep") from None


def _constant(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no field stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)[:60]
        words = sentence(N_("The field “{field}” stands there twice."), field=twice)
        raise _refuse(words, sentence(N_("Keep one of them."))).at(field=twice)
    return found


def _no_json(wrong: ValueError) -> Problem:
    line = getattr(wrong, "lineno", None)
    words = sentence(N_("This is not JSON: {why}."), why=str(wrong).partition(":")[0][:100])
    remedy = sentence(N_("Give an object, a list of objects, or one object a line."))
    return _refuse(words, remedy).at(line=line)


def _refuse(words: Sentence, remedy: Sentence) -> BadInput:
    return BadInput("question.json", words, remedy=remedy)


def _placed(problem: Problem, number: int | None) -> Problem:
    if number is None:
        return problem
    field = problem.place.field
    return problem.at(field=f"[{number}].{field}" if field else f"[{number}]")
