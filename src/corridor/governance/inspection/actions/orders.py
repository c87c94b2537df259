"""Orders to pay: amounts from the findings alone, by month, never by worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, Conflict, NotYet
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.governance.inspection import messages
from corridor.governance.inspection.actions.shared import (
    establishment,
    here,
    known_law,
    note,
    own_words,
)
from corridor.governance.inspection.actions.standing import refresh
from corridor.governance.inspection.messages import tell
from corridor.governance.inspection.models import ENDED, Order, OrderGroup, StandingMonth
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.people.models import Organisation


@act("inspection.order", roles=(Role.INSPECTOR,))
def order(
    *,
    by: Actor,
    employer: str,
    deadline: date,
    reason: str,
    months: list[str] | None = None,
    law_id: str = "",
) -> Order:
    """Order an employer to pay what contracts and files leave owed, until ``deadline``.

    One group of workers for each of ``months`` (all months with wages owed when None); how many
    and how much comes from the findings on record, never from what anybody said. Raises
    ``NotYet`` when nothing is owed, ``Conflict`` when a month is under an open order.
    """
    site = establishment(employer, by)
    words = own_words(reason)
    _in_future(deadline, here(site))
    ids = known_law([law_id] if law_id else _wage_law(site.country))
    refresh(by=SYSTEM, employers=[str(site.pk)])
    owing = _owing(site, months)
    row = Order.objects.create(
        employer=site,
        amount_minor=sum(one.open_minor for one in owing),
        workers=max(one.workers for one in owing),
        currency=owing[0].currency,
        months=[one.month for one in owing],
        reason=words,
        law=ids,
        officer=by.person or "",
        issued_on=here(site),
        deadline=deadline,
    )
    OrderGroup.objects.bulk_create(
        OrderGroup(order=row, month=one.month, workers=one.workers, amount_minor=one.open_minor)
        for one in owing
    )
    body = {
        "amount": Money(row.amount_minor, row.currency).as_json(),
        "months": row.months,
        "deadline": deadline.isoformat(),
    }
    note("inspection.order", row, site, by, body, ids)
    tell(site, messages.MADE, row.issued_on)
    return row


def _in_future(deadline: date, on: date) -> None:
    if deadline <= on:
        raise BadInput(
            "inspection.deadline",
            sentence(N_("The deadline must lie after today.")),
            remedy=sentence(N_("Give the employer at least one day to pay.")),
            expected=f"> {on.isoformat()}",
            found=deadline.isoformat(),
        ).at(field="deadline")


def _wage_law(country: str) -> list[str]:
    """The law that says when wages must be paid, as far as a pack knows it."""
    known = law.book().ids()
    tails = ("wps.pay_within", "wps.due", "wages.due")
    return [f"{country}.{tail}" for tail in tails if f"{country}.{tail}" in known][:1]


def _owing(site: Organisation, months: Sequence[str] | None) -> list[StandingMonth]:
    """Months with wages owed, those asked for, none of them under an open order."""
    rows = list(StandingMonth.objects.filter(employer=site).order_by("month"))
    asked = {f"{parse_month(one).start:%Y-%m}" for one in months} if months else None
    owing = [one for one in rows if one.open_minor and (asked is None or one.month in asked)]
    if not owing or (asked is not None and {one.month for one in owing} != asked):
        raise NotYet(
            "inspection.nothing_owed",
            sentence(N_("Contracts and wage files leave nothing owed for these months.")),
            remedy=sentence(N_("Choose months in which wages are still owed.")),
        ).at(field="months")
    if len({one.currency for one in owing}) > 1:
        raise BadInput(
            "inspection.currencies",
            sentence(N_("These months are owed in more than one currency.")),
            remedy=sentence(N_("Make one order for each currency.")),
        ).at(field="months")
    _not_ordered(site, [one.month for one in owing])
    return owing


def _not_ordered(site: Organisation, months: Sequence[str]) -> None:
    open_ = OrderGroup.objects.filter(order__employer=site, month__in=months).exclude(
        order__events__kind__in=ENDED
    )
    twice = sorted(set(open_.values_list("month", flat=True)))
    if twice:
        raise Conflict(
            "inspection.ordered",
            sentence(N_("An open order covers {months} already."), months=", ".join(twice)),
            remedy=sentence(N_("Withdraw that order first, or choose other months.")),
        ).at(field="months")
