"""Orders: for the inspector with the count of private answers, for the employer without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.core.money import Money
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.engines import law
from corridor.governance.inspection.actions.closing import SHARE, closes_on
from corridor.governance.inspection.checks import Confirmed, confirmed
from corridor.governance.inspection.models import (
    ENDED,
    Evidence,
    Order,
    OrderEvent,
    OrderGroup,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today
from corridor.platform.documents.models import File
from corridor.platform.documents.queries import content_of

State = Literal["open", "late", "evidence", "appealed", "closed", "judged", "withdrawn"]
_ENDS: tuple[State, ...] = ("closed", "judged", "withdrawn")


@dataclass(frozen=True)
class OrderLine:
    """An order in a list. ``shown`` is the money the employer says it paid under it."""

    order: Order
    amount: Money
    shown: Money
    months: tuple[str, ...]
    state: State

    @property
    def ended(self) -> bool:
        """Whether it asks for nothing any more."""
        return self.state in ENDED


@dataclass(frozen=True)
class OrderPage:
    """One order in full. ``private`` is None for everybody but the inspectorate.

    ``opens`` is the first day on which it may be closed, None without evidence.
    """

    line: OrderLine
    groups: tuple[OrderGroup, ...]
    evidence: tuple[Evidence, ...]
    events: tuple[OrderEvent, ...]
    private: Confirmed | None
    opens: date | None
    today: date

    @property
    def appealed(self) -> bool:
        """Whether an appeal waits for an answer."""
        return self.line.state == "appealed"


def orders_of(employer: str, by: Actor) -> list[OrderLine]:
    """The orders against one establishment, newest first, four look-ups."""
    return _lines(rules.rows(Order, by).filter(employer=employer))


def employer_orders(by: Actor) -> list[OrderLine]:
    """The reader's own orders, newest first."""
    return _lines(rules.rows(Order, by))


def _lines(rows: Iterable[Order]) -> list[OrderLine]:
    found: Iterable[Order] = (
        rows.select_related("employer")  # type: ignore[attr-defined]
        .prefetch_related("groups", "evidence", "events")
        .order_by("-id")[:200]
    )
    return [_line(one) for one in found]


def _line(row: Order) -> OrderLine:
    shown = sum(one.amount_minor for one in row.evidence.all())
    return OrderLine(
        order=row,
        amount=Money(row.amount_minor, row.currency),
        shown=Money(shown, row.currency),
        months=tuple(sorted(one.month for one in row.groups.all())),
        state=_state(row),
    )


def _state(row: Order) -> State:
    """What stands in the way, the last word first; private answers have no part in it."""
    kinds = [one.kind for one in sorted(row.events.all(), key=lambda one: one.id)]
    for state in _ENDS:
        if state in kinds:
            return state
    appeals = [kind for kind in kinds if kind in {"appealed", "upheld"}]
    if appeals and appeals[-1] == "appealed":
        return "appealed"
    if row.evidence.all():
        return "evidence"
    zone = law.book().jurisdiction(row.employer.country).time_zone
    return "late" if row.deadline < today(zone) else "open"


def order_of(order: str, by: Actor) -> Order:
    """One order with its employer. Raises ``NotFound``."""
    rules.get(Order, order, by)
    found = rules.rows(Order, by).select_related("employer")
    return found.prefetch_related("groups", "evidence", "events").get(pk=order)


def order_page(order: str, by: Actor, *, private: bool = False) -> OrderPage:
    """One order in full; ``private`` adds the count of answers, for the inspectorate's page.

    Raises ``NotFound`` where the reader may not know of the order.
    """
    row = order_of(order, by)
    on = today(law.book().jurisdiction(row.employer.country).time_zone)
    return OrderPage(
        line=_line(row),
        groups=tuple(sorted(row.groups.all(), key=lambda one: one.month)),
        evidence=tuple(sorted(row.evidence.all(), key=lambda one: one.id)),
        events=tuple(sorted(row.events.all(), key=lambda one: one.id)),
        private=confirmed(row, policy(SHARE, on)) if private else None,
        opens=closes_on(row, on) if private else None,
        today=on,
    )


def paper_of(evidence: str, by: Actor) -> tuple[File, bytes]:
    """The paper of one piece of evidence, opened. Raises ``NotFound``."""
    row = rules.get(Evidence, evidence, by)
    if not row.file:
        raise NotFound(
            "inspection.no_paper",
            sentence(N_("No paper was handed in with this evidence.")),
            remedy=sentence(N_("Ask the employer for one.")),
        )
    return content_of(row.order, row.file)
