"""``corridor eos``: what a worker is owed at the end of service."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.doors.cli.output import Json, answer_json, refusals, screen
from corridor.doors.cli.questions import ask
from corridor.engines import eos, law

app = typer.Typer(no_args_is_help=True)

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
        today = _today(on)
        questions, many = ask(file, lambda body: eos.read_question(body, book, today))
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
