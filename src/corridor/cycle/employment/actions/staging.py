"""A wage file given through a page: kept and checked first, on record when the employer says so.

One that is never put on record is forgotten after some days.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime

from corridor.core.problems import Problem
from corridor.cycle.employment.actions.wagefiles import file_bytes, submit_wages
from corridor.cycle.employment.drafts import matched
from corridor.cycle.employment.models import WageFileUpload
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.exchange import actions as exchange
from corridor.platform.exchange import queries as kept
from corridor.platform.exchange.checking import Checked
from corridor.platform.exchange.models import Import

KIND, SLIPS = "employment.wages", "employment.payslips"
NOBODYS = "employment.no_employer"
_AT_ONCE = 500


@act("employment.stage_payslips", roles=(Role.EMPLOYER,))
def stage_payslips(*, by: Actor, file: str, name: str = "") -> Import:
    """Keep the table of payslips (base64) that belongs beside a bank file; it counts only with it.

    It is read with the file: ``stage_wages`` says every fault of either.
    """
    checked = Checked()
    return exchange.hold(
        by=by, kind=SLIPS, file_name=name, content=file_bytes(file), checked=checked
    )


@act("employment.stage_wages", roles=(Role.EMPLOYER,))
def stage_wages(
    *,
    by: Actor,
    file: str,
    format: str = "",
    name: str = "",
    month: str = "",
    paid_on: date | None = None,
    payslips: str = "",
    number: str = "",
) -> Import:
    """Keep a file (base64) and read it through; nothing is on record yet.

    The page that follows holds it against the contracts. ``payslips`` is the id of a table that
    ``stage_payslips`` kept, ``number`` the employer's registration number where the file names
    none.

    A file with faults stays as refused, with a report of every one of them; a good one waits for
    ``submit_staged``. Raises ``BadInput`` where nobody has said whose file it is.
    """
    content = file_bytes(file)
    checked = Checked()
    try:
        found = matched(
            by=by,
            data=content,
            format=format,
            name=name,
            month=month,
            paid_on=paid_on,
            payslips=payslips_of(payslips, by),
            number=number,
        )
        checked.seen = len(found.lines)
    except Problem as problem:
        if problem.code == NOBODYS:
            raise  # no fault of the file: the page asks for the number
        for each in problem.problems:
            checked.add(each)
    return exchange.hold(by=by, kind=KIND, file_name=name, content=content, checked=checked)


def payslips_of(staged: str, by: Actor) -> bytes:
    """The bytes of a kept table of payslips, none for none. Raises ``NotFound``."""
    if not staged:
        return b""
    row = kept.one(staged, by)
    return kept.content_of(row) if row.table == SLIPS else b""


@act("employment.submit_staged", roles=(Role.EMPLOYER,))
def submit_staged(
    *,
    by: Actor,
    staged: str,
    format: str = "",
    month: str = "",
    paid_on: date | None = None,
    payslips: str = "",
    number: str = "",
) -> WageFileUpload:
    """Put a kept file on record, once. Raises what ``submit_wages`` would."""

    def submit(content: bytes) -> WageFileUpload:
        return submit_wages(
            by=by,
            file=b64encode(content).decode(),
            format=format,
            month=month,
            paid_on=paid_on,
            payslips=b64encode(payslips_of(payslips, by)).decode(),
            number=number,
        )

    upload: WageFileUpload = exchange.take(by=by, staged=staged, kind=KIND, act=submit)
    return upload


@act("employment.discard_staged", roles=())
def discard_staged(*, by: Actor, before: datetime) -> int:
    """Forget kept files that nobody put on record, staged before a moment; returns how many.

    A wage file lists people and what they earn: what is no record is not kept either.
    """
    waiting = Import.objects.filter(table__in=(KIND, SLIPS), created_at__lt=before).exclude(
        state=Import.State.COMMITTED
    )
    found = list(waiting.select_for_update().order_by("id")[:_AT_ONCE])
    for row in found:
        exchange.discard(by=by, row=row)
    return len(found)
