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
from corridor.platform.exchange.checking import Checked
from corridor.platform.exchange.models import Import

KIND = "employment.wages"
_AT_ONCE = 500


@act("employment.stage_wages", roles=(Role.EMPLOYER,))
def stage_wages(
    *,
    by: Actor,
    file: str,
    format: str = "",
    name: str = "",
    month: str = "",
    paid_on: date | None = None,
) -> Import:
    """Keep a file (base64) and read it through; nothing is on record yet.

    The page that follows holds it against the contracts.

    A file with faults stays as refused, with a report of every one of them; a good one waits for
    ``submit_staged``.
    """
    content = file_bytes(file)
    checked = Checked()
    try:
        found = matched(by=by, data=content, format=format, name=name, month=month, paid_on=paid_on)
        checked.seen = len(found.lines)
    except Problem as problem:
        for each in problem.problems:
            checked.add(each)
    return exchange.hold(by=by, kind=KIND, file_name=name, content=content, checked=checked)


@act("employment.submit_staged", roles=(Role.EMPLOYER,))
def submit_staged(
    *, by: Actor, staged: str, format: str = "", month: str = "", paid_on: date | None = None
) -> WageFileUpload:
    """Put a kept file on record, once. Raises what ``submit_wages`` would."""

    def submit(content: bytes) -> WageFileUpload:
        file = b64encode(content).decode()
        return submit_wages(by=by, file=file, format=format, month=month, paid_on=paid_on)

    upload: WageFileUpload = exchange.take(by=by, staged=staged, kind=KIND, act=submit)
    return upload


@act("employment.discard_staged", roles=())
def discard_staged(*, by: Actor, before: datetime) -> int:
    """Forget kept files that nobody put on record, staged before a moment; returns how many.

    A wage file lists people and what they earn: what is no record is not kept either.
    """
    waiting = Import.objects.filter(table=KIND, created_at__lt=before).exclude(
        state=Import.State.COMMITTED
    )
    found = list(waiting.select_for_update().order_by("id")[:_AT_ONCE])
    for row in found:
        exchange.discard(by=by, row=row)
    return len(found)
