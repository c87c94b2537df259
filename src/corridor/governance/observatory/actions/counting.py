"""Figures made here: a register counted by its rule, an indicator estimated from microdata.

No record stays: what is kept are cells, and the digest of what they were made of.
"""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256

from corridor.core.canonical import digest
from corridor.core.problems import BadInput, NotYet
from corridor.core.text import N_, sentence
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.definitions import checked_name
from corridor.governance.observatory.estimating import estimated
from corridor.governance.observatory.models import Source, Table
from corridor.governance.observatory.registers import BREAKDOWNS, REGISTERS
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock import queries as clock


@act("observatory.count_register", roles=(Role.STATISTICIAN,))
def count_register(*, by: Actor, name: str, span: str = "year") -> Table:
    """Count a register of this node by year, quarter or month, into a table in work.

    The statistician reads counts, never a record. What the register's rule leaves out, and who is
    absent from it, goes with the table.
    """
    import polars as pl

    from corridor.engines.statistics.definitions import catalogue, describing
    from corridor.engines.statistics.register import count

    if name not in REGISTERS:
        raise BadInput(
            "observatory.register",
            sentence(N_("“{found}” is no register of this node."), found=name),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(REGISTERS)),
            found=name,
        ).at(field="name")
    rows = list(REGISTERS[name]())
    if not rows:
        raise NotYet(
            "observatory.empty_register",
            sentence(N_("There is nothing in this register yet.")),
            remedy=sentence(N_("Count it when something was entered.")),
        )
    known = catalogue()
    one = known.registers[name]
    made = count(one, pl.DataFrame(rows), BREAKDOWNS[name], span)
    periods = made.cube.codes("time")
    source = add_source(
        by=by,
        kind=Source.Kind.REGISTER,
        title=one.title.en,
        sha256=digest(rows),
        licence="-",
        period=periods[0] if len(periods) == 1 else f"{periods[0]}/{periods[-1]}",
        rows=len(rows),
        note_on_it=clock.today().isoformat(),
    )
    return draft(
        by=by,
        indicator=f"register-{name}",
        definition=describing.register(known, one, made.cube),
        table=made.cube.canonical().decode(),
        sources=[source.id],
    )


@act("observatory.estimate", roles=(Role.STATISTICIAN,))
def estimate(
    *,
    by: Actor,
    indicator: str,
    mapping: str,
    data: str,
    title: str,
    licence: str,
    breakdowns: list[str],
    file_name: str = "",
) -> Table:
    """An indicator of the catalogue from microdata, with its errors, into a table in work.

    ``mapping`` is YAML (the questions, the design), ``data`` a CSV in base64, ``breakdowns``
    such as ["sex", "sex,age_band"]. The records are read and forgotten; their digest is kept.
    """
    named = checked_name(indicator.partition("@")[0].replace(".", "-").replace("_", "-"))
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "observatory.base64",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Send its bytes in base64.")),
        ).at(field="data") from None
    made = estimated(mapping, content, indicator.partition("@")[0], breakdowns)
    source = add_source(
        by=by,
        kind=Source.Kind.SURVEY,
        title=title,
        sha256=sha256(content).hexdigest(),
        licence=licence,
        period=made.period,
        rows=made.rows,
        file_name=file_name,
    )
    return draft(
        by=by,
        indicator=named,
        definition=made.definition,
        table=made.cube.canonical().decode(),
        sources=[source.id],
    )
