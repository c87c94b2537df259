"""A register of this node becomes a table: counted by its rule, no record leaves it."""

from __future__ import annotations

from corridor.core.canonical import digest
from corridor.core.problems import BadInput, NotYet
from corridor.core.text import N_, sentence
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.models import Source, Table
from corridor.governance.observatory.registers import BREAKDOWNS, REGISTERS
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.clock import queries as clock


@act("observatory.count_register", roles=(Role.STATISTICIAN,))
def count_register(*, by: Actor, register: str, span: str = "year") -> Table:
    """Count a register of this node by year, quarter or month, into a table in work.

    The statistician reads counts, never a record. What the register's rule leaves out, and who is
    absent from it, goes with the table.
    """
    import polars as pl

    from corridor.engines.statistics.definitions import catalogue, describing
    from corridor.engines.statistics.register import count

    if register not in REGISTERS:
        raise BadInput(
            "observatory.register",
            sentence(N_("“{found}” is no register of this node."), found=register),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(REGISTERS)),
            found=register,
        ).at(field="register")
    rows = list(REGISTERS[register]())
    if not rows:
        raise NotYet(
            "observatory.empty_register",
            sentence(N_("There is nothing in this register yet.")),
            remedy=sentence(N_("Count it when something was entered.")),
        )
    known = catalogue()
    one = known.registers[register]
    made = count(one, pl.DataFrame(rows), BREAKDOWNS[register], span)
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
        indicator=f"register-{register}",
        definition=describing.register(known, one, made.cube),
        table=made.cube.canonical().decode(),
        sources=[source.id],
    )
