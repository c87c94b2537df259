"""What a deployment may change: the software's own policy, never law."""

from __future__ import annotations

from dataclasses import replace

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.law.kinds import example, read_simple
from corridor.engines.law.model import Parameter


def changed_policy(parameter: Parameter | None, id_: str, text: str) -> Parameter:
    """The policy with another value, at all dates. Raises ``BadInput`` "law.policy"."""
    if parameter is None or not parameter.policy:
        raise BadInput(
            "law.policy",
            sentence(N_("“{id}” is no policy that a deployment may change."), id=id_),
            remedy=sentence(N_("Only ids that begin with OC. may be changed.")),
            found=id_,
        )
    try:
        value = read_simple(parameter.kind, text, parameter.currency)
        if isinstance(value, int) and value < 0:
            raise ValueError(text)
    except ValueError:
        raise BadInput(
            "law.policy",
            sentence(N_("“{found}” cannot be the value of {id}."), found=text, id=id_),
            remedy=sentence(N_("Write it like {example}."), example=example(parameter.kind)),
            expected=example(parameter.kind),
            found=text,
        ) from None
    return replace(parameter, dated=tuple(replace(row, value=value) for row in parameter.dated))
