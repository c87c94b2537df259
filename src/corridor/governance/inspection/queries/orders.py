"""Orders: for the inspector with the count of private answers, for the employer without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

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
    """The orders against one establishment, newest first, in one look-up."""
    return _lines(rules.rows(Order, by).filter(employer=employer))


def employer_orders(by: Actor) -> list[OrderLine]:
    """The reader's own orders, newest first."""
    return _lines(rules.rows(Order, by))


def _lines(rows: QuerySet[Order]) -> list[OrderLine]:
    mine = OrderEvent.objects.filter(order=OuterRef("pk")).order_by("-id").values("kind")
    paid = Evidence.objects.filter(order=OuterRef("pk")).order_by().values("order")
    found: Any = rows.select_related("employer").annotate(
        end=Subquery(mine.filter(kind__in=ENDED)[:1]),
        appeal=Subquery(mine.filter(kind__in=("appealed", "upheld"))[:1]),
        shown=Subquery(paid.annotate(sum=Sum("amount_minor")).values("sum")),
    )
    return [_line(one, one.end, one.appeal, one.shown) for one in found.order_by("-id")[:200]]


def _line(row: Order, end: State | None, appeal: str | None, shown: int | None) -> OrderLine:
    """What stands in the way, the last word first; private answers have no part in it."""
    state: State = "open"
    if end is not None:
        state = end
    elif appeal == "appealed":
        state = "appealed"
    elif shown is not None:
        state = "evidence"
    elif row.deadline < today(law.book().jurisdiction(row.employer.country).time_zone):
        state = "late"
    return OrderLine(
        order=row,
        amount=Money(row.amount_minor, row.currency),
        shown=Money(shown or 0, row.currency),
        months=tuple(row.months),
        state=state,
    )


def order_of(order: str, by: Actor) -> OrderLine:
    """One order with its employer. Raises ``NotFound``."""
    rules.get(Order, order, by)
    return _lines(rules.rows(Order, by).filter(pk=order))[0]


def order_page(order: str, by: Actor, *, private: bool = False) -> OrderPage:
    """One order in full; ``private`` adds the count of answers, for the inspectorate's page.

    Raises ``NotFound`` where the reader may not know of the order.
    """
    line = order_of(order, by)
    row = line.order
    on = today(law.book().jurisdiction(row.employer.country).time_zone)
    return OrderPage(
        line=line,
        groups=tuple(row.groups.order_by("month")),
        evidence=tuple(row.evidence.order_by("id")),
        events=tuple(row.events.order_by("id")),
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
