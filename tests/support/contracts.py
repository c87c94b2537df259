"""Contracts at every stage, through the acts themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support import orders, people
from tests.support.clock import Clock

from corridor.cycle.contracts import actions, questions
from corridor.cycle.contracts.actions import shared
from corridor.cycle.contracts.models import Contract
from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.vacancies import actions as vacancies
from corridor.platform.access.actor import Actor, Role


@dataclass
class Parties:
    """The people around one contract on a corridor."""

    corridor: str
    worker: Actor
    employer: Actor
    agency: Actor
    attache: Actor
    origin: Actor
    destination: Actor
    counsellor: Actor

    @property
    def origin_country(self) -> str:
        """Alpha-3 code of the country of origin."""
        return self.corridor.partition("-")[0]


def parties(corridor: str = "NPL-QAT", *, employer_kind: str = "employer") -> Parties:
    """New parties, each a different person and organisation; the agency is licensed."""
    origin, _, destination = corridor.partition("-")
    agency = people.member(Role.AGENCY, orders.licensed_agency(origin))
    return Parties(
        corridor=corridor,
        worker=people.worker(people.person(nationality=origin)),
        employer=people.actor(Role.EMPLOYER, destination, kind=employer_kind),
        agency=agency,
        attache=people.actor(Role.LABOUR_ATTACHE, origin),
        origin=people.actor(Role.ORIGIN_OFFICER, origin),
        destination=people.actor(Role.DESTINATION_OFFICER, destination),
        counsellor=people.actor(Role.COUNSELLOR, origin),
    )


def person_of(by: Actor) -> Any:
    """The person behind an actor."""
    from corridor.platform.people.models import Person

    return Person.objects.get(pk=by.person)


def offered(who: Parties, **given: Any) -> Contract:
    """An offer by agency on NPL-QAT: order, attestation, power, selection, signed offer."""
    order = orders.open_order(who.employer, who.agency, **given.pop("order_given", {}))
    candidate = orders.selected(order, who.agency, person_of(who.worker))
    return actions.offer(
        by=who.employer,
        **{
            "corridor": order.corridor,
            "route": order.route,
            "regime": order.regime,
            "terms": orders.terms(),
            "candidate": candidate.id,
            **given,
        },
    )


def plain_offer(who: Parties, route: str, **given: Any) -> Contract:
    """An offer on a route without a job order, to a worker whose passport is at hand."""
    return actions.offer(
        by=who.employer,
        **{
            "corridor": who.corridor,
            "route": route,
            "terms": orders.terms(orders.GERMANY if who.corridor == "PHL-DEU" else None),
            "passport": people.passport_of(person_of(who.worker)),
            **given,
        },
    )


def government_offer(who: Parties, **given: Any) -> Contract:
    """An offer on PHL-DEU between two employment services: no agency, a nurse by the hour."""
    order = orders.filed_order(
        who.employer,
        corridor="PHL-DEU",
        route="government",
        title="Nurse",
        occupation_isco="2221",
        worksite="Hamburg",
        terms=orders.terms(orders.GERMANY),
        sector="care",
        job="nurse",
    )
    vacancies.attest_order(by=who.attache, order=order.id)
    vacancies.advertise(by=who.origin, order=order.id)
    candidate = recruitment.apply(by=who.worker, order=order.id)
    recruitment.select(by=who.origin, candidate=candidate.id)
    return actions.offer(
        by=who.employer,
        **{
            "corridor": "PHL-DEU",
            "route": "government",
            "terms": orders.terms(orders.GERMANY),
            "candidate": candidate.id,
            **given,
        },
    )


def right_answers(contract: Contract) -> dict[str, str]:
    """The right answers to the five questions, as only the server knows them."""
    version = shared.current(contract)
    return questions.right_answers(shared.terms_of(contract, version.terms), version.digest)


def wrong_answers(contract: Contract) -> dict[str, str]:
    """Five answers that say the explanation did not work."""
    return dict.fromkeys(right_answers(contract), questions.NOT_TOLD)


def explained(contract: Contract, who: Parties, **answers: Any) -> Contract:
    """Explained in the worker's language, questions answered, own copy kept."""
    actions.explain(by=who.worker, contract=contract.id, language="ne", way="heard")
    given = answers.get("answers") or right_answers(contract)
    actions.answer_questions(by=who.worker, contract=contract.id, answers=given)
    return actions.keep_copy(by=who.worker, contract=contract.id)


def accepted(contract: Contract, who: Parties, clock: Clock, **answers: Any) -> Contract:
    """Explained, and signed by the worker on the first day she may."""
    from corridor.cycle.corridors.queries import done

    explained(contract, who, **answers)
    first = contract.procedure.earliest("accepted", done(contract))
    if first is not None and first > contract.local_today("worker"):
        clock.set(first)
    return actions.accept(by=who.worker, contract=contract.id)


def registered_contract(
    clock: Clock,
    who: Parties | None = None,
    *,
    sides: tuple[str, ...] = ("destination", "origin"),
    contract: Contract | None = None,
    **given: Any,
) -> tuple[Contract, Parties]:
    """A contract by agency on NPL-QAT, accepted and registered on ``sides``."""
    people_of = who or parties()
    made = accepted(contract or offered(people_of, **given), people_of, clock)
    for side in sides:
        step = made.procedure.step(f"registered_{side}")
        officer = {
            "destination_officer": people_of.destination,
            "origin_officer": people_of.origin,
            "labour_attache": people_of.attache,
        }[step.by[0]]
        actions.register(by=officer, contract=made.id)
    made.refresh_from_db()
    return made, people_of
