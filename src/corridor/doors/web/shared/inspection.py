"""Orders of the labour inspectorate in words, the same for inspectors and employers.

Nothing here knows of private answers: what an employer reads is made of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.doors.web.components.models import Evidence as Shown
from corridor.doors.web.components.models import LawRef, Status
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import Text
from corridor.governance.inspection.models import Evidence, OrderEvent
from corridor.governance.inspection.queries import OrderPage
from corridor.governance.inspection.queries.orders import OrderLine

STATES: Mapping[str, Status] = {
    "open": Status("soon", N_("To be paid")),
    "late": Status("late", N_("The deadline has passed")),
    "evidence": Status("waiting", N_("Evidence is being checked")),
    "appealed": Status("waiting", N_("An appeal waits for an answer")),
    "closed": Status("ok", N_("Closed: paid")),
    "judged": Status("changed", N_("Ended by a judgment")),
    "withdrawn": Status("same", N_("Withdrawn")),
}
"""Where an order stands."""

EVENTS: Mapping[str, str] = {
    "appealed": N_("The employer appealed"),
    "upheld": N_("Appeal answered: the order stands"),
    "closed": N_("Closed as paid"),
    "judged": N_("Ended by a judgment"),
    "withdrawn": N_("Withdrawn by the inspectorate"),
}
"""What became of an order, one word after the other."""


def state_of(line: OrderLine) -> Status:
    """The sign and the words of an order's state."""
    return STATES[line.state]


def groups(page: OrderPage) -> list[tuple[str, str, Money]]:
    """Each month's group of workers: the month, how many, how much."""
    currency = page.line.amount.currency
    return [
        (month_words(one.month), counted(one.workers, "workers"), Money(one.amount_minor, currency))
        for one in page.groups
    ]


def order_events(rows: Iterable[OrderEvent]) -> list[tuple[OrderEvent, Text]]:
    """What became of the order, in words."""
    return [(one, EVENTS[one.kind]) for one in rows]


def shown(rows: Iterable[Evidence], currency: str, address: str) -> list[Shown]:
    """Evidence as a list; ``address`` opens the paper of one, with its id in ``{id}``."""
    return [
        Shown(
            title=sentence(
                N_("{amount} paid to {workers}"),
                amount=f"{Money(one.amount_minor, currency).text()} {currency}",
                workers=counted(one.workers, "workers"),
            ),
            kind=sentence(N_("Reference: {reference}"), reference=one.reference),
            on=one.paid_on,
            note=sentence(N_("Brought on {day}."), day=one.brought_on),
            url=address.format(id=one.id) if one.file else "",
        )
        for one in rows
    ]


def laws(page: OrderPage) -> list[LawRef]:
    """The law an order rests on."""
    return [law_ref(one) for one in page.line.order.law]
