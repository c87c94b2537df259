"""Offers: the employer signs first and is bound; the worker may decline; silence lapses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.problems import BadInput, Conflict, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract, ContractVersion
from corridor.cycle.contracts.queries.answers import answer_by
from corridor.cycle.contracts.states import BINDING_STATES
from corridor.cycle.corridors import parties
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.actions import take
from corridor.cycle.corridors.queries import done
from corridor.cycle.recruitment.actions import live_power
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies.models import JobOrder
from corridor.engines import law
from corridor.engines.terms import Contract as Terms
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.people.models import Organisation, Person

_LIVE = ("offered", "explained", *BINDING_STATES)


@dataclass(frozen=True)
class _Origin:
    """What an offer comes from: any of an order, a candidacy, an earlier contract."""

    worker: Person
    order: JobOrder | None = None
    candidate: Candidate | None = None
    previous: Contract | None = None


@act("contracts.offer", roles=(Role.EMPLOYER,))
def offer(
    *,
    by: Actor,
    corridor: str,
    route: str,
    terms: dict[str, Any],
    regime: str = "general",
    worker: str = "",
    passport: str = "",
    order: str = "",
    candidate: str = "",
    previous: str = "",
    languages: dict[str, dict[str, Any]] | None = None,
    starts: date | None = None,
    sector: str = "",
    job: str = "",
) -> Contract:
    """The employer's signed offer: version 1, irrevocable for the days that policy states.

    ``languages`` maps language codes to the same terms as that text states them. Raises every
    clause below the law, or worse than the job order, with its money; ``NotYet`` when the
    procedure asks for another step first.
    """
    employer = parties.own_organisation(by)
    origin = _origin(by, worker, passport, order, candidate, previous)
    _placed(origin, corridor, route, regime)
    contract = Contract(
        corridor=corridor,
        route=route,
        regime=regime,
        worker=origin.worker,
        employer=employer,
        order=origin.order,
        candidate=origin.candidate,
        previous=origin.previous,
        agency=_agency(origin.order),
        sector=sector or (origin.order.sector if origin.order else ""),
        job=job or (origin.order.job if origin.order else ""),
        starts=starts or _day_after(route, origin.previous),
    )
    given = _whole(employer, terms, languages)
    read = _checked(contract, given[0])
    _language_texts(contract, given[1])
    if origin.order is not None:
        _against_order(contract, read, origin.order)
    today = contract.local_today()
    days = parties.policy("OC.offer.irrevocable_days", today)
    contract.irrevocable_until = today + timedelta(days=days)
    contract.ends = shared.last_day(contract.starts, read)
    contract.save()
    if contract.procedure.has("worker_selected") and "worker_selected" not in done(contract):
        take("worker_selected", contract, by=by)
    version = shared.add_version(contract, ContractVersion.Kind.OFFER, given[0], given[1])
    step = take("offer_signed", contract, by=by)
    shared.sign(version, "employer", by, step.on)
    _fill(origin.order)
    shared.record(
        "contracts.offer",
        contract,
        by,
        {"version": version.id, "digest": version.digest, "terms": given[0]},
        shared.step_law(contract, "offer_signed"),
    )
    shared.tell(contract, "offer_made", by)
    return contract


def _origin(
    by: Actor, worker: str, passport: str, order: str, candidate: str, previous: str
) -> _Origin:
    if candidate:
        row = rules.get(Candidate, candidate, by)
        if row.state != Candidate.State.SELECTED:
            raise NotYet(
                "contracts.not_selected",
                sentence(N_("This candidate is not selected.")),
                remedy=sentence(N_("Select the candidate first, then make the offer.")),
                found=row.state,
            ).at(field="candidate")
        if Contract.objects.filter(candidate=row).exists():
            raise Conflict(
                "contracts.offered_before",
                sentence(N_("This candidate already has an offer.")),
                remedy=sentence(N_("Open the contract of this candidate.")),
            ).at(field="candidate")
        return _Origin(row.person, row.order, row)
    chosen = rules.get(JobOrder, order, by, lock=True) if order else None
    if previous:
        before = rules.get(Contract, previous, by)
        return _Origin(before.worker, chosen, previous=before)
    who = parties.person(by, person_id=worker, passport=passport, field="worker")
    return _Origin(who, chosen)


def _placed(origin: _Origin, corridor: str, route: str, regime: str) -> None:
    """The order and the offer lie in the same place; the route's own conditions hold."""
    law.book().corridor(corridor)
    order = origin.order
    if order is not None and (order.corridor, order.route, order.regime) != (
        corridor,
        route,
        regime,
    ):
        raise BadInput(
            "contracts.other_place",
            sentence(N_("The job order is for another corridor, route or set of rules.")),
            remedy=sentence(N_("Make the offer as the job order says.")),
            expected=[order.corridor, order.route, order.regime],
            found=[corridor, route, regime],
        ).at(field="order")
    if route in {"rehire", "renewal"} and origin.previous is None:
        raise BadInput(
            "contracts.no_previous",
            sentence(N_("This route continues an earlier contract, and none is named.")),
            remedy=sentence(N_("Choose the contract that this one follows.")),
        ).at(field="previous")
    if order is not None:
        _room_left(order)


