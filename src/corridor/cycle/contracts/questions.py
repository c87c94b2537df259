"""The five questions about an offer, built from its own terms. Right answers stay here.

They test the explanation, not the worker: wage, rest day, passport, ticket, whom to call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from corridor.core.money import Money
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines import exact
from corridor.engines.terms import Contract as Terms
from corridor.engines.terms.values import EMPLOYER_KEEPS, WORKER_KEEPS

NOT_TOLD = "not_told"
NOT_WRITTEN = "not_written"

QUESTIONS: dict[str, str] = {
    "wage": N_("How much is the basic wage?"),
    "rest_day": N_("How many rest days do you have in a week?"),
    "passport": N_("Who keeps your passport?"),
    "ticket": N_("Who pays the ticket to the country of work?"),
    "call": N_("Whom do you call when something is wrong?"),
}
"""The questions in the order they are asked, marked for translation."""

_PERIODS = {
    "month": N_("{amount} {currency} a month"),
    "week": N_("{amount} {currency} a week"),
    "hour": N_("{amount} {currency} an hour"),
}
_NOT_TOLD = N_("Nobody told me")
_NOT_WRITTEN = N_("The contract does not say")
# Amounts beside the true one, as parts of it: two below, two above.
_BELOW = ((2, 3), (5, 6))
_ABOVE = ((6, 5), (3, 2))


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: the key that is sent, and what the worker reads or hears."""

    key: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its options. It does not say which option is right."""

    id: str
    text: Sentence
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    right: str


def questions(terms: Terms, seed: str) -> list[Question]:
    """The five questions on one version of a contract; ``seed`` is the version's digest."""
    return [asked.question for asked in _all(terms, seed)]


def right_answers(terms: Terms, seed: str) -> dict[str, str]:
    """The key of the right option of each question. For the server's own use."""
    return {asked.question.id: asked.right for asked in _all(terms, seed)}


def checked(answers: Any, terms: Terms, seed: str) -> dict[str, str]:
    """The answers, one known key for each question. Raises every problem at once."""
    given: Mapping[Any, Any] = answers if isinstance(answers, Mapping) else {}
    asked = questions(terms, seed)
    known = {question.id: {option.key for option in question.options} for question in asked}
    found: list[Problem] = [_unknown(str(name)) for name in given if name not in known]
    for question in asked:
        if given.get(question.id) not in known[question.id]:
            found.append(_unanswered(question, given.get(question.id)))
    raise_all(found)
    return {question.id: str(given[question.id]) for question in asked}


def score(answers: Mapping[str, str], terms: Terms, seed: str) -> int:
    """How many answers are right."""
    right = right_answers(terms, seed)
    return sum(answers.get(name) == key for name, key in right.items())


def _unknown(name: str) -> Problem:
    return BadInput(
        "contracts.question",
        sentence(N_("“{found}” is none of the five questions."), found=name),
        remedy=sentence(N_("Use one of: {known}."), known=", ".join(QUESTIONS)),
        found=name,
    ).at(field=f"answers.{name}")


def _unanswered(question: Question, found: Any) -> Problem:
    return BadInput(
        "contracts.answer",
        sentence(N_("This question is not answered: {question}"), question=question.text),
        remedy=sentence(N_("Choose one of the answers. “Nobody told me” is an answer too.")),
        expected=[option.key for option in question.options],
        found=None if found is None else str(found),
    ).at(field=f"answers.{question.id}")


def _all(terms: Terms, seed: str) -> list[_Asked]:
    return [_wage(terms, seed), _rest_day(terms), _passport(terms), _ticket(terms), _call()]


def _asked(name: str, right: str, options: list[tuple[str, Sentence]]) -> _Asked:
    every = [*options, (NOT_TOLD, Sentence(_NOT_TOLD))]
    return _Asked(
        Question(name, Sentence(QUESTIONS[name]), tuple(Option(*each) for each in every)), right
    )


def _wage(terms: Terms, seed: str) -> _Asked:
    wage = terms.get("basic_wage")
    if not isinstance(wage, Money):
        return _asked("wage", NOT_WRITTEN, [(NOT_WRITTEN, Sentence(_NOT_WRITTEN))])
    below = sha256(f"{seed}:wage".encode()).digest()[0] % 3
    parts = [*_BELOW[:below], *_ABOVE[: 2 - below]]
    amounts = {_near(wage.minor, num, den) for num, den in parts} | {wage.minor}
    options = []
    for minor in sorted(amounts):
        amount = Money(minor, wage.currency)
        text = sentence(_PERIODS[terms.pay_period], amount=amount.text(), currency=wage.currency)
        options.append((amount.text(), text))
    return _asked("wage", wage.text(), options)


def _near(minor: int, num: int, den: int) -> int:
    """A part of an amount, rounded to two leading places so that it looks like a wage."""
    raw = int(exact.div_half_up(minor * num, den))
    unit = int(10 ** max(0, len(str(raw)) - 2))
    whole = int(exact.div_half_up(raw, unit))
    return whole * unit


def _rest_day(terms: Terms) -> _Asked:
    raw = terms.get("rest_days_week")  # hundredths of a day
    options = [
        ("0", sentence(N_("None"))),
        ("1", sentence(N_("One"))),
        ("2", sentence(N_("Two"))),
        (NOT_WRITTEN, Sentence(_NOT_WRITTEN)),
    ]
    if raw is None:
        return _asked("rest_day", NOT_WRITTEN, options)
    key = str(terms.shown.get("rest_days_week"))
    if raw % 100 == 0:
        key = str(raw // 100)
    if key not in {"0", "1", "2"}:
        options.insert(3, (key, sentence("{days}", days=key)))
    return _asked("rest_day", key, options)


def _passport(terms: Terms) -> _Asked:
    options = [
        (WORKER_KEEPS, sentence(N_("I keep it myself"))),
        (EMPLOYER_KEEPS, sentence(N_("The employer keeps it"))),
        (NOT_WRITTEN, Sentence(_NOT_WRITTEN)),
    ]
    return _asked("passport", terms.get("passport_clause") or NOT_WRITTEN, options)


def _ticket(terms: Terms) -> _Asked:
    options = [
        ("employer", sentence(N_("The employer"))),
        ("worker", sentence(N_("I pay it myself"))),
        ("shared", sentence(N_("We share it"))),
        (NOT_WRITTEN, Sentence(_NOT_WRITTEN)),
    ]
    payer = terms.get("ticket_out")
    right = "worker" if payer == "none" else payer or NOT_WRITTEN
    return _asked("ticket", right, options)


def _call() -> _Asked:
    """The right answer is the help desk: an employer or agency cannot be its own judge."""
    options = [
        ("employer", sentence(N_("My employer only"))),
        ("agency", sentence(N_("Whoever found me the job"))),
        ("help_desk", sentence(N_("The help desk or my embassy"))),
        ("nobody", sentence(N_("Nobody, I must bear it"))),
    ]
    return _asked("call", "help_desk", options)
