"""One clearance: its evidence, its state, and how long a refusal can be appealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.core.text import Sentence
from corridor.cycle.departure.models import (
    STATE_WORDS,
    Appeal,
    Clearance,
    Fitness,
    Pass,
    Visa,
)
from corridor.cycle.departure.queries.queue import may_act
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True)
class Page:
    """One clearance as ``by`` may see it: parts that are not hers are None or empty."""

    clearance: Clearance
    state: Sentence
    reasons: list[str]
    decide_by: date | None
    appeal_until: date | None
    visa: Visa | None
    fitness: Fitness | None
    appeals: list[Appeal]
    passes: list[Pass]
    may_act: bool


def clearance_page(clearance: str, by: Actor) -> Page:
    """Evidence and state of one clearance. Raises ``NotFound``."""
    row = rules.get(Clearance, clearance, by)
    readable = rules.readable(Clearance, by)
    contract = row.contract
    return Page(
        clearance=row,
        state=Sentence(STATE_WORDS[row.state]),
        reasons=list(row.reasons) if "reasons" in readable else [],
        decide_by=row.decide_by if "decide_by" in readable else None,
        appeal_until=appeal_until(row) if "reasons" in readable else None,
        visa=rules.rows(Visa, by).filter(contract=contract).order_by("-id").first(),
        fitness=rules.rows(Fitness, by).filter(contract=contract).order_by("-id").first(),
        appeals=list(rules.rows(Appeal, by).filter(clearance=row).order_by("id")),
        passes=list(rules.rows(Pass, by).filter(clearance=row).order_by("id")),
        may_act=may_act(row, by),
    )


def of_contract(contract: str, by: Actor) -> Clearance | None:
    """The newest clearance of a contract that ``by`` may see."""
    return rules.rows(Clearance, by).filter(contract=contract).order_by("-id").first()


def appeal_until(row: Clearance) -> date | None:
    """The last day on which the refusal can be appealed; None when there is none to name."""
    if row.state not in {Clearance.State.REFUSED, Clearance.State.REVOKED}:
        return None
    procedure = row.contract.procedure
    rule = procedure.step("cleared").appeal if procedure.has("cleared") else None
    if rule is None or rule.days is None or row.decided_on is None:
        return None
    return row.decided_on + timedelta(days=rule.days)
