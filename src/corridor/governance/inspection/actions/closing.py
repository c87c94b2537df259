"""How an order ends: paid and privately confirmed, judged, or withdrawn. And appeals."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.core.problems import BadInput, Conflict, NotPermitted, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.governance.inspection.actions.evidence import refuse_ended
from corridor.governance.inspection.actions.shared import event, here, own_words
from corridor.governance.inspection.actions.standing import refresh
from corridor.governance.inspection.checks import confirmed
from corridor.governance.inspection.models import Order, OrderEvent
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act

Kind = OrderEvent.Kind
WAIT = "OC.inspection.answer_days"
SHARE = "OC.inspection.confirmed_percent"


@act("inspection.close_order", roles=(Role.INSPECTOR,))
def close_order(*, by: Actor, order: str) -> OrderEvent:
    """Close an order as paid: evidence of the whole amount together with the private check.

    Evidence alone closes nothing, nor do answers alone. Not before a fixed number of days after
    the newest evidence, so that the day of closing tells nobody when somebody answered.
    """
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    on = here(row.employer)
    _paid(row)
    opens = closes_on(row, on)
    if opens is not None and on < opens:
        raise NotYet(
            "inspection.close_wait",
            sentence(N_("This order can be closed from {day} on."), day=opens),
            remedy=sentence(
                N_("The same time passes after every payment, whoever has answered by then.")
            ),
        )
    if confirmed(row, policy(SHARE, on)).state != "confirmed":
        raise NotYet(
            "inspection.unconfirmed",
            sentence(N_("The payment is not confirmed: evidence alone closes no order.")),
            remedy=sentence(
                N_("Check the payment with the bank or on the spot, wait, or go to court.")
            ),
        )
    closed = event(row, Kind.CLOSED, by, on)
    refresh(by=SYSTEM, employers=[str(row.employer_id)])
    return closed


def closes_on(row: Order, on: date) -> date | None:
    """The first day on which an order may be closed; None without any evidence."""
    newest = row.evidence.order_by("-brought_on").first()
    return None if newest is None else newest.brought_on + timedelta(days=policy(WAIT, on))


def _paid(row: Order) -> None:
    paid = sum(row.evidence.values_list("amount_minor", flat=True))
    if paid < row.amount_minor:
        raise NotYet(
            "inspection.unpaid",
            sentence(N_("The evidence does not cover the amount of the order.")),
            remedy=sentence(N_("Ask the employer for evidence of the rest.")),
            expected=row.amount_minor,
            found=paid,
        )


@act("inspection.judge_order", roles=(Role.INSPECTOR,))
def judge_order(*, by: Actor, order: str, court: str, reference: str, reason: str) -> OrderEvent:
    """End an order by a judgment. What the wage files leave owed stays on record."""
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    named = own_words(court, "court", 60)
    return event(
        row,
        Kind.JUDGED,
        by,
        here(row.employer),
        reason=own_words(reason, longest=1000),
        reference=f"{named}, {own_words(reference, 'reference', 58)}",
    )


@act("inspection.withdraw_order", roles=(Role.INSPECTOR,))
def withdraw_order(*, by: Actor, order: str, reason: str) -> OrderEvent:
    """Take an order back, with the reason. Nothing that is owed becomes less."""
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    return event(
        row, Kind.WITHDRAWN, by, here(row.employer), reason=own_words(reason, longest=1000)
    )


@act("inspection.appeal_order", roles=(Role.EMPLOYER,))
def appeal_order(*, by: Actor, order: str, grounds: str) -> OrderEvent:
    """The employer appeals against an order. The order stands until an officer decides."""
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    if _appealed(row):
        raise Conflict(
            "inspection.appealed",
            sentence(N_("An appeal against this order waits for its answer.")),
            remedy=sentence(N_("Wait for the answer; it is given with a reason.")),
        )
    words = own_words(grounds, "grounds", 1000)
    return event(row, Kind.APPEALED, by, here(row.employer), reason=words)


@act("inspection.uphold_order", roles=(Role.INSPECTOR,))
def uphold_order(*, by: Actor, order: str, reason: str) -> OrderEvent:
    """Answer an appeal: the order stands. Where it does not, withdraw it.

    Whoever made the order may not answer the appeal against it.
    """
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    if not _appealed(row):
        raise BadInput(
            "inspection.no_appeal",
            sentence(N_("No appeal against this order waits for an answer.")),
            remedy=sentence(N_("Open the order to see what became of it.")),
        )
    if row.officer == by.person:
        raise NotPermitted(
            "inspection.own_order",
            sentence(N_("Whoever made an order does not decide the appeal against it.")),
            remedy=sentence(N_("Ask another inspector.")),
        )
    words = own_words(reason, longest=1000)
    return event(row, Kind.UPHELD, by, here(row.employer), reason=words)


def _appealed(row: Order) -> bool:
    """Whether the newest word about appeals is one that waits."""
    last = row.events.filter(kind__in=(Kind.APPEALED, Kind.UPHELD)).order_by("-id").first()
    return last is not None and last.kind == Kind.APPEALED
