"""A wage file read, matched and checked, before anything is stored: what preview and act share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, NotPermitted, Problems
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import parties
from corridor.cycle.employment import months
from corridor.cycle.employment.lines import Line, line_of, once_each, payer_of
from corridor.cycle.employment.models import WorkNumber
from corridor.cycle.employment.months import Checked
from corridor.engines import law
from corridor.engines.days import day_number
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today
from corridor.platform.keys.sealing import blind
from corridor.platform.people.models import Organisation

if TYPE_CHECKING:
    from corridor.engines.wagefiles import WageFile

WORK_NUMBER = "employment.work_number"
UNKNOWN_WORKER = "unknown_worker"
_LARGEST = 64 * 1024 * 1024
_MOST_LINES = 200_000


@dataclass(frozen=True)
class Draft:
    """What a file would put on record."""

    employer: Organisation
    month: Period
    format: str
    digest: str
    total: Money
    paid_on: date | None
    lines: list[Line]
    checked: list[Checked]
    strangers: list[Line] = field(default_factory=list)

    @property
    def month_text(self) -> str:
        """``YYYY-MM``."""
        return months.month_text(self.month)

    @property
    def ends(self) -> list[Checked]:
        """Every contract's month as it will stand when the last lawful day is over."""
        return [one.over or one for one in self.checked]

    @property
    def owed(self) -> Money:
        """What the file leaves owed if nothing more comes, over all workers of its currency."""
        minor = sum(months.owed(one.figures) or 0 for one in self.ends)
        return Money(minor, self.total.currency)

    def findings_against_establishment(self) -> list[Finding]:
        """Lines for workers without a contract on record here: one doubt each."""
        return [
            Finding(
                subject=f"line {line.line}",
                check=UNKNOWN_WORKER,
                verdict=Verdict.UNKNOWN,
                actual=Money(line.net, self.total.currency),
                period=self.month,
                explain={"line": line.line},
            )
            for line in self.strangers
        ]


@dataclass(frozen=True, slots=True)
class Matched:
    """A file without a fault, its lines matched with contracts, not yet checked against them."""

    employer: Organisation
    file: WageFile
    month: Period
    lines: list[Line]


def matched(
    *,
    by: Actor,
    data: bytes,
    format: str = "",
    name: str = "",
    month: str = "",
    paid_on: date | None = None,
    payslips: bytes = b"",
    number: str = "",
) -> Matched:
    """Read and match a file for the employer ``by`` acts for. Nothing is stored.

    ``month`` (``YYYY-MM``) is needed where the file names none, and must be its month elsewhere;
    ``payslips`` is the table beside a bank file. ``number`` is the employer's, for a file that
    names none; a file that names another is of another employer, whatever was written here.

    Raises ``Problems`` with every fault of the file, ``NotPermitted`` for another employer's
    file, ``BadInput`` for another or a coming month, ``Conflict`` for two lines of one person.
    """
    from corridor.engines import wagefiles

    employer = parties.own_organisation(by)
    if len(data) > _LARGEST:
        raise BadInput(
            "employment.file_size",
            sentence(N_("The file is larger than {limit} megabytes."), limit=_LARGEST >> 20),
            remedy=sentence(N_("Split it by establishment and give each part.")),
        ).at(file=name or None)
    file = wagefiles.read(
        data,
        format or None,
        name=name or None,
        month=_asked(month),
        payslips=payslips or None,
        most=_MOST_LINES,
        keep=True,
    )
    if file.problems:
        raise Problems([problem.at(file=name or None) for problem in file.problems])
    _own(file.employer_id or number.strip(), employer)
    period = _month(file, employer, month, paid_on)
    lines = _lines(file, employer, by, period)
    once_each(lines)
    return Matched(employer, file, period, lines)


def draft(*, by: Actor, data: bytes, paid_on: date | None = None, **given: Any) -> Draft:
    """Read, match and check a file; see ``matched`` for what is given and what is raised."""
    found = matched(by=by, data=data, paid_on=paid_on, **given)
    employer, file, period, lines = found.employer, found.file, found.month, found.lines
    contracts = rules.rows(Contract, by).filter(employer=employer)
    rows = months.worked(contracts, period)
    listed = {str(line.contract.pk) for line in lines if line.contract is not None}
    rows = [
        one
        for one in rows
        if str(one.contract.pk) in listed or months.has_filing_duty(one.contract)
    ]
    assert file.total is not None  # noqa: S101 - a file without problems has a total
    payments = _payments(lines, employer, file.total.currency, paid_on)
    known = {str(one.contract.pk) for one in rows}
    return Draft(
        employer=employer,
        month=period,
        format=file.format.id,
        digest=sha256(data).hexdigest(),
        total=file.total,
        paid_on=paid_on,
        lines=lines,
        checked=months.check(rows, payments, period, _today(employer)),
        strangers=[
            line for line in lines if line.contract is None or str(line.contract.pk) not in known
        ],
    )


