"""The worker's months: what she should have, what the file says, what she said, what is owed.

For herself, and for the union she mandated. Whoever may not see answers gets none here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from corridor.core.money import Money
from corridor.core.periods import Period, add_months
from corridor.core.problems import NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import (
    AbsenceReport,
    ConsentToSeeWages,
    FinalSettlement,
    WageAnswer,
    WageFinding,
)
from corridor.cycle.employment.months import Facts, facts, has_filing_duty, month_text
from corridor.cycle.employment.queries import months, word
from corridor.cycle.employment.queries.months import WHOLE, Month
from corridor.cycle.employment.queries.word import ITEMS, Beside
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role

_LONG = 60
Agreement = Literal["agrees", "contradicts", "unknown"]
_AGREES: Mapping[int, Agreement] = {0: "agrees", 1: "unknown", 2: "contradicts"}


@dataclass(frozen=True)
class OwnMonth:
    """A month with the worker's word beside it. ``said`` None is silence: unknown, not a yes.

    ``answered`` is what is owed if her word on the money is right, ``beside`` what she says
    beside it; ``still_owed`` prefers her word, and is None when neither file nor word tells.
    ``figures`` and ``findings`` are the engine's, from contract and file alone, ``slip`` what the
    file tells beside its sums.
    """

    wage: Month
    said: str | None
    amount: Money | None
    handed_back: Money | None
    tell_nobody: bool
    agreement: Agreement
    answered: Money | None
    figures: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    beside: Beside = field(default_factory=Beside)
    slip: Mapping[str, Any] = field(default_factory=dict)

    @property
    def promised(self) -> tuple[str, ...]:
        """What the contract gives in kind: the engine knows what it would be owed in money."""
        return tuple(item for item in ITEMS if self.figures[f"{item}_if_not_given_minor"] != 0)

    @property
    def discreet(self) -> OwnMonth:
        """The month as she shows it to others: without her word, where she tells it nobody."""
        shown = replace(self, beside=self.beside.discreet)
        if not self.tell_nobody:
            return shown
        return replace(
            shown, said=None, amount=None, handed_back=None, agreement="unknown",
            answered=None, tell_nobody=False,
        )  # fmt: skip

    @property
    def owed_by_answer(self) -> Money | None:
        """What is owed if her word is right, with what she was not given."""
        return None if self.answered is None else self._with_items(self.answered)

    @property
    def still_owed(self) -> Money | None:
        by_answer = self.owed_by_answer
        return by_answer if by_answer is not None else self._with_items(self.wage.owed)

    def _with_items(self, owed: Money | None) -> Money | None:
        items = self.beside.owed
        if items is None:
            return owed
        return items if owed is None else owed + items

    @property
    def says(self) -> Sentence:
        """The month in one sentence, for a page, a message or a voice."""
        owed = self.still_owed
        if owed is not None and owed.minor > 0:
            return sentence(
                N_("Your employer still owes you {amount} {currency} for {month}."),
                amount=owed.text(),
                currency=owed.currency,
                month=self.wage.month,
            )
        if owed is not None:
            return sentence(N_("Nothing more is owed to you for {month}."), month=self.wage.month)
        if self.wage.state == "expected":
            return sentence(N_("The wage for {month} is not due yet."), month=self.wage.month)
        return sentence(
            N_("Nobody has said yet what you received for {month}."), month=self.wage.month
        )


@dataclass(frozen=True)
class Timeline:
    """Newest month first. ``covered`` is whether the employer must file wages at all."""

    contract: Contract
    currency: str
    covered: bool
    months: tuple[OwnMonth, ...]
    by: Actor

    @cached_property
    def consent(self) -> ConsentToSeeWages | None:
        """Her leave for officers of her own country to see this, while it lasts."""
        found = rules.rows(ConsentToSeeWages, self.by).filter(contract=self.contract)
        return found.filter(withdrawn_on=None).first()

    @cached_property
    def absence_reports(self) -> tuple[AbsenceReport, ...]:
        """What her employer claimed, oldest first."""
        found = rules.rows(AbsenceReport, self.by).filter(contract=self.contract)
        return tuple(found.order_by("id"))

    @cached_property
    def settlements(self) -> tuple[FinalSettlement, ...]:
        """What was put on record at the end, oldest first."""
        found = rules.rows(FinalSettlement, self.by).filter(contract=self.contract)
        return tuple(found.order_by("id"))

    @property
    def discreet(self) -> Timeline:
        """What she can hand to somebody: months she tells nobody about lack her word."""
        return replace(self, months=tuple(one.discreet for one in self.months))

    @property
    def still_owed(self) -> Money:
        """The sum over the months shown, as far as it is known."""
        known = [one.still_owed.minor for one in self.months if one.still_owed is not None]
        return Money(sum(known), self.currency)


def timeline(contract: str, by: Actor, *, last: int = 12) -> Timeline:
    """The last months of a contract.

    Raises ``NotFound`` for a contract that ``by`` may not see, ``NotPermitted`` for whoever may
    see no wages of it (origin's officers without her consent): nothing seen is not nothing paid.
    """
    row = rules.get(Contract, contract, by)
    _may_see_wages(row, by)
    periods = _periods(row, row.local_today(), last)
    known = facts([row])
    currency = _currency(known, row)
    stored, details = _stored(row, by)
    answers = {
        answer.month: answer
        for answer in rules.rows(WageAnswer, by).filter(contract=row).order_by("id")
    }
    covered = has_filing_duty(row)
    silent = [period for period in periods if month_text(period) not in stored]
    unfiled = months.checked_without_file(row, silent, known)
    figures: dict[str, Mapping[str, Any]] = {}
    for text in map(month_text, periods):
        if text in stored:
            figures[text] = stored[text].finding
        elif text in unfiled:
            figures[text] = unfiled[text].figures
            details[text] = tuple(finding.as_json() for finding in unfiled[text].findings)
    said = word.said_by(row, by, stored.values())
    given = {text: _said(one, figures[text]) for text, one in answers.items() if text in figures}
    for text in figures:
        given[text] = given.get(text, {}) | said.items(text, answers.get(text))
    compared = word.compared(figures, given, said.slips)
    shown = tuple(
        _own(
            months.month_of(
                figures[text],
                text,
                stored[text].upload.currency if text in stored else currency,
                covered=covered,
                version=stored[text].upload.version if text in stored else None,
            ),
            answers.get(text),
            compared[text],
            currency,
            figures[text],
            details.get(text, ()),
            said,
        )
        for text in figures
    )
    return Timeline(
        contract=row,
        currency=currency,
        covered=covered,
        months=shown,
        by=by,
    )


def items_promised(contract: str, month: str, by: Actor) -> tuple[str, ...]:
    """Food and housing that the contract gives in kind in a month; none for a month it has not."""
    found = timeline(contract, by, last=_LONG).months
    return next((one.promised for one in found if one.wage.month == month), ())


def _may_see_wages(contract: Contract, by: Actor) -> None:
    readable = by.role is Role.SYSTEM or "finding" in rules.readable(WageFinding, by)
    if by.role is Role.ORIGIN_OFFICER:
        readable = rules.rows(ConsentToSeeWages, by).filter(contract=contract).exists()
    if not readable:
        raise NotPermitted(
            "employment.no_consent",
            sentence(N_("The wages of this worker are not yours to see.")),
            remedy=sentence(N_("The worker can allow it, and take it back, on her own page.")),
        )


def _currency(known: Facts, contract: Contract) -> str:
    """The currency of the newest version's terms."""
    versions = known.versions.get(str(contract.pk), ())
    return str(versions[-1][1].get("currency", "")) if versions else ""


def _periods(contract: Contract, today: date, last: int) -> Sequence[Period]:
    """Months from the first of the contract to this one or its end, newest first."""
    first = (contract.starts or contract.governed_on).replace(day=1)
    final = min(today, contract.ends or today).replace(day=1)
    found: list[Period] = []
    while final >= first and len(found) < last:
        found.append(Period(final, add_months(final, 1)))
        final = add_months(final, -1)
    return found


def _stored(
    contract: Contract, by: Actor
) -> tuple[dict[str, WageFinding], dict[str, tuple[Mapping[str, Any], ...]]]:
    """By month, from the files that count: the month as a whole, its breaches and its doubts."""
    wholes: dict[str, WageFinding] = {}
    details: dict[str, tuple[Mapping[str, Any], ...]] = {}
    rows = months.counting(rules.rows(WageFinding, by).filter(contract=contract))
    for one in word.with_lines(rows).select_related("upload").order_by("id"):
        if one.check_id == WHOLE:
            wholes[one.month] = one
        else:
            details[one.month] = (*details.get(one.month, ()), one.finding)
    return wholes, details


def _own(
    wage: Month,
    answer: WageAnswer | None,
    compared: Mapping[str, Any],
    currency: str,
    figures: Mapping[str, Any],
    findings: tuple[Mapping[str, Any], ...],
    said: word.Said,
) -> OwnMonth:
    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return OwnMonth(
        wage=wage,
        said=answer.said if answer else None,
        amount=money(answer.amount_minor) if answer else None,
        handed_back=money(answer.handed_back_minor) if answer else None,
        tell_nobody=answer.tell_nobody if answer else False,
        # Where nobody files there is nothing to agree with.
        agreement="unknown" if wage.state == "not_covered" else _AGREES[compared["agrees"]],
        answered=money(_without_items(compared)) if answer else None,
        figures=figures,
        findings=findings,
        beside=said.beside(wage.month, compared, figures.get("currency") or currency, answer),
        slip=said.slips.get(wage.month, {}),
    )


def _without_items(compared: Mapping[str, Any]) -> int | None:
    """What is owed if her word on the money is right."""
    owed = compared["owed_by_answer_minor"]
    return None if owed is None else owed - compared["in_kind_owed_minor"]


def _said(answer: WageAnswer, figures: Mapping[str, Any]) -> dict[str, Any]:
    """Her answer as the engine reads it: what she had to hand back did not stay with her."""
    said, amount = answer.said, answer.amount_minor
    back = answer.handed_back_minor or 0
    if back and said == WageAnswer.Said.FULL:
        due = figures["due_minor"]
        said = WageAnswer.Said.LESS.value
        amount = None if due is None else due - (figures["lawful_minor"] or 0)
    if back and amount is not None:
        amount = max(amount - back, 0)
    return {"answer": said, "amount_minor": amount}
