"""``corridor eos``: what a worker is owed at the end of service."""

from __future__ import annotations

import json as json_
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.cli.logs.reading import text_of
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.engines import eos, law

app = typer.Typer(no_args_is_help=True)

MOST = 100_000
File = Annotated[
    str, typer.Option("--file", metavar="FILE", help="The question; “-” is standard input.")
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The last day where only a length is given."),
]


@app.callback()
def _noun() -> None:
    """Compute what is owed at the end of service."""


@app.command("compute")
def compute(file: File = "-", on: On = None, json: Json = False) -> None:
    """Say what is owed to one leaver, or to each of a list, step by step and with its law.

    Leaves with 3 when the law leaves an answer unknown.
    """
    with refusals(json):
        book = law.book()
        bodies, many = _bodies(text_of(file))
        questions = _questions(bodies, many, book, _today(on))
        answers = [(one, _award(one, book)) for one in questions]
    if json:
        found = [_answer(one, award, book) for one, award in answers]
        answer_json(found if many else found[0])
    else:
        for number, (one, award) in enumerate(answers, 1):
            _say(one, award, book, number if many else None)
    if any(award.amount is None for _, award in answers):
        raise typer.Exit(3)


def _today(on: str | None) -> date:
    try:
        return day(on) if on is not None else date.today()  # noqa: DTZ011 - the desk's own day
    except BadInput as problem:
        raise problem.at(field="--on") from None


def _bodies(text: str) -> tuple[list[Any], bool]:
    """The questions of a JSON object, a list, or lines of objects; and whether they are many."""
    try:
        found = _json(text)
    except ValueError as whole:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise _no_json(whole) from None
        return _lines(text.splitlines()), True
    if not isinstance(found, list):
        return [found], False
    if not 0 < len(found) <= MOST:
        words = N_("The list holds {found} questions; from 1 to {most} can be answered at once.")
        remedy = sentence(N_("Ask at least one, and split a longer list."))
        raise _refuse(sentence(words, found=len(found), most=MOST), remedy)
    return found, True


def _lines(lines: Iterable[str]) -> list[Any]:
    """One object a line; every line that is none is named."""
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_json(line))
            except ValueError as wrong:
                problems.append(_no_json(wrong).at(line=number))
    raise_all(problems[:MOST_PROBLEMS])
    return found


MOST_PROBLEMS = 1_000


def _json(text: str) -> Any:
    """A JSON value whose numbers with a fraction stay text. Raises ``ValueError``."""
    try:
        return json_.loads(text, parse_float=str, parse_constant=_constant, object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("too deep") from None


def _constant(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no field stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        words = N_("The field “{field}” stands there twice.")
        remedy = sentence(N_("Keep one of them."))
        raise _refuse(sentence(words, field=twice[:60]), remedy).at(field=twice[:60])
    return found


def _no_json(wrong: ValueError) -> Problem:
    line = getattr(wrong, "lineno", None)
    words = sentence(N_("This is not JSON: {why}."), why=str(wrong).partition(":")[0][:100])
    remedy = sentence(N_("Give an object, a list of objects, or one object a line."))
    return _refuse(words, remedy).at(line=line)


def _refuse(words: Sentence, remedy: Sentence) -> BadInput:
    return BadInput("eos.json", words, remedy=remedy)


def _questions(bodies: list[Any], many: bool, book: law.Book, today: date) -> list[eos.Question]:
    """Every question read; every fault of every question at once."""
    found, problems = [], []
    for at, body in enumerate(bodies):
        try:
            found.append(eos.read_question(body, book, today))
        except BadInput as problem:
            problems += [_placed(one, at if many else None) for one in problem.problems]
    raise_all(problems[:MOST_PROBLEMS])
    return found


def _placed(problem: Problem, at: int | None) -> Problem:
    if at is None:
        return problem
    field = problem.place.field
    return problem.at(field=f"[{at}].{field}" if field else f"[{at}]")


def _award(one: eos.Question, book: law.Book) -> eos.Award:
    """The award. Raises ``BadInput`` for a key that the law does not know."""
    return eos.end_of_service(
        book, one.place, one.service, one.wage, one.reason, one.on, one.key, one.days_per_year
    )


def _answer(one: eos.Question, award: eos.Award, book: law.Book) -> dict[str, Any]:
    due = eos.final_dues(book, one.place, one.on, one.reason)
    return award.as_json() | {"final_dues": due.as_json()}


def _say(one: eos.Question, award: eos.Award, book: law.Book, number: int | None) -> None:
    """The same for people."""
    lead = f"{number}. " if number is not None else ""
    if award.amount is None:
        why = award.reason.say() if award.reason else ""
        screen.print(f"{lead}{one.place}: unknown. {why}", markup=False, soft_wrap=True)
    else:
        screen.print(f"{lead}{one.place}: {award.amount}", markup=False)
    for step in award.steps:
        screen.print(f"  {step.says}", markup=False, soft_wrap=True)
    for says, amount in award.alternatives:
        screen.print(f"  {says} {amount}", markup=False, soft_wrap=True)
    due = eos.final_dues(book, one.place, one.on, one.reason)
    screen.print(f"  {due.says}", markup=False, soft_wrap=True)
    for answer in award.law:
        if answer.unverified:
            doubt = f"  To verify in {answer.id}: {answer.unverified}"
            screen.print(doubt, markup=False, soft_wrap=True)
    named = ", ".join(award.ids) or "none on record"
    screen.print(f"  Law: {named}", markup=False, soft_wrap=True)
