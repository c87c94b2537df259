"""Wage files on record: all or nothing, version after version, and the note that none came."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, Conflict, NotFound, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.employment import accounts, months
from corridor.cycle.employment.drafts import Draft, draft
from corridor.cycle.employment.lines import SLIP, Line
from corridor.cycle.employment.models import WageFileUpload, WageFinding, WageLine
from corridor.cycle.employment.months import Checked
from corridor.engines import law
from corridor.engines.verdicts import BREACH
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock.queries import today
from corridor.platform.journal import actions as journal
from corridor.platform.people.models import Organisation

WHOLE = "wage"
_BATCH = 1000


@act("employment.submit_wages", roles=(Role.EMPLOYER,))
def submit_wages(
    *,
    by: Actor,
    file: str,
    format: str = "",
    name: str = "",
    month: str = "",
    paid_on: date | None = None,
    digest: str = "",
    payslips: str = "",
    number: str = "",
) -> WageFileUpload:
    """Put a wage file on record, all of it or nothing; for the same month again, as a new version.

    ``file`` is the file's bytes in base64. ``digest`` (SHA-256 in hex), where given, makes sure
    that the file is the one that was previewed. ``paid_on`` is the day the bank carried it out,
    ``payslips`` the table beside a bank file (base64), ``number`` the employer's registration
    number where the file names none.
    Raises every fault of the file at once (see ``drafts.draft``).
    """
    ready = draft(
        by=by,
        data=file_bytes(file),
        format=format,
        name=name,
        month=month,
        paid_on=paid_on,
        payslips=file_bytes(payslips),
        number=number,
    )
    if digest and digest != ready.digest:
        raise Conflict(
            "employment.other_file",
            sentence(N_("This is not the file that was previewed.")),
            remedy=sentence(N_("Preview it again, then submit.")),
            expected=digest,
            found=ready.digest,
        )
    before = _newest(ready.employer, ready.month_text)
    if before is not None and before.digest == ready.digest and _says_no_more(before, paid_on):
        raise Conflict(
            "employment.same_file",
            sentence(N_("This file is already on record for {month}."), month=ready.month_text),
            remedy=sentence(N_("Give a file only when something in it has changed.")),
        )
    upload = _upload(ready, 1 if before is None else before.version + 1)
    _store_lines(upload, ready)
    _store_findings(upload, ready.checked, ready.findings_against_establishment())
    _first_wages(ready)
    journal.record(
        "employment.submit_wages",
        subject=upload,
        by=by,
        body={
            "month": upload.month,
            "version": upload.version,
            "records": upload.records,
            "total": ready.total.as_json(),
            "digest": upload.digest,
        },
        key_subject=str(ready.employer.pk),
    )
    return upload


def _says_no_more(before: WageFileUpload, paid_on: date | None) -> bool:
    """Whether the day of payment, all that a file does not say itself, is none or the known one."""
    if paid_on is None:
        return True
    known = WageLine.objects.filter(upload=before).values_list("paid_on", flat=True).first()
    return known == paid_on


def file_bytes(file: str) -> bytes:
    """The bytes of a base64 text. Raises ``BadInput`` for anything else."""
    try:
        return base64.b64decode(file, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "employment.base64",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Send its bytes in base64.")),
        ).at(field="file") from None


def _newest(employer: Organisation, month: str) -> WageFileUpload | None:
    """The file that counts for a month; whoever adds one holds the employer's row meanwhile."""
    Organisation.objects.select_for_update().get(pk=employer.pk)
    rows = WageFileUpload.objects.filter(employer=employer, month=month)
    return rows.order_by("-version").first()


def _upload(ready: Draft, version: int) -> WageFileUpload:
    return WageFileUpload.objects.create(
        employer=ready.employer,
        month=ready.month_text,
        version=version,
        format=ready.format,
        digest=ready.digest,
        records=len(ready.lines),
        total_minor=ready.total.minor,
        currency=ready.total.currency,
        uploaded_on=today(law.book().jurisdiction(ready.employer.country).time_zone),
    )


