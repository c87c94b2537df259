"""What departure adds to lists and pages of contracts, as columns of the same look-up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import (
    Appeal,
    BlankClosed,
    Clearance,
    Fitness,
    Pass,
    PassUsed,
    Revocation,
    Visa,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def visa_matches(contracts: Iterable[Contract], by: Actor) -> dict[str, bool]:
    """Whether the newest visa of each contract fits it, by contract id; absent: no visa yet.

    Whoever may see the contract may know this much, and nothing else of the visa.
    """
    seen = rules.rows(Contract, by).filter(pk__in=[contract.pk for contract in contracts])
    found = Visa.objects.filter(contract__in=seen.values("pk")).order_by("id")
    return {
        str(visa.contract_id): visa.employer_matches and visa.occupation_matches for visa in found
    }


def with_departure(
    found: QuerySet[Contract], by: Actor, *, whole: bool = False
) -> QuerySet[Contract]:
    """Contracts with their newest visa's match, fitness, clearance and open appeal as columns.

    ``visa_matches`` and ``fit`` are True, False or None (nothing on record). Whether the visa fits
    is for everybody who may see the contract; the rest is None where ``by`` may not know of it:
    ``fit``, ``clearance_id``, ``clearance_state``, ``clearance_due``, ``clearance_first`` (the
    first officer's person id), ``clearance_barred`` (who may not sign), ``appeal_id``,
    ``appeal_due``, and of an open request to take the pass back ``revocation_id`` and
    ``revocation_officer``; ``slip_id`` names the pre-issued pass on which the worker was cleared
    on paper. ``whole`` adds what one case's page needs: ``visa_employer``,
    ``visa_occupation``, ``visa_valid_to``, ``fit_on``, ``clearance_reasons``,
    ``clearance_decided``, ``pass_code``, ``pass_valid_to``, ``pass_used``,
    ``revocation_reason`` and ``revocation_words``.
    """
    every = Visa.objects.filter(contract=OuterRef("pk")).order_by("-id")
    visas = rules.rows(Visa, by).filter(contract=OuterRef("pk")).order_by("-id")
    fit = rules.rows(Fitness, by).filter(contract=OuterRef("pk")).order_by("-id")
    clearances = rules.rows(Clearance, by).filter(contract=OuterRef("pk")).order_by("-id")
    appeals = (
        rules.rows(Appeal, by)
        .filter(clearance__contract=OuterRef("pk"), state=Appeal.State.OPEN)
        .order_by("-id")
    )
    slips = rules.rows(BlankClosed, by).filter(clearance__contract=OuterRef("pk"))
    both = Q(employer_matches=True, occupation_matches=True)
    match = Case(When(both, then=Value(True)), default=Value(False))
    columns: dict[str, Any] = {
        "visa_matches": every.annotate(match=match).values("match"),
        "fit": fit.values("fit"),
        "clearance_id": clearances.values("id"),
        "clearance_state": clearances.values("state"),
        "appeal_id": appeals.values("id"),
        "appeal_due": appeals.values("decide_by"),
        "revocation_id": _asked(by).values("id"),
        "revocation_officer": _asked(by).values("officer"),
        "slip_id": slips.values("id"),
    }
    told = [
        ("clearance_due", "decide_by"),
        ("clearance_first", "first_officer"),
        ("clearance_barred", "barred"),
    ]
    if whole:
        told += [("clearance_reasons", "reasons"), ("clearance_decided", "decided_on")]
        columns |= _details(visas, fit, by)
    readable = rules.readable(Clearance, by)
    for column, name in told:
        known = clearances if name in readable else clearances.none()
        columns[column] = known.values(name)
    return found.annotate(**{name: Subquery(rows[:1]) for name, rows in columns.items()})


def _asked(by: Actor) -> QuerySet[Revocation]:
    """The open request to take a pass back, unless the worker has left meanwhile."""
    asked = rules.rows(Revocation, by).filter(
        clearance__contract=OuterRef("pk"), state=Revocation.State.ASKED
    )
    gone = PassUsed.objects.values("used__clearance")
    return asked.exclude(clearance__in=gone).order_by("-id")


def _details(visas: QuerySet[Visa], fit: QuerySet[Fitness], by: Actor) -> dict[str, Any]:
    passes = rules.rows(Pass, by).filter(clearance__contract=OuterRef("pk")).order_by("-id")
    used = rules.rows(PassUsed, by).filter(used__clearance__contract=OuterRef("pk"))
    return {
        "visa_employer": visas.values("employer_name"),
        "visa_occupation": visas.values("occupation_isco"),
        "visa_valid_to": visas.values("valid_to"),
        "fit_on": fit.values("on"),
        "pass_code": passes.values("short_code"),
        "pass_valid_to": passes.values("valid_to"),
        "pass_used": used.order_by("-id").values("on"),
        "revocation_reason": _asked(by).values("reason"),
        "revocation_words": _asked(by).values("words"),
    }
