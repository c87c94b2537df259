"""What the parties read at the end: what is due, how it is reckoned, what was stated as paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet, Sum

from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import ending as parts
from corridor.cycle.employment.earned import Earned, earned
from corridor.cycle.employment.models import (
    FinalSettlement,
    WageFileUpload,
    WageFinding,
    WageLine,
)
from corridor.cycle.employment.queries.months import WHOLE, counting, newest
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True)
class EndingPage:
    """``over``: the contract has ended; else this is how it would stand if it ended today.

    ``earned``: the wage of the last month, whose wage file is neither on record nor due.
    """

    ending: parts.Ending
    settlements: tuple[FinalSettlement, ...]
    over: bool
    today: date
    earned: Earned | None = None

    @property
    def contract(self) -> Contract:
        """The contract itself."""
        return self.ending.contract

    @property
    def newest(self) -> FinalSettlement | None:
        """The statement that counts."""
        return self.settlements[0] if self.settlements else None

    @property
    def paid(self) -> Money | None:
        """What the employer says was paid; None: nothing is said."""
        last = self.newest
        if last is None or last.paid_minor is None:
            return None
        return Money(last.paid_minor, last.currency)

    @property
    def least(self) -> Money:
        """What is due at the least; while the work goes on, with this month's wage until today.

        After the end that wage may have come with a payment nobody has told of: it stands apart.
        """
        more = self.earned.amount if self.earned is not None and not self.over else None
        return self.ending.least if more is None else self.ending.least + more

    @cached_property
    def standing(self) -> Finding:
        """Short, late, fine or not known, as of today."""
        return self.ending.standing(self.paid, paid_on(self.newest), self.today)


def ending(contract_id: str, by: Actor, reason: str = "completed") -> EndingPage:
    """The end of one contract. Raises ``NotFound`` for a contract that ``by`` may not see.

    ``reason`` is what a contract that has not ended would end for; a statement already on
    record says it, and the last day, itself.
    """
    row = rules.get(Contract, contract_id, by)
    found = rules.rows(FinalSettlement, by).filter(contract=row).order_by("-version")
    settlements = tuple(found)
    over, today = row.state == Contract.State.ENDED, row.local_today()
    leaving_on, why = today, reason
    if over:
        leaving_on, why = row.ends or today, row.end_reason or reason
    elif settlements:
        leaving_on, why = settlements[0].leaving_on, settlements[0].reason
    code = _currency(row)
    owed = owed_months(rules.rows(WageFinding, by).filter(contract=row))
    reckoned = parts.ending(
        row,
        leaving_on,
        why,
        code,
        owed,
        unpaid_days(rules.rows(WageLine, by).filter(contract=row), rules.rows(WageFileUpload, by)),
    )
    this = earned(row, leaving_on, today, [text for text, _, _ in owed], code)
    return EndingPage(reckoned, settlements, over or bool(settlements), today, this)


def paid_on(settlement: FinalSettlement | None) -> date | None:
    """The day of payment that a statement names."""
    for finding in settlement.findings if settlement is not None else ():
        text = finding["explain"].get("paid_on") if finding["check"] == parts.STANDING else None
        if text:
            return date.fromisoformat(text)
    return None


def owed_months(findings: QuerySet[WageFinding]) -> list[tuple[str, int, str]]:
    """(month, minor units owed, verdict) of every month that counts, in order."""
    rows = counting(findings.filter(check_id=WHOLE)).order_by("month")
    return list(rows.values_list("month", "owed_minor", "verdict"))


def unpaid_days(lines: QuerySet[WageLine], uploads: QuerySet[WageFileUpload]) -> int:
    """Days without pay that the newest file of each month names: the employer's word."""
    counted = lines.filter(upload__in=newest(uploads))
    found: int | None = counted.aggregate(days=Sum("unpaid_days"))["days"]
    return found or 0


def _currency(contract: Contract) -> str:
    """The currency of the newest terms, else the destination's."""
    from corridor.engines import law

    version = contract.versions.order_by("-number").first()
    code = version.terms.get("currency") if version is not None else None
    place = contract.corridor.rpartition("-")[2]
    return str(code or law.book().jurisdiction(place).currency)
