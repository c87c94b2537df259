"""A publisher's file becomes a table: read again, computed again, named with its licence."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import transaction

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.actions.shared import office_of
from corridor.governance.observatory.models import Source, Table
from corridor.governance.observatory.public_files import STAGED, read, table_of
from corridor.governance.observatory.public_files import staged as staged_file
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import store
from corridor.platform.exchange import actions as exchange
from corridor.platform.exchange.checking import Checked
from corridor.platform.exchange.models import Import
from corridor.platform.keys.actions import destroy_subject

_AT_ONCE = 100


@act("observatory.import_public", roles=(Role.STATISTICIAN,))
def import_public(*, by: Actor, data: str, file_name: str, year: int = 0) -> Table:
    """A file of remittance prices, stocks, flows or an imported series, into a table in work.

    ``data`` is the file in base64, ``file_name`` its name as published; ``year`` keeps one year of
    stocks, whose pairs are many. Publisher and licence go with the table.
    """
    content = _whole(data)
    found = read(content, file_name, year or None)
    source = add_source(
        by=by,
        kind=Source.Kind.PUBLISHED,
        title=found.source,
        sha256=sha256(content).hexdigest(),
        licence=found.licence,
        period=found.period,
        rows=found.rows,
        file_name=file_name,
    )
    return draft(
        by=by,
        indicator=table_of(found),
        definition=found.definition,
        table=found.cube.canonical().decode(),
        sources=[source.id],
    )


@act("observatory.stage_public", roles=(Role.STATISTICIAN,))
def stage_public(*, by: Actor, data: str, file_name: str) -> Import:
    """Keep a publisher's file (base64) and read it through; it is no table yet.

    One with faults stays as refused, with a report of every one of them; a good one is looked at
    and waits for ``take_public``.
    """
    office_of(by)
    content, checked = _whole(data), Checked()
    try:
        checked.seen = read(content, file_name, None).rows
    except Problem as problem:
        for each in problem.problems:
            checked.add(each)
    return exchange.hold(by=by, kind=STAGED, file_name=file_name, content=content, checked=checked)


@act("observatory.take_public", roles=(Role.STATISTICIAN,))
def take_public(*, by: Actor, staged: str, year: int = 0) -> Table:
    """Make a kept file a table in work, once; the file itself is then forgotten.

    ``year`` keeps one year of stocks. Raises ``Conflict`` for a file with faults or one that was
    taken before, and what ``import_public`` raises.
    """
    name = staged_file(staged, by).file_name

    def make(content: bytes) -> Table:
        data = base64.b64encode(content).decode()
        made: Table = import_public(by=by, data=data, file_name=name, year=year)
        return made

    table: Table = exchange.take(by=by, staged=staged, kind=STAGED, act=make)
    destroy_subject(by=SYSTEM, subject=staged)  # whose doing it is, the entry of the take says
    transaction.on_commit(partial(store.remove, staged))
    return table


@act("observatory.discard_staged", roles=())
def discard_staged(*, by: Actor, before: datetime) -> int:
    """Forget kept files that nobody took, staged before a moment; returns how many."""
    waiting = Import.objects.filter(table=STAGED, created_at__lt=before)
    open_ones = waiting.exclude(state=Import.State.COMMITTED).select_for_update()
    found = list(open_ones.order_by("id")[:_AT_ONCE])
    for row in found:
        exchange.discard(by=by, row=row)
    return len(found)


def _whole(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "observatory.base64",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Send its bytes in base64.")),
        ).at(field="data") from None
