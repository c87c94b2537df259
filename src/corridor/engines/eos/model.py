"""What is asked and what is answered about an end of service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence

REASONS: dict[str, str] = {
    "resigned": N_("The worker resigned"),
    "employer_ended": N_("The employer ended it"),
    "contract_ended": N_("The contract came to its end"),
    "agreed": N_("Both agreed to end it"),
    "death": N_("The worker died"),
    "dismissed_for_cause": N_("Dismissed for a grave fault, says the employer"),
}
"""Why work ended, marked for translation."""


@dataclass(frozen=True, slots=True)
class Wage:
    """The last monthly wage: basic, and the allowances paid in money."""

    basic: Money
    allowances: Money

    def of(self, base: str) -> Money:
        """``basic`` alone, or the whole ``wage``."""
        return self.basic if base == "basic" else self.basic + self.allowances


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic: a stable code, a sentence, and its figures as exact text."""

    code: str
    says: Sentence
    figures: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The code, the sentence and the figures."""
        return {"step": self.code, "says": self.says.say(translate), **self.figures}


@dataclass(frozen=True, slots=True)
class Award:
    """``amount`` None: unknown, and ``reason`` says why. ``law``: the answers it rests on.

    ``alternatives`` are amounts that another reading of the sources would give.
    """

    amount: Money | None
    currency: str
    steps: tuple[Step, ...] = ()
    law: tuple[Any, ...] = ()
    reason: Sentence | None = None
    alternatives: tuple[tuple[Sentence, Money], ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The law ids, each once."""
        return tuple(dict.fromkeys(answer.id for answer in self.law))

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The published shape: see the schema ``end-of-service``."""
        return {
            "amount": self.amount.text() if self.amount is not None else None,
            "currency": self.currency,
            "state": "unknown" if self.amount is None else "known",
            "reason": self.reason.say(translate) if self.reason is not None else None,
            "explain": [step.as_json(translate) for step in self.steps],
            "alternatives": [
                {"amount": amount.text(), "says": says.say(translate)}
                for says, amount in self.alternatives
            ],
            "law": [cited(answer) for answer in self.law],
        }


def cited(answer: Any) -> dict[str, Any]:
    """One law answer as the reader needs it: id, force, sources, doubts."""
    body = answer.as_json()
    names = ("id", "state", "from", "to", "key", "plain", "unverified", "source", "conflicts")
    return {name: body[name] for name in names}