def _today(employer: Organisation) -> date:
    return today(law.book().jurisdiction(employer.country).time_zone)


def _asked(month: str) -> Period | None:
    """The month that was chosen. Raises ``BadInput`` at its field."""
    try:
        return parse_month(month) if month else None
    except BadInput as problem:
        raise problem.at(field="month") from None


def _named(found: str) -> None:
    """Raise ``BadInput`` for a file that does not say whose it is."""
    if not found:
        raise BadInput(
            "employment.no_employer",
            sentence(N_("The file does not say which employer it is of.")),
            remedy=sentence(
                N_("Write the registration number of your establishment beside the file.")
            ),
        ).at(field="number")


def _own(found: str, employer: Organisation) -> None:
    """Raise ``NotPermitted`` for a file of another employer, ``BadInput`` for one of nobody's."""
    _named(found)
    if not employer.registration_number or found != employer.registration_number:
        raise NotPermitted(
            "employment.other_employer",
            sentence(
                N_("The file is of employer {found}, and you act for employer {expected}."),
                found=found,
                expected=employer.registration_number or "?",
            ),
            remedy=sentence(N_("Give the file of your own establishment.")),
            expected=employer.registration_number,
            found=found,
        ).at(field="employer_id")


def _month(file: WageFile, employer: Organisation, asked: str, paid_on: date | None) -> Period:
    """The month of the file, which must not lie ahead, and be the one that was chosen."""
    period, now = file.month, _today(employer)
    if period is None:
        raise BadInput(
            "employment.no_month",
            sentence(N_("This kind of file names no salary month.")),
            remedy=sentence(N_("Choose the month for which it pays.")),
        ).at(field="month")
    if period.start > now:
        raise BadInput(
            "employment.month",
            sentence(N_("The file names a month that has not begun.")),
            remedy=sentence(N_("Correct the salary month in the header.")),
            found=months.month_text(period),
        ).at(field="salary_month")
    if asked and asked != months.month_text(period):
        raise BadInput(
            "employment.other_month",
            sentence(
                N_("The file is for {found}, and you chose {expected}."),
                found=months.month_text(period),
                expected=asked,
            ),
            remedy=sentence(N_("Choose the month of the file, or give the other file.")),
            expected=asked,
            found=months.month_text(period),
        ).at(field="salary_month")
    if paid_on is not None and not period.start <= paid_on <= now:
        raise BadInput(
            "employment.paid_on",
            sentence(N_("This day of payment lies before the month or ahead of today.")),
            remedy=sentence(N_("Write the day on which the bank carried the payments out.")),
            found=paid_on.isoformat(),
        ).at(field="paid_on")
    return period


def _lines(file: WageFile, employer: Organisation, by: Actor, period: Period) -> list[Line]:
    """Every line with its contract, matched by the blind index of its worker numbers."""
    registered = _registered(employer, by, period)
    payer = payer_of(file)
    lines: list[Line] = []
    for batch in file.batches():
        for row in batch.iter_rows(named=True):
            numbers = [number for number in (row["worker_id"], row["visa_id"]) if number]
            indexes = [blind(WORK_NUMBER, number) for number in dict.fromkeys(numbers)]
            contract = next((registered[one] for one in indexes if one in registered), None)
            lines.append(line_of(row, indexes[0] if indexes else "", contract, payer))
    return lines


def _registered(employer: Organisation, by: Actor, period: Period) -> dict[str, Contract]:
    """Blind index to contract; of several contracts of one person, the one in the month."""
    visible = rules.rows(Contract, by).filter(employer=employer)
    rows = WorkNumber.objects.filter(contract__in=visible.values("pk")).select_related("contract")
    found: dict[str, Contract] = {}
    for row in rows.order_by("contract__created_at", "contract_id", "id"):
        contract, before = row.contract, found.get(row.index)
        if before is None or _covers(contract, period) or not _covers(before, period):
            found[row.index] = contract
    return found


def _covers(contract: Contract, period: Period) -> bool:
    begun = contract.starts is None or period.end is None or contract.starts < period.end
    return begun and (contract.ends is None or contract.ends >= period.start)


def _payments(
    lines: Iterable[Line], employer: Organisation, currency: str, paid_on: date | None
) -> list[dict[str, Any]]:
    """Lines as the engine's payments. A deduction is proven lawful by nobody's say-so."""
    return [
        {
            "worker_id": str(line.contract.worker_id),
            "employer_id": str(employer.pk),
            "currency": currency,
            "paid_minor": line.net,
            "basic_paid_minor": line.basic if line.itemised else None,
            "deductions_minor": line.deductions if line.itemised else None,
            "lawful_minor": 0,
            "forbidden_minor": 0,
            "paid_day": None if paid_on is None else day_number(paid_on),
            **line.slip,
        }
        for line in lines
        if line.contract is not None
    ]
