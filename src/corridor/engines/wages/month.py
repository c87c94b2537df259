"""One worker's month, whole: owed, paid, late, the authority's view, and every check.

The arithmetic is that of the frames a nation is checked with: the question becomes one contract
and its payments, and ``check`` and ``judge`` answer. What is added here is what one month alone
needs: a due day of its own, several payments, the ladder, interest, and the worker's word.
docs/algorithms/wages.md has the rules and the worked tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.engines.days import EPOCH, day_number
from corridor.engines.terms.legal import LawBook, ask
from corridor.engines.verdicts import UNKNOWN
from corridor.engines.wagechecks import FURTHER
from corridor.engines.wages import month_days, month_frames, month_rows
from corridor.engines.wages.floors import Timing
from corridor.engines.wages.interest import Interest, interest
from corridor.engines.wages.ladder import Standing, stage
from corridor.engines.wages.month_input import Question
from corridor.engines.wages.month_sums import own_sum
from corridor.engines.wages.month_word import Word, words


@dataclass(frozen=True, slots=True)
class Month:
    """The whole answer. Amounts None and verdicts None are unknown.

    ``figures`` is the row of ``check`` and ``judge`` (minor units, days, verdict codes).
    ``still_owed`` is the wage itself, ``besides`` what other checks found owed. ``covered`` is
    whether a wage file is asked for. ``days_late`` counts from the due date, as ladders do, and
    is 0 in time. ``standing`` None: nothing is late, or ``outside`` says why no ladder runs.
    ``open_days`` count from the due date to ``on`` while the wage does not count as paid, 0 when
    it does; a part that came on some day ends nothing. ``open_standing`` is the ladder then.
    ``findings`` are breaches, then doubts about the wage itself; ``unheard`` are the further
    checks that nobody gave the facts for.
    """

    question: Question
    figures: Mapping[str, Any]
    on: date
    covered: bool | None
    late: bool | None
    days_late: int | None
    deemed_paid: bool | None
    still_owed: Money | None
    besides: Money
    interest: Interest
    standing: Standing | None
    open_days: int | None
    open_standing: Standing | None
    outside: str | None
    findings: tuple[Finding, ...]
    unheard: tuple[Finding, ...]
    word: Word | None

    @property
    def stage(self) -> str | None:
        """The ladder's step, as the law counts it."""
        return self.standing.stage if self.standing else None

    @property
    def open_stage(self) -> str | None:
        """The ladder's step at ``open_days``."""
        return self.open_standing.stage if self.open_standing else None

    @property
    def paid(self) -> Money | None:
        """What came in the contract's currency, overtime included; None where nobody has said."""
        question = self.question
        if not question.payments and not self.covered:
            return None
        return Money(own_sum(question), question.currency)

    def money(self, name: str) -> Money | None:
        """A figure of the row as money."""
        minor = self.figures[name]
        return None if minor is None else Money(minor, self.question.currency)

    def day(self, name: str) -> date | None:
        """A day of the row as a date."""
        number = self.figures[name]
        return None if number is None else EPOCH + timedelta(days=number)


def month_of(question: Question, book: LawBook, today: date) -> Month:
    """Check one worker's month on ``question.on``, else on ``today`` or the last payment's day.

    Raises ``BadInput`` "exact.too_large" for figures that cannot be computed exactly.
    """
    return months_of([question], book, today)[0]


def months_of(questions: Sequence[Question], book: LawBook, today: date) -> list[Month]:
    """Many at once, those of one month and day in one frame; in the order of the questions.

    Raises ``BadInput`` as ``month_of`` does, without saying for which question.
    """
    groups: dict[tuple[date, date], list[int]] = {}
    for at, question in enumerate(questions):
        groups.setdefault((question.month.start, _on(question, today)), []).append(at)
    found: dict[int, Month] = {}
    for (_, on), numbers in groups.items():
        answers = _together([questions[at] for at in numbers], book, on)
        found |= dict(zip(numbers, answers, strict=True))
    return [found[at] for at in range(len(questions))]


