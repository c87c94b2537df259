"""What origin's officers read of wages: totals of groups, and one person's only as she allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import parties
from corridor.cycle.employment.models import ConsentToSeeWages, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today

LEAST = "OC.suppression.least"


@dataclass(frozen=True)
class Total:
    """A corridor's month. Parts that would tell about fewer people than policy allows are None.

    ``affected`` counts workers to whom something is owed, ``owed`` is the sum.
    """

    corridor: str
    month: str
    currency: str
    workers: int | None
    affected: int | None
    owed: Money | None


def aggregates(by: Actor) -> list[Total]:
    """Wages of the officer's own corridors by month, newest first, small groups held back."""
    own = rules.rows(Contract, by).values("pk")
    return _totals(Q(contract__in=own))


def totals_of(corridor: str) -> list[Total]:
    """The same for one corridor, whoever asks: nothing in it tells about a person.

    It reads every finding of the corridor once; pages read what the night's count has kept.
    """
    return _totals(Q(contract__corridor=corridor))


def _totals(which: Q) -> list[Total]:
    least = parties.policy(LEAST, today())
    rows = (
        months.counting(WageFinding.objects.filter(which, check_id=WHOLE))
        .order_by()
        .values("contract__corridor", "month", "currency")
        .annotate(
            workers=Count("contract__worker", distinct=True),
            affected=Count("contract__worker", distinct=True, filter=Q(owed_minor__gt=0)),
            owed=Sum("owed_minor"),
        )
        .order_by("-month", "contract__corridor", "currency")
    )
    return [
        _total(
            row["contract__corridor"],
            row["month"],
            row["workers"],
            row["affected"],
            Money(row["owed"], row["currency"]),
            least,
        )
        for row in rows
    ]


def _total(
    corridor: str, month: str, workers: int, affected: int, owed: Money, least: int
) -> Total:
    """None for every figure from which a small group, or its complement, could be read."""
    code = owed.currency
    if workers < least:
        return Total(corridor, month, code, None, None, None)
    telling = 0 < affected < least or 0 < workers - affected < least
    if telling:
        return Total(corridor, month, code, workers, None, None)
    return Total(corridor, month, code, workers, affected, owed)


def consented(by: Actor) -> list[Contract]:
    """Contracts whose worker lets these officers see her wages, now."""
    live = rules.rows(ConsentToSeeWages, by).values("contract")
    return list(
        rules.rows(Contract, by)
        .filter(pk__in=live)
        .select_related("worker", "employer")
        .order_by("-id")
    )
