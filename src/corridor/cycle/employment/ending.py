"""What is due at the end of a contract, part by part; what is not known stays unknown.

Nothing here writes, and nothing here reads an answer: contract, law and wage files alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import add_months, month
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import months
from corridor.engines import eos, law
from corridor.engines.terms import Contract as Terms
from corridor.engines.terms.pay import monthly

REASON: dict[str, str] = {
    "completed": "contract_ended",
    "resigned": "resigned",
    "dismissed": "employer_ended",
    "agreed": "agreed",
    "changed_employer": "resigned",
    "died": "death",
}
"""Why a contract ends -> the reason that laws on the end of service know."""

STANDING = "end_of_service"
"""The check that says whether a settlement is short or late, published as ``EOS_SHORT``."""

NO_BENEFIT: dict[str, str] = {
    "followed": N_("A new contract with the same employer began: the service goes on."),
    "not_departed": N_("The work never began."),
}
"""Ends at which no end of service is reckoned."""


@dataclass(frozen=True)
class Ending:
    """The parts of a final settlement. ``benefit`` None: none is reckoned, ``why`` says so.

    ``wages`` holds what is still owed for months on record; ``due`` is the law's last day.
    """

    contract: Contract
    leaving_on: date
    reason: str
    currency: str
    wages: Finding
    benefit: eos.Award | None
    why: Sentence | None
    leave: Finding
    ticket: Finding
    due: eos.Due

    @property
    def known(self) -> Money | None:
        """Wages and benefit as far as they are known; None when the wages are not."""
        if self.wages.owed is None:
            return None
        benefit = self.benefit.amount if self.benefit is not None else None
        return self.wages.owed if benefit is None else self.wages.owed + benefit

    @property
    def least(self) -> Money:
        """What is owed at the least, a part that is not known counted as nothing."""
        parts = [self.wages.owed, self.benefit.amount if self.benefit else None]
        return Money(sum(part.minor for part in parts if part is not None), self.currency)

    @property
    def complete(self) -> bool:
        """Whether both parts in money are known."""
        benefit = self.benefit is None or self.benefit.amount is not None
        return benefit and self.wages.verdict is not Verdict.UNKNOWN

    def service(self) -> Finding:
        """The end-of-service benefit as a finding, with its arithmetic."""
        award = self.benefit
        amount = award.amount if award is not None else Money(0, self.currency)
        explain: dict[str, Any] = {"leaving_on": self.leaving_on}
        if award is not None:
            explain["steps"] = [step.as_json() for step in award.steps]
            explain["other_readings"] = [amount for _, amount in award.alternatives]
        if self.why is not None:
            explain["why"] = self.why.say()
        return Finding(
            subject=str(self.contract.pk),
            check="benefit",
            verdict=Verdict.UNKNOWN if amount is None else Verdict.OK,
            expected=amount,
            law=award.ids if award is not None else (),
            explain=explain,
        )

    def standing(self, paid: Money | None, paid_on: date | None, today: date) -> Finding:
        """Whether the settlement is short or late: the check ``end_of_service``.

        Short: less was paid than is owed at the least, once the last lawful day is over or a
        payment was stated. Late: it was paid, or is still open, after that day.
        """
        gap = max(self.least.minor - (paid.minor if paid is not None else 0), 0)
        over = self.due.by is not None and (paid_on or today) > self.due.by
        short = gap > 0 and (paid is not None or over)
        late = over and self.least.minor > 0 and (paid is None or paid_on is not None)
        stated = self.due.by is not None and paid is not None and paid_on is not None
        sure = self.complete and (stated or not self.least.minor)
        verdict = Verdict.BREACH if short or late else Verdict.OK if sure else Verdict.UNKNOWN
        return Finding(
            subject=str(self.contract.pk),
            check=STANDING,
            verdict=verdict,
            expected=self.least,
            actual=paid,
            owed=Money(gap, self.currency) if short else None,
            law=(self.due.answer.id,) if self.due.answer is not None else (),
            explain={
                "due_by": self.due.by,
                "paid_on": paid_on,
                "short": short,
                "late": late,
                "complete": self.complete,
            },
        )

    def findings(self, paid: Money | None, paid_on: date | None, today: date) -> list[Finding]:
        """Every part, and how the payment stands against them."""
        standing = self.standing(paid, paid_on, today)
        return [self.wages, self.service(), self.leave, self.ticket, standing]


def ending(
    contract: Contract,
    leaving_on: date,
    reason: str,
    currency: str,
    owed: Iterable[tuple[str, int, str]],
    unpaid_days: int,
) -> Ending:
    """The parts of the settlement of ``contract``, which ends on ``leaving_on`` for ``reason``.

    ``owed`` is (month, minor units owed, verdict) of every month on record; ``unpaid_days`` are
    those that the employer's wage files name.
    """
    place = contract.corridor.rpartition("-")[2]
    first, terms = _last_terms(contract, leaving_on)
    benefit, why = None, Sentence(NO_BENEFIT[reason]) if reason in NO_BENEFIT else None
    if why is None:
        benefit, why = _benefit(contract, terms, first, leaving_on, reason, currency, unpaid_days)
    return Ending(
        contract,
        leaving_on,
        reason,
        currency,
        _wages(contract, first, leaving_on, owed, currency),
        benefit,
        why,
        _clause(contract, terms, "unused_leave", "annual_leave_days"),
        _clause(contract, terms, "ticket_home", "ticket_return"),
        eos.final_dues(law.book(), place, leaving_on, REASON.get(reason, reason)),
    )


def _last_terms(contract: Contract, leaving_on: date) -> tuple[date | None, Terms | None]:
    """The first day of service with this employer, and the terms of the last month.

    Who works on after the term works on under its terms.
    """
    held = min(leaving_on, contract.ends or leaving_on)
    found = months.worked([contract], month(f"{held:%Y-%m}"))
    if not found:
        return contract.starts, None
    return _first_day(contract, found[0].start), found[0].terms


def _first_day(contract: Contract, start: date | None) -> date | None:
    """Contracts with one employer that follow each other without a day between are one service."""
    earlier = contract.previous
    while start is not None and earlier is not None:
        gap = earlier.ends is None or earlier.starts is None or (start - earlier.ends).days > 1
        if gap or earlier.employer_id != contract.employer_id:
            break
        start, earlier = earlier.starts, earlier.previous
    return start


def _benefit(
    contract: Contract,
    terms: Terms | None,
    first: date | None,
    last: date,
    reason: str,
    currency: str,
    unpaid_days: int,
) -> tuple[eos.Award | None, Sentence | None]:
    """The award; or an empty one and why it cannot be reckoned."""
    wage = _wage(terms, currency) if terms is not None else None
    if first is None or last < first:
        return eos.Award(None, currency), sentence(N_("The first day of work is not on record."))
    if wage is None:
        return eos.Award(None, currency), sentence(N_("The contract names no monthly wage."))
    place = contract.corridor.rpartition("-")[2]
    service = eos.Service.between(first, last, min(unpaid_days, (last - first).days))
    key = {"regime": contract.regime}
    award = eos.end_of_service(law.book(), place, service, wage, REASON[reason], last, key)
    return award, award.reason


def _wage(terms: Terms, currency: str) -> eos.Wage | None:
    """The last monthly wage; what is given in kind is no allowance in money."""
    basic = terms.get("basic_wage")
    if not isinstance(basic, Money) or basic.currency != currency:
        return None
    per_month = monthly(basic, terms.pay_period, terms.get("hours_week"))
    if per_month is None:
        return None
    given = (terms.get(name) for name in ("allowance_food", "allowance_housing"))
    extra = sum(one.minor for one in given if isinstance(one, Money) and one.currency == currency)
    return eos.Wage(Money(per_month.rounded(), currency), Money(extra, currency))


def _wages(
    contract: Contract,
    first: date | None,
    last: date,
    owed: Iterable[tuple[str, int, str]],
    currency: str,
) -> Finding:
    """Wages that contract and file leave owed; a month without a file leaves a doubt."""
    rows = list(owed)
    known: Mapping[str, int] = {text: minor for text, minor, _ in rows}
    silent = [text for text in _months(first, last) if text not in known]
    total = sum(known.values())
    doubt = not rows or bool(silent) or any(verdict == "unknown" for _, _, verdict in rows)
    verdict = Verdict.BREACH if total else Verdict.UNKNOWN if doubt else Verdict.OK
    each = {text: Money(minor, currency) for text, minor in known.items() if minor}
    return Finding(
        subject=str(contract.pk),
        check="unpaid_wages",
        verdict=verdict,
        owed=Money(total, currency) if rows else None,
        explain={"months": each, "without_file": silent},
    )


def _months(first: date | None, last: date) -> list[str]:
    """Every month from the first to the last day."""
    found: list[str] = []
    day = first.replace(day=1) if first is not None else last.replace(day=1)
    while day <= last:
        found.append(f"{day:%Y-%m}")
        day = add_months(day, 1)
    return found


def _clause(contract: Contract, terms: Terms | None, check: str, clause: str) -> Finding:
    """What the contract promises; whether it was given is on no record."""
    promised = terms.shown.get(clause) if terms is not None else None
    return Finding(
        subject=str(contract.pk), check=check, verdict=Verdict.UNKNOWN, expected=promised
    )
