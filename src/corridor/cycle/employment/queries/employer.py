"""What an employer reads: files, months and previews, from contract and file only.

This module must not know that answers exist; a test holds it to that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import parties
from corridor.cycle.employment import months as wage_months
from corridor.cycle.employment.drafts import UNKNOWN_WORKER, Draft, draft
from corridor.cycle.employment.models import WageFileUpload, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE, Month
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True)
class WorkerMonth:
    """One worker's month: the contract, and what it says with the file. ``findings`` are the
    breaches and doubts as stored (see ``core.findings.Finding.as_json``)."""

    contract: Contract
    month: Month
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class MonthPage:
    """A month of one establishment. ``strangers`` are lines without a contract on record.

    ``rows`` and ``strangers`` are those asked for; ``workers`` and ``stranger_lines`` count all.
    ``found`` counts the workers of each check that is not in order, ``fitting`` those whom the
    check that was asked for leaves.
    """

    month: str
    upload: WageFileUpload | None
    rows: tuple[WorkerMonth, ...]
    strangers: tuple[Mapping[str, Any], ...]
    workers: int
    owed: Money | None
    stranger_lines: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    fitting: int = 0


def versions(by: Actor, month: str) -> list[WageFileUpload]:
    """Every file of the month that is on record, the newest first; notes of none left out."""
    employer = parties.own_id(by)
    rows = rules.rows(WageFileUpload, by).filter(employer=employer, month=month, version__gt=0)
    return list(rows.order_by("-version"))


def version(by: Actor, month: str, number: int) -> WageFileUpload:
    """One version of the own month's file. Raises ``NotFound``."""
    found = next((one for one in versions(by, month) if one.version == number), None)
    if found is None:
        raise NotFound(
            "employment.no_version",
            sentence(N_("No file with this number is on record for this month.")),
            remedy=sentence(N_("Choose one of the versions on the page of the month.")),
        )
    return found


def month_page(
    by: Actor,
    month: str,
    *,
    version: int | None = None,
    check: str = "",
    first: int = 0,
    limit: int = 200,
) -> MonthPage:
    """The month of the employer ``by`` acts for; ``first`` and ``limit`` page through workers.

    ``version``: as that file told it, also when a newer one has replaced it since. ``check``:
    only workers for whom that check is not in order.
    """
    parse_month(month)
    employer = parties.own_id(by)
    uploads = rules.rows(WageFileUpload, by).filter(employer=employer, month=month)
    if version is not None:
        uploads = uploads.filter(version=version)
    upload = uploads.order_by("-version").first()
    if upload is None:
        return _page_without_file(by, month, check, first, limit)
    findings = rules.rows(WageFinding, by).filter(months.standing(), upload=upload)
    wholes = findings.filter(check_id=WHOLE)
    counts, owed = _counts(findings)
    workers, lines = counts.pop(WHOLE, 0), counts.pop(UNKNOWN_WORKER, 0)
    if check:
        wholes = wholes.filter(contract__in=findings.filter(check_id=check).values("contract"))
    shown = list(
        wholes.select_related("contract__worker").order_by("-owed_minor", "contract_id")[
            first : first + limit
        ]
    )
    details = _details(findings, [row.contract_id for row in shown])
    strangers = findings.filter(contract=None).order_by("id")[:limit]
    rows = tuple(
        _worker_month(row, month, upload, details.get(row.contract_id, ()))
        for row in shown
        if row.contract is not None
    )
    return MonthPage(
        month=month,
        upload=upload,
        rows=rows,
        strangers=tuple(row.finding for row in strangers),
        workers=workers,
        owed=Money(owed, upload.currency),
        stranger_lines=lines,
        found=counts,
        fitting=counts.get(check, 0) if check else workers,
    )


def _counts(findings: QuerySet[WageFinding]) -> tuple[dict[str, int], int]:
    """How many rows of each check a file has, and what its months leave owed; one look-up."""
    kinds = (
        findings.order_by().values_list("check_id").annotate(n=Count("id"), owed=Sum("owed_minor"))
    )
    rows = {check: (n, owed or 0) for check, n, owed in kinds}
    return {check: n for check, (n, _) in rows.items()}, rows.get(WHOLE, (0, 0))[1]


def _details(findings: Any, contracts: Sequence[str | None]) -> dict[str | None, tuple[Any, ...]]:
    found: dict[str | None, tuple[Any, ...]] = {}
    rows = findings.filter(contract__in=contracts).exclude(check_id=WHOLE).order_by("id")
    for row in rows:
        found[row.contract_id] = (*found.get(row.contract_id, ()), row.finding)
    return found


def _worker_month(
    row: WageFinding, month: str, upload: WageFileUpload, findings: tuple[Any, ...]
) -> WorkerMonth:
    contract = row.contract
    assert contract is not None  # noqa: S101 - a whole month always belongs to a contract
    return WorkerMonth(
        contract,
        months.month_of(
            row.finding,
            month,
            row.currency,
            covered=wage_months.has_filing_duty(contract),
            version=upload.version,
        ),
        findings,
    )


