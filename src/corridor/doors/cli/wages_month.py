"""``corridor wages month``: one worker's month, or many, against contract and law."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.core.text import N_
from corridor.doors.cli.output import Json, Strict, answer_json, refusals, screen
from corridor.doors.cli.questions import ask, each

if TYPE_CHECKING:
    from corridor.engines.wages.month import Month
    from corridor.engines.wages.month_word import Word

File = Annotated[
    str, typer.Option("--file", metavar="FILE", help="The question; “-” is standard input.")
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day of the check; else today.")
]
_YES = {True: "yes", False: "no", None: "unknown"}


def month(file: File = "-", on: On = None, json: Json = False, strict: Strict = False) -> None:
    """Say what is owed for a month, what was paid, how late, and everything that is wrong."""
    from corridor.engines import law
    from corridor.engines.wages.month import month_of, months_of
    from corridor.engines.wages.month_answer import as_json
    from corridor.engines.wages.month_input import read

    with refusals(json):
        today = _today(on)
        book = law.book()
        questions, many = ask(file, lambda body: read(body, book))
        try:
            answers = months_of(questions, book, today)
        except BadInput:
            each(questions, lambda one: month_of(one, book, today), many=many)
            raise
    if json:
        found = [as_json(one) for one in answers]
        answer_json(found if many else found[0])
    else:
        for one in answers:
            _say(one)
    breach = any(single.verdict.value == "breach" for one in answers for single in one.findings)
    if strict and breach:
        raise typer.Exit(1)


def _today(on: str | None) -> date:
    try:
        return day(on) if on is not None else date.today()  # noqa: DTZ011 - the desk's own day
    except BadInput as problem:
        raise problem.at(field="--on") from None


def _say(one: Month) -> None:
    """The same for people: the sum, the days, what is wrong, and what nobody knows."""
    from corridor.engines.wages.month_answer import says

    asked = one.question
    _line(f"{asked.place} {asked.month.start:%Y-%m}, seen on {one.on.isoformat()}")
    for words, amount in (
        ("due", one.money("due_minor")),
        ("paid", one.paid),
        ("lawful deductions", one.money("lawful_minor")),
        ("still owed", one.still_owed),
    ):
        _line(f"  {words}: {_amount(amount)}")
    if one.besides.minor:
        _line(f"  owed besides: {one.besides}")
    _line(f"  paid as the authority counts: {_YES[one.deemed_paid]}")
    _line(f"  late: {_late(one)}")
    if one.open_days and one.open_days != one.days_late:
        stage = f", step {one.open_stage}" if one.open_stage else ""
        _line(f"  not paid as it counts: day {one.open_days} after the due date{stage}")
    _say_breaches(one)
    doubts = [finding for finding in one.findings if finding.verdict.value == "unknown"]
    for words in dict.fromkeys(says(finding).say() for finding in (*doubts, *one.unheard)):
        _line(f"  ? {words}")
    if one.covered is not True:
        _line(f"  {N_('No wage file is asked for here')}.")
    if one.interest.amount is not None and one.interest.amount.minor:
        _line(f"  interest: {one.interest.amount} at {one.interest.rate} a year")
    elif one.interest.why is not None:
        _line(f"  {one.interest.why.say()}")
    if one.word is not None:
        _say_word(one.word)


def _say_breaches(one: Month) -> None:
    from corridor.engines.wages.month_answer import says

    for finding in one.findings:
        if finding.verdict.value == "breach":
            over = f" Over it: {finding.explain['over']}." if "over" in finding.explain else ""
            owed = f" Owed: {finding.owed}." if finding.owed else ""
            law = f" Law: {', '.join(finding.law)}." if finding.law else ""
            _line(f"  ! {says(finding).say()}{over}{owed}{law}")


def _late(one: Month) -> str:
    if not one.days_late:
        return _YES[one.late]
    steps = ", ".join(rung.consequence for rung in one.standing.present) if one.standing else ""
    stage = f", step {one.stage}: {steps}" if one.stage else ""
    return f"{_YES[one.late]}, day {one.days_late} after the due date{stage}"


def _say_word(own: Word) -> None:
    _line(f"  the worker said: {own.said}; received {_amount(own.received)}")
    _line(f"  owed if her word is right: {_amount(own.owed)}")


def _amount(amount: Money | None) -> str:
    return "unknown" if amount is None else str(amount)


def _line(words: str) -> None:
    screen.print(words, markup=False, soft_wrap=True)
