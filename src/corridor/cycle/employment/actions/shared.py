"""What the acts of this room share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment import messages
from corridor.platform.access.actor import Actor
from corridor.platform.journal import actions as journal
from corridor.platform.messages.actions import send
from corridor.platform.records import Record

__all__ = ["amount", "arrived", "currency", "messages", "note", "tell", "wage_month"]


def currency(contract: Contract) -> str:
    """The currency of the contract's wage. Raises ``NotYet`` when its terms name none."""
    version = contract.versions.order_by("-number").first()
    code = version.terms.get("currency") if version is not None else None
    if not code:
        raise NotYet(
            "employment.currency",
            sentence(N_("The contract does not say in which currency the wage is paid.")),
            remedy=sentence(N_("Complete the terms of the contract first.")),
        )
    return str(code)


def amount(text: str | None, contract: Contract, field: str) -> int | None:
    """Minor units of a decimal text in the contract's currency; None for no answer."""
    if text is None or not text.strip():
        return None
    try:
        money = Money.parse(text, currency(contract))
    except BadInput as problem:
        raise problem.at(field=field) from None
    if money.minor < 0:
        raise BadInput(
            "employment.negative",
            sentence(N_("An amount cannot be less than nothing.")),
            remedy=sentence(N_("Write what was paid, without a sign.")),
            found=text,
        ).at(field=field)
    return money.minor


def wage_month(text: str, contract: Contract) -> Period:
    """A month in which the contract ran and that has begun. Raises ``BadInput``."""
    period = parse_month(text)
    first = contract.starts or contract.governed_on
    if period.start > contract.local_today() or (period.end and period.end <= first):
        raise BadInput(
            "employment.month_outside",
            sentence(N_("The contract does not cover {month} yet or any more."), month=text),
            remedy=sentence(N_("Choose a month since the work began.")),
            found=text,
        ).at(field="month")
    if contract.ends is not None and period.start > contract.ends:
        raise BadInput(
            "employment.month_outside",
            sentence(N_("The contract does not cover {month} yet or any more."), month=text),
            remedy=sentence(N_("Choose a month since the work began.")),
            found=text,
        ).at(field="month")
    return period


def arrived(contract: Contract) -> bool:
    """Whether she is there; on ways without an arrival she always was."""
    return not contract.procedure.has("arrived") or "arrived" in done(contract)


def note(
    name: str, row: Record, contract: Contract, by: Actor, body: Mapping[str, Any] | None = None
) -> None:
    """Journal an act about a contract, sealed under the worker's own key.

    The subject is the new row, not the contract: the history of a contract is read by others.
    """
    journal.record(name, subject=row, by=by, body=body, key_subject=str(contract.worker_id))


def tell(contract: Contract, template: str, by: Actor) -> None:
    """A message to the worker, in her language."""
    send(person=contract.worker, template=template, by=by)