def _page_without_file(by: Actor, month: str, check: str, first: int, limit: int) -> MonthPage:
    """Before a file came: what contract and law expect of the month."""
    period = parse_month(month)
    contracts = rules.rows(Contract, by).select_related("worker", "employer")
    rows = wage_months.worked(contracts, period)
    on = rows[0].contract.local_today() if rows else period.start
    answers = wage_months.check(rows, [], period, on) if rows else []
    checks = {one.contract.pk: _held(one) for one in answers}
    counts = Counter(name for found in checks.values() for name in found)
    fits = [one for one in answers if not check or check in checks[one.contract.pk]]
    currencies = {row.contract.pk: row.terms.currency or "" for row in rows}
    shown = tuple(
        WorkerMonth(
            one.contract,
            months.month_of(
                one.figures,
                month,
                currencies[one.contract.pk],
                covered=wage_months.has_filing_duty(one.contract),
                version=None,
            ),
            tuple(finding.as_json() for finding in one.findings),
        )
        for one in fits[first : first + limit]
    )
    return MonthPage(month, None, shown, (), len(answers), None, found=counts, fitting=len(fits))


def _held(one: wage_months.Checked) -> set[str]:
    """Checks held against the employer: none where no file is asked for, or nothing is due yet."""
    state = months.state(one.figures, covered=wage_months.has_filing_duty(one.contract))
    return (
        set() if state in {"not_covered", "expected"} else {found.check for found in one.findings}
    )


@dataclass(frozen=True)
class FileRow:
    """One file in the list of an employer or inspector."""

    upload: WageFileUpload
    counts: bool
    total: Money
    owed: Money
    breaches: int
    strangers: int


def files(by: Actor, *, employer: str = "", limit: int = 60) -> list[FileRow]:
    """Wage files on record, newest month first; ``counts``: no newer version replaced it."""
    visible = rules.rows(WageFileUpload, by)
    if employer:
        visible = visible.filter(employer=employer)
    uploads = list(visible.order_by("-month", "-version")[:limit])
    seen: set[tuple[str, str]] = set()
    sums = {
        row["upload"]: row
        for row in rules.rows(WageFinding, by)
        .filter(months.standing(), upload__in=[upload.pk for upload in uploads])
        .order_by()
        .values("upload")
        .annotate(
            owed=Sum("owed_minor", filter=Q(check_id=WHOLE)),
            breaches=Count("id", filter=Q(check_id=WHOLE, verdict="breach")),
            strangers=Count("id", filter=Q(contract=None)),
        )
    }
    rows = []
    for upload in uploads:
        key = (str(upload.employer_id), upload.month)
        found: Mapping[str, Any] = sums.get(upload.pk, {})
        rows.append(
            FileRow(
                upload=upload,
                counts=key not in seen,
                total=Money(upload.total_minor, upload.currency),
                owed=Money(found.get("owed") or 0, upload.currency),
                breaches=found.get("breaches", 0),
                strangers=found.get("strangers", 0),
            )
        )
        seen.add(key)
    return rows


@dataclass(frozen=True)
class Preview:
    """What a file would put on record: nothing is stored yet. ``digest`` goes to the act."""

    draft: Draft
    version: int
    rows: tuple[WorkerMonth, ...]
    strangers: tuple[Finding, ...]
    owed: Money
    before: WageFileUpload | None

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hex."""
        return self.draft.digest

    @cached_property
    def states(self) -> Counter[months.State]:
        """How many workers' months stand how; ``rows`` may hold only some of them."""
        return Counter(
            months.state(one.figures, covered=wage_months.has_filing_duty(one.contract))
            for one in self.draft.ends
        )

    @property
    def foreign(self) -> dict[str, int]:
        """Workers whose contract names another currency than the file, by that currency.

        Nothing is converted: their month stays unknown.
        """
        found: dict[str, int] = {}
        for one in self.draft.ends:
            code = one.figures["currency"]
            if code and code != self.draft.total.currency:
                found[code] = found.get(code, 0) + 1
        return found


def preview_wages(
    by: Actor,
    *,
    data: bytes,
    format: str = "",
    name: str = "",
    month: str = "",
    paid_on: date | None = None,
    payslips: bytes = b"",
    number: str = "",
    limit: int = 1000,
) -> Preview:
    """Read and check a file before it is submitted. Raises what ``submit_wages`` would."""
    ready = draft(
        by=by,
        data=data,
        format=format,
        name=name,
        month=month,
        paid_on=paid_on,
        payslips=payslips,
        number=number,
    )
    before = (
        rules.rows(WageFileUpload, by)
        .filter(employer=ready.employer, month=ready.month_text)
        .order_by("-version")
        .first()
    )
    following = 1 if before is None else before.version + 1
    # what the authority will see if nothing more comes: still time to put it right
    worst = sorted(ready.ends, key=lambda one: -(wage_months.owed(one.figures) or 0))
    return Preview(
        draft=ready,
        version=following,
        before=before if before is not None and before.version else None,
        rows=tuple(
            WorkerMonth(
                one.contract,
                months.month_of(
                    one.figures,
                    ready.month_text,
                    ready.total.currency,
                    covered=wage_months.has_filing_duty(one.contract),
                    version=following,
                ),
                tuple(finding.as_json() for finding in one.findings),
            )
            for one in worst[:limit]
        ),
        strangers=tuple(ready.findings_against_establishment()[:limit]),
        owed=ready.owed,
    )