def _day_after(route: str, previous: Contract | None) -> date | None:
    """A renewal that names no first day begins the day after the contract it renews."""
    if route != "renewal" or previous is None or previous.ends is None:
        return None
    return previous.ends + timedelta(days=1)


def _room_left(order: JobOrder) -> None:
    if order.state not in {
        JobOrder.State.FILED,
        JobOrder.State.ATTESTED,
        JobOrder.State.OPEN,
    }:
        raise Conflict(
            "contracts.order_state",
            sentence(
                N_("No offer can be made: the job order is “{state}”."),
                state=vacancies.LIFECYCLE.label(order.state),
            ),
            remedy=sentence(N_("File a new job order for more workers.")),
            found=order.state,
        ).at(field="order")


def _fill(order: JobOrder | None) -> None:
    """The last place of an order closes it; declined and lapsed offers free their place."""
    if order is not None:
        taken = Contract.objects.filter(order=order, state__in=_LIVE).count()
        if taken >= order.headcount:
            vacancies.fill(order)


def _free_place(contract: Contract) -> None:
    if contract.order is not None and contract.order.state == JobOrder.State.FILLED:
        vacancies.reopen(contract.order)


def _agency(order: JobOrder | None) -> Any:
    power = live_power(order) if order is not None else None
    return power.agency if power is not None else None


def _whole(
    employer: Organisation, terms: dict[str, Any], languages: dict[str, dict[str, Any]] | None
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Terms and language versions, each naming the employer; terms name the texts' languages."""
    number = parties.clause_number(employer)
    texts = {code: {"employer_id": number, **text} for code, text in (languages or {}).items()}
    given = {"employer_id": number, **terms}
    if texts and "language" not in given:
        given["language"] = sorted(texts)
    return given, texts


def _checked(contract: Contract, terms: Mapping[str, Any]) -> Terms:
    read = shared.terms_of(contract, terms)
    law_terms.refuse_below_floor(read, contract.local_today())
    return read


def _language_texts(contract: Contract, texts: Mapping[str, Mapping[str, Any]]) -> None:
    """Each language version is a whole contract of its own and keeps to the law as well."""
    for code, text in texts.items():
        try:
            read = shared.terms_of(contract, text)
            law_terms.refuse_below_floor(read, contract.local_today())
        except BadInput as problem:
            for each in problem.problems:
                each.at(field=f"languages.{code}.{each.place.field or 'terms'}")
            raise


def _against_order(contract: Contract, read: Terms, order: JobOrder) -> None:
    comparison = law_terms.compare(vacancies.order_terms(order), read, contract.local_today())
    law_terms.refuse_worse(
        comparison,
        "contracts.worse_than_order",
        sentence(N_("Offer at least what the attested job order promises.")),
    )


@act("contracts.decline", roles=(Role.WORKER,))
def decline(*, by: Actor, contract: str) -> Contract:
    """The worker says no, without giving a reason. The place is free again."""
    row = rules.get(Contract, contract, by, lock=True)
    shared.move(row, "decline")
    _free_place(row)
    shared.record("contracts.decline", row, by)
    return row


@act("contracts.lapse", roles=())
def lapse(*, by: Actor, contract: str) -> Contract:
    """An unanswered offer runs out, after the day until which the employer was bound.

    The system takes this act for offers only: nothing ever lapses an accepted contract.
    """
    row = rules.get(Contract, contract, by, lock=True)
    until = answer_by(row)
    if until is not None and row.local_today() <= until and row.state in {"offered", "explained"}:
        raise NotYet(
            "contracts.still_bound",
            sentence(N_("The employer is bound to this offer until {day}."), day=until),
            expected={"after": until.isoformat()},
        )
    shared.move(row, "lapse")
    _free_place(row)
    shared.record("contracts.lapse", row, by, law_ids=("OC.offer.irrevocable_days",))
    shared.tell(row, "offer_lapsed", by)
    return row
