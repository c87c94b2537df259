"""Every rule that asks for a wage in one place, for one job, on one day.

The general minimum with what is due for food and housing, the minimum of a sector or job, that
of an agreement, and the wage below which the worker's own state lets nobody go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.law.kinds import Table
from corridor.engines.law.model import Answer, Parameter
from corridor.engines.law.switches import in_pay_period

PERIODS = ("month", "hour", "week", "day", "year")
IN_KIND = ("food", "housing")
_GENERAL = ("basic", *PERIODS)


class FloorBook(Protocol):
    """The part of the law book that is asked."""

    def value(
        self, id_: str, on: date, key: Mapping[str, str] | None = None, announced: bool = False, /
    ) -> Answer: ...
    def ids(self) -> tuple[str, ...]: ...
    def parameter(self, id_: str, /) -> Parameter: ...


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of the work. ``key``: regime, sector, job and other columns of the law.

    ``origin`` is the worker's own state (alpha-3). ``in_kind`` says of food and housing whether
    the employer gives it; what is not said is in doubt. ``announced`` admits values that are
    only announced. ``begins`` is the first day of the pay period.
    """

    key: Mapping[str, str] = field(default_factory=dict)
    origin: str | None = None
    in_kind: Mapping[str, bool] = field(default_factory=dict)
    announced: bool = False
    begins: date | None = None

    def word(self, name: str) -> str | None:
        """A column as the packs write it: lower case, underscores for spaces and hyphens."""
        said = self.key.get(name)
        return None if said is None else said.strip().casefold().replace(" ", "_").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its kind (``general``, ``sector``, ``agreement``, ``referral``) and amounts.

    ``amount`` is what it asks for in any case, None when the law of the day does not say;
    ``at_most`` what it asks for if everything in ``unsaid`` is owed, None when that is not
    known. ``reason`` says what is in doubt. ``absent``: it asks for nothing on this day.
    """

    kind: str
    period: str
    currency: str | None
    amount: Money | None
    at_most: Money | None
    answers: tuple[Answer, ...]
    unsaid: tuple[str, ...] = ()
    reason: Sentence | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules that hold, or may hold, and what should be said about the question itself."""

    found: tuple[Rule, ...]
    notes: tuple[Sentence, ...]


