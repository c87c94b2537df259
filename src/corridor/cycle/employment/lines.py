"""The lines of a wage file: one worker's wage each, and what else a line tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corridor.core.problems import Conflict, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract

if TYPE_CHECKING:
    from corridor.engines.wagefiles import WageFile

SLIP = (
    *("food_paid_minor", "housing_paid_minor", "transport_paid_minor", "overtime_minor"),
    *("hours", "overtime_day", "overtime_night", "overtime_rest", "paid_hours"),
)
"""What a line tells beside its sums and is kept with it; hours in hundredths."""
_PAYER = ("payer_iban", "DbtrAcct", "BANK-ACC")
"""The field of a file's header with the employer's own account, by format."""
_ALLOWANCES = (
    "housing_allowance",
    "food_allowance",
    "transport_allowance",
    "housing",
    "conveyance",
    "medical",
    "passage",
    "other",
    "leave_encashment",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One worker's line, its worker as a blind index, its amounts in minor units.

    ``itemised``: the format tells basic wage and deductions apart; else ``basic`` is the fixed
    part of the wage, or all of it, and deductions are not known. ``slip`` is what else the line
    tells for the further checks (columns of the engine's payments); of it, what ``SLIP`` names is
    kept, and the account as a sign.
    """

    line: int
    index: str
    contract: Contract | None
    itemised: bool
    basic: int
    allowances: int
    overtime: int
    deductions: int
    reason: str
    net: int
    unpaid_days: int
    slip: Mapping[str, Any] = field(default_factory=dict)


def payer_of(file: WageFile) -> str | None:
    """The account that the employer pays from, where the file names it."""
    from corridor.engines.wages.checks.accounts import written

    return next((written(file.header[name]) for name in _PAYER if file.header.get(name)), None)


def line_of(
    row: Mapping[str, Any], index: str, contract: Contract | None, payer: str | None
) -> Line:
    """A row of the file as a line; ``index`` stands for the worker's number, ``payer`` is the
    account that the employer pays from, where the file names it."""

    def amount(name: str) -> int:
        return int(row[name] or 0)

    return Line(
        line=int(row["line"]),
        index=index,
        contract=contract,
        itemised=row["basic"] is not None,
        basic=amount(_basic(row)),
        allowances=sum(amount(name) for name in _ALLOWANCES),
        overtime=amount("overtime_allowance") + amount("overtime"),
        deductions=amount("deductions"),
        reason=str(row["deduction_reason"] or "").removeprefix("/DRC/"),
        net=amount("paid"),
        unpaid_days=amount("leave_days_unpaid"),
        slip=_slip(row, payer),
    )


def _basic(row: Mapping[str, Any]) -> str:
    """The column nearest to a basic wage: itself, the fixed part, or all that was paid."""
    return next((name for name in ("basic", "fixed") if row[name] is not None), "paid")


def _slip(row: Mapping[str, Any], payer: str | None) -> dict[str, Any]:
    """What a line tells beside its sums. Extra hours of no named kind count as by day, the least
    that the law pays for them."""
    from corridor.engines.wages.checks.accounts import valid, written

    account = written(row["account"])
    reason = row["deduction_reason"]
    overtime = [row[name] for name in ("overtime_allowance", "overtime") if row[name] is not None]
    return {
        "account": account,
        "account_valid": valid(account),
        "account_employer": None if account is None or payer is None else account == payer,
        "deduction_reason": None if reason is None else str(reason).removeprefix("/DRC/"),
        "food_paid_minor": row["food_allowance"],
        "housing_paid_minor": _first(row, "housing_allowance", "housing"),
        "transport_paid_minor": _first(row, "transport_allowance", "conveyance"),
        "overtime_minor": sum(int(amount) for amount in overtime) if overtime else None,
        "hours": row["hours"],
        "overtime_day": row["extra_hours"],
        "overtime_night": row["extra_hours_night"],
        "overtime_rest": row["extra_hours_rest"],
        "paid_hours": row["paid_hours"],
    }


def _first(row: Mapping[str, Any], *names: str) -> Any:
    """The first of these columns that the line fills."""
    return next((row[name] for name in names if row[name] is not None), None)


def once_each(lines: Sequence[Line]) -> None:
    """A person stands in a file once, under whichever of her numbers."""
    first: dict[str, Line] = {}
    problems: list[Problem] = []
    for line in lines:
        key = str(line.contract.pk) if line.contract is not None else line.index
        if key in first:
            problems.append(
                Conflict(
                    "employment.two_lines",
                    sentence(
                        N_("Lines {one} and {other} pay the same worker."),
                        one=first[key].line,
                        other=line.line,
                    ),
                    remedy=sentence(N_("Put the whole wage of the month on one line.")),
                    found=line.line,
                ).at(line=line.line)
            )
        else:
            first[key] = line
    raise_all(problems)
