"""The fourth light: whether the employer bore the costs of recruitment, as far as she says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment.models import FeeAnswer
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


@dataclass(frozen=True)
class FeeLight:
    """``ok``, ``breach`` or ``unknown``, with its sentence."""

    state: Literal["ok", "breach", "unknown"]
    sentence: Sentence


_UNSAID = FeeLight(
    "unknown", sentence(N_("Unknown: the worker is asked after arrival, and nobody but her."))
)
_OK = FeeLight("ok", sentence(N_("The worker says that she paid nothing for her recruitment.")))
_BREACH = FeeLight("breach", sentence(N_("The worker says that she paid for her recruitment.")))


def fee_lights(contracts: Iterable[Contract], by: Actor) -> Mapping[str, FeeLight]:
    """The light of each contract by id, with one look-up. Unknown for whoever may not see
    answers, whatever they are: employer and agency always read the same."""
    listed = [str(contract.pk) for contract in contracts]
    said = {
        str(answer.contract_id): answer.paid
        for answer in rules.rows(FeeAnswer, by).filter(contract__in=listed).order_by("id")
    }
    return {one: _light(said.get(one)) for one in listed}


def _light(paid: bool | None) -> FeeLight:
    if paid is None:
        return _UNSAID
    return _BREACH if paid else _OK


def fee_light(contract: Contract, by: Actor) -> FeeLight:
    """The light of one contract; ``contract`` comes from a scoped query."""
    return fee_lights([contract], by)[str(contract.pk)]


def fees_to_ask(contract: Contract, by: Actor) -> bool:
    """Whether the worker's page should ask now: she has arrived and has not answered."""
    there = not contract.procedure.has("arrived") or "arrived" in done(contract)
    return there and not rules.rows(FeeAnswer, by).filter(contract=contract).exists()