def rules(book: FloorBook, place: str, on: date, work: Work) -> Rules:
    """Every rule on wages of ``place`` (alpha-3) for this work, on a day.

    Raises ``BadInput`` "law.key" for a key that a rule does not know.
    """
    asked = _Asked(book, place, on, work)
    notes = list(asked.unmatched())
    found = [*asked.general(), *asked.sectors(), *asked.agreements(), *asked.referrals()]
    return Rules(tuple(found), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question to the book."""

    book: FloorBook
    place: str
    on: date
    work: Work

    def answer(self, id_: str) -> Answer:
        """What the law says, for the pay period where the law counts by it."""
        work = self.work
        return in_pay_period(self.book, id_, self.on, work.key, work.announced, work.begins)

    def tails(self) -> dict[str, str]:
        """The money values under ``<place>.minimum_wage``, by the rest of their id."""
        root = f"{self.place}.minimum_wage."
        return {
            id_.removeprefix(root): id_
            for id_ in self.book.ids()
            if id_.startswith(root) and self.book.parameter(id_).kind == "money"
        }

    def general(self) -> Iterator[Rule]:
        tails = self.tails()
        for tail in _GENERAL:
            if tail in tails:
                extra = tails if tail == "basic" else {}
                parts = [(what, self.answer(extra[what])) for what in IN_KIND if what in extra]
                yield self.rule("general", self.answer(tails[tail]), parts)

    def rule(self, kind: str, base: Answer, parts: Sequence[tuple[str, Answer]] = ()) -> Rule:
        """One rule of a base amount and what comes on top unless it is given in kind."""
        if base.state == "missing":
            return self.absent(kind, base)
        amount = _money(base)
        most, answers, unsaid = amount, [base], []
        for what, answer in parts:
            given = self.work.in_kind.get(what)
            if given or answer.state == "missing":
                continue
            answers.append(answer)
            more = _money(answer)
            most = None if most is None or more is None else most + more
            if given is None:
                unsaid.append(what)
            else:
                amount = None if amount is None or more is None else amount + more
        return Rule(
            kind=kind,
            period=base.per or "month",
            currency=base.currency,
            amount=amount,
            at_most=most,
            answers=tuple(answers),
            unsaid=tuple(unsaid),
            reason=_doubt(answers) if amount is None else _in_kind(unsaid),
        )

    def absent(self, kind: str, base: Answer) -> Rule:
        period, why = base.per or "month", base.reason
        return Rule(kind, period, base.currency, None, None, (base,), (), why, absent=True)

    def sectors(self) -> Iterator[Rule]:
        """The minimum of the sector and job, or of every job of it when the job was not said."""
        sector, job = self.work.word("sector"), self.work.word("job")
        jobs: list[Rule] = []
        for id_, its_sector, names in self.jobs():
            if sector in (None, its_sector) and (job in names if names else sector is not None):
                yield self.rule("sector", self.answer(id_))
            elif sector == its_sector and job is None:
                jobs.append(self.rule("sector", self.answer(id_)))
        yield from _one_of(jobs)

    def jobs(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Id, sector and the names of the job (none: the whole sector) of each such minimum."""
        for tail, id_ in self.tails().items():
            sector, _, job = tail.partition(".")
            if tail not in _GENERAL and tail not in IN_KIND:
                names = (job, *self.book.parameter(id_).names) if job else ()
                yield id_, sector, names

    def agreements(self) -> Iterator[Rule]:
        origin, regime = self.work.origin, self.work.word("regime") or "general"
        if regime == "maritime" and "MLC.minimum_wage.able_seafarer" in self.book.ids():
            yield self.rule("agreement", self.answer("MLC.minimum_wage.able_seafarer"))
        if origin is None:
            return
        roots = (f"{origin}-{self.place}.minimum_wage", f"{self.place}-{origin}.minimum_wage")
        named = (
            f"{origin}.minimum_wage.{self.place}",
            f"{origin}.minimum_wage.{self.place}.{regime}",
        )
        for id_ in self.book.ids():
            if id_ in named or id_.startswith(tuple(f"{root}." for root in roots)):
                yield self.rule("agreement", self.answer(id_))

    def referrals(self) -> Iterator[Rule]:
        """The wage below which the origin lets nobody go, the job's own before the general."""
        if self.work.origin is None:
            return
        root = f"{self.work.origin}.referral_wage"
        tails = [self.place, f"{self.place}.{self.work.word('job')}"]
        tails += ["household"] if self.work.word("regime") == "domestic" else []
        for tail in tails:
            if f"{root}.{tail}" in self.book.ids():
                yield self.referral(f"{root}.{tail}")

    def referral(self, id_: str) -> Rule:
        whole = self.answer(id_)
        if whole.kind != "record" or whole.state == "missing":
            return self.rule("referral", whole)
        columns = {column.name for column in self.book.parameter(id_).columns}
        parts = [(what, self.answer(f"{id_}.{what}")) for what in IN_KIND if what in columns]
        return self.rule("referral", self.answer(f"{id_}.basic"), parts)

    def unmatched(self) -> Iterator[Sentence]:
        """What was said of sector and job and is not in the packs."""
        sector, job = self.work.word("sector"), self.work.word("job")
        known = list(self.jobs())
        fits = [names for _, its, names in known if sector in (None, its)]
        if sector is not None and sector not in {its for _, its, _ in known}:
            yield sentence(
                N_("No minimum wage of its own is recorded for the sector “{sector}”."),
                sector=sector,
            )
        elif job is not None and not known:
            yield sentence(
                N_("No minimum wage of its own is recorded for the job “{job}”."), job=job
            )
        elif job is not None and not any(job in names for names in fits):
            yield sentence(
                N_(
                    "No minimum wage of its own is recorded for the job “{job}”; there are: {jobs}."
                ),
                job=job,
                jobs=", ".join(names[0] for names in fits if names),
            )


def _money(answer: Answer) -> Money | None:
    value = answer.value
    if isinstance(value, Table):
        value = value.row.get("basic")
    return value if answer.known and isinstance(value, Money) else None


def _doubt(answers: Sequence[Answer]) -> Sentence | None:
    return next((a.reason for a in answers if not a.known and a.reason is not None), None)


def _in_kind(unsaid: Sequence[str]) -> Sentence | None:
    words = {
        ("food",): N_("More is owed unless the employer gives food; nobody has said."),
        ("housing",): N_("More is owed unless the employer gives housing; nobody has said."),
        IN_KIND: N_("More is owed unless the employer gives food and housing; nobody has said."),
    }
    return sentence(words[tuple(unsaid)]) if unsaid else None


def _one_of(jobs: Sequence[Rule]) -> Iterator[Rule]:
    """One rule for a sector whose job was not said: no certain amount, at most the highest."""
    live = [rule for rule in jobs if not rule.absent]
    if not live:
        return
    amounts = [rule.at_most for rule in live]
    known = [amount for amount in amounts if amount is not None]
    tops = max(known, key=lambda money: money.minor) if len(known) == len(live) else None
    names = ", ".join(rule.answers[0].id.rpartition(".")[2] for rule in live)
    reason = sentence(
        N_("The sector's minimum wage depends on the job: {jobs}. Say which."), jobs=names
    )
    answers = tuple(answer for rule in live for answer in rule.answers)
    yield Rule("sector", live[0].period, live[0].currency, None, tops, answers, ("job",), reason)