def _store_lines(upload: WageFileUpload, ready: Draft) -> None:
    WageLine.objects.bulk_create(
        (
            WageLine(
                upload=upload,
                contract=line.contract,
                line=line.line,
                worker_index=line.index,
                basic_minor=line.basic,
                allowances_minor=line.allowances,
                overtime_minor=line.overtime,
                deductions_minor=line.deductions,
                deduction_reason=line.reason,
                net_minor=line.net,
                paid_on=ready.paid_on,
                unpaid_days=line.unpaid_days,
                account_index=accounts.index(upload.month, line.slip.get("account")),
                slip=_slip(line),
            )
            for line in ready.lines
        ),
        batch_size=_BATCH,
    )


def _slip(line: Line) -> dict[str, int] | None:
    """What the line tells beside its sums; None for nothing."""
    told = {name: line.slip.get(name) for name in SLIP}
    return {name: value for name, value in told.items() if value is not None} or None


def _store_findings(
    upload: WageFileUpload, checked: Iterable[Checked], establishment: Sequence[Finding]
) -> None:
    """One row for each contract's month as a whole, one for each breach and each doubt.

    Where the last lawful day is not over, both answers: until then, and from the day after it.
    """
    rows = [_finding(upload, None, one) for one in establishment]
    for one in checked:
        last = one.last_day
        rows += _month(upload, one, until=last if one.over else None)
        if one.over:
            rows += _month(upload, one.over, since=last + timedelta(days=1))
    WageFinding.objects.bulk_create(rows, batch_size=_BATCH)


def _month(
    upload: WageFileUpload, one: Checked, *, since: date | None = None, until: date | None = None
) -> list[WageFinding]:
    """A contract's month as it stands since or until a day; nothing is owed before it is due."""
    whole = _whole(upload, one)
    whole.owed_minor = 0 if until else whole.owed_minor
    rows = [whole, *(_finding(upload, one.contract, finding) for finding in one.findings)]
    for row in rows:
        row.since, row.until = since, until
    return rows


def _whole(upload: WageFileUpload, one: Checked) -> WageFinding:
    return WageFinding(
        upload=upload,
        contract=one.contract,
        month=upload.month,
        check_id=WHOLE,
        verdict=one.verdict,
        owed_minor=months.owed(one.figures) or 0,
        currency=upload.currency,
        finding=dict(one.figures),
    )


def _finding(upload: WageFileUpload, contract: Contract | None, finding: Finding) -> WageFinding:
    owed = finding.owed or Money(0, upload.currency)
    return WageFinding(
        upload=upload,
        contract=contract,
        month=upload.month,
        check_id=finding.check,
        verdict=finding.verdict.value,
        owed_minor=owed.minor,
        currency=owed.currency,
        finding=finding.as_json(),
    )


def _first_wages(ready: Draft) -> None:
    """The station “first wage”, for everybody for whom this file is the first paid line."""
    paid = [line.contract for line in ready.lines if line.contract is not None and line.net > 0]
    corridors.take_for_all("first_wage", paid, by=SYSTEM)


@act("employment.note_missing_file", roles=())
def note_missing_file(*, by: Actor, employer: str, month: str) -> WageFileUpload:
    """Note that no file had come by the last lawful day (version 0; a later file replaces it).

    Raises ``NotYet`` before that day, ``Conflict`` when a file or a note is there,
    ``NotFound`` where nobody had to file.
    """
    establishment = rules.get(Organisation, employer, by, lock=True)
    period = parse_month(month)
    if _newest(establishment, month) is not None:
        raise Conflict("employment.file_there", sentence(N_("A file for this month is on record.")))
    contracts = Contract.objects.filter(employer=establishment)
    rows = [one for one in months.worked(contracts, period) if months.has_filing_duty(one.contract)]
    if not rows:
        raise NotFound(
            "employment.no_duty", sentence(N_("Nobody's wage had to be filed for this month."))
        )
    on = today(law.book().jurisdiction(establishment.country).time_zone)
    checked = months.check(rows, [], period, on)
    if not any(one.figures["missing"] == BREACH for one in checked):
        raise NotYet(
            "employment.still_time", sentence(N_("The last lawful day for this month is not over."))
        )
    upload = WageFileUpload.objects.create(
        employer=establishment,
        month=month,
        version=0,
        format="none",
        digest="",
        records=0,
        total_minor=0,
        currency=law.book().jurisdiction(establishment.country).currency,
        uploaded_on=on,
    )
    _store_findings(upload, checked, ())
    journal.record(
        "employment.note_missing_file",
        subject=upload,
        by=by,
        body={"month": month},
        key_subject=str(establishment.pk),
    )
    return upload