def _together(questions: Sequence[Question], book: LawBook, on: date) -> list[Month]:
    """The months of questions about one month, seen on one day."""
    contracts = [month_rows.contract_row(question) for question in questions]
    clocks = _clocks(questions, contracts, book)
    rows = [
        row
        | month_days.figures(row, question, clock, day_number(on), covered=bool(_covered(question)))
        for row, question, clock in zip(
            month_frames.judged(questions, contracts, book), questions, clocks, strict=True
        )
    ]
    frame = month_frames.frame(rows)
    regimes = {
        month_frames.name(at): str(question.terms["regime"])
        for at, question in enumerate(questions)
    }
    said = month_frames.said(frame, regimes, questions[0].month, book)
    own = words(questions, frame, [bool(one.payments or _covered(one)) for one in questions])
    return [
        _month(
            _Asked(question, contracts[at], clocks[at], book, on),
            rows[at],
            _ranked(question, said.get(month_frames.name(at), [])),
            own[at],
        )
        for at, question in enumerate(questions)
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with its contract's row, its days and its law."""

    question: Question
    row: Mapping[str, Any]
    clock: Timing
    book: LawBook
    on: date


def _clocks(
    questions: Sequence[Question], contracts: Sequence[Mapping[str, Any]], book: LawBook
) -> list[Timing]:
    """The days of each question; alike for all of one place, regime, size and due day."""
    known: dict[tuple[Any, ...], Timing] = {}
    found = []
    for question, row in zip(questions, contracts, strict=True):
        key = (question.place, row["regime"], question.size, question.due_day)
        if key not in known:
            known[key] = month_rows.clock(question, row, book)
        found.append(known[key])
    return found


def _month(
    asked: _Asked, figures: Mapping[str, Any], said: tuple[Finding, ...], own: Word | None
) -> Month:
    question, book, clock = asked.question, asked.book, asked.clock
    covered, today = _covered(question), day_number(asked.on)
    late = month_days.late(question, figures, today, covered=covered)
    days_late = month_days.days_late(figures, late, today)
    outside = _outside(question, book, clock)
    runs = days_late and not outside
    open_days = figures["open_days"]
    return Month(
        question=question,
        figures=figures,
        on=asked.on,
        covered=covered,
        late=late,
        days_late=days_late,
        deemed_paid=None if outside or not covered else _bool(figures["deemed_paid"]),
        still_owed=_owed(question, figures, own),
        besides=_besides(said, question.currency),
        interest=_interest(question, figures, asked.row, book, asked.on),
        standing=_standing(question, book, clock, days_late or 0) if runs else None,
        open_days=open_days,
        open_standing=_standing(question, book, clock, open_days)
        if open_days and not outside
        else None,
        outside=outside,
        findings=tuple(one for one in said if not _unheard(one)),
        unheard=tuple(one for one in said if _unheard(one)),
        word=own,
    )


def _on(question: Question, today: date) -> date:
    """The day of the check: never before the last payment that is told."""
    if question.on is not None:
        return question.on
    return max([today, *(one.on for one in question.payments if one.on)])


def _covered(question: Question) -> bool | None:
    """Whether a file is asked for; None: a household of which nobody has said."""
    if question.duty is not None:
        return question.duty
    return None if question.terms["regime"] == "domestic" else True


def _bool(code: int | None) -> bool | None:
    return None if code is None else bool(code)


def _owed(question: Question, figures: Mapping[str, Any], own: Word | None) -> Money | None:
    """What is still owed by contract and payments; where no payment is told, by her own word."""
    minor = figures["still_owed_minor"]
    if minor is not None:
        return Money(minor, question.currency)
    silent = not question.payments and figures["missing"] == UNKNOWN
    return own.owed if silent and own is not None else None


def _outside(question: Question, book: LawBook, clock: Timing) -> str | None:
    """Why the authority's ladder does not run: an exclusion the law knows, a report of absence."""
    due = EPOCH + timedelta(days=clock.due_day)
    listed = ask(book, f"{question.place}.wps.exclusions", due) is not None
    if not listed:
        return None
    if question.excluded is not None:
        return "excluded"
    return "absence_report" if question.absence is not None else None


def _standing(question: Question, book: LawBook, clock: Timing, days: int) -> Standing:
    key = {"regime": str(question.terms["regime"])}
    due = EPOCH + timedelta(days=clock.due_day)
    return stage(book, question.place, due, days, question.size, key)


def _ranked(question: Question, said: list[Finding]) -> tuple[Finding, ...]:
    """Breaches before doubts, with what no row can hold: no contract on record, an end."""
    month, end = question.month, question.terms["end"]
    found = [*said]
    if not question.registered:
        found.append(Finding("establishment", "ghost", Verdict.BREACH, period=month))
    if end is not None and end in month:
        found.append(Finding("worker", "end_of_service", Verdict.UNKNOWN, period=month))
    return tuple(sorted(found, key=lambda one: one.verdict is not Verdict.BREACH))


def _unheard(one: Finding) -> bool:
    return one.verdict is Verdict.UNKNOWN and one.check in FURTHER


def _besides(said: tuple[Finding, ...], currency: str) -> Money:
    """What is owed beside the wage: overtime, guaranteed hours, money that went back."""
    core = ("missing", "short")
    owed = [one.owed.minor for one in said if one.owed and one.check not in core]
    return Money(sum(owed), currency)


def _interest(
    question: Question, figures: Mapping[str, Any], row: Mapping[str, Any], book: LawBook, on: date
) -> Interest:
    key = {"regime": str(row["regime"])}
    balances = month_days.balances(question, figures, day_number(on))
    due = int(figures["due_day"])
    return interest(book, question.place, key, due, row["end_day"], balances, question.currency)
