"""The four lights of a case, composed: the visa's match and her private word on costs join in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corridor.core.findings import Verdict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import Case, Light, unknown_fee
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure.queries import visa_matches
from corridor.cycle.employment.models import FeeAnswer
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

FEES = "fees"
_SAID = {
    False: N_("The worker says that she paid nothing for her recruitment."),
    True: N_("The worker says that she paid for her recruitment."),
}


def lights(contract: Contract, by: Actor) -> list[Light]:
    """The lights of one contract, as far as ``by`` may see them (see ``contracts.lights``)."""
    found = contracts.contracts_of(by).filter(pk=contract.pk)
    case = contracts.cases_of(found, by)
    return lights_of(case, by).get(str(contract.pk), [])


def lights_of(cases: Iterable[Case], by: Actor) -> dict[str, list[Light]]:
    """The lights of each case by contract id; two look-ups for all of them."""
    listed = list(cases)
    found = [case.contract for case in listed]
    visas, fees = visa_matches(found, by), fee_lights(found, by)
    return {
        str(case.contract.pk): contracts.lights(
            case,
            by,
            fee=fees[str(case.contract.pk)],
            visa=visas.get(str(case.contract.pk)),
        )
        for case in listed
    }


def fee_lights(found: Iterable[Contract], by: Actor) -> Mapping[str, Light]:
    """The fee light of each contract by id. It is unknown for whoever may not see answers,
    whatever they are, so that employer and agency always read the same."""
    listed = [str(contract.pk) for contract in found]
    said = {
        str(answer.contract_id): answer.paid
        for answer in rules.rows(FeeAnswer, by).filter(contract__in=listed).order_by("id")
    }
    return {one: _light(said.get(one)) for one in listed}


def _light(paid: bool | None) -> Light:
    if paid is None:
        return unknown_fee()
    verdict = Verdict.BREACH if paid else Verdict.OK
    return Light(FEES, verdict, sentence(_SAID[paid]))


def fee_light(contract: Contract, by: Actor) -> Light:
    """The fee light of one contract; ``contract`` comes from a scoped query."""
    return fee_lights([contract], by)[str(contract.pk)]


def fees_to_ask(contract: Contract, by: Actor) -> bool:
    """Whether the worker's page should ask now: she has arrived and has not answered."""
    there = not contract.procedure.has("arrived") or "arrived" in done(contract)
    return there and not rules.rows(FeeAnswer, by).filter(contract=contract).exists()
