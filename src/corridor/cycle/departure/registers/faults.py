"""What can be wrong with a line of a register: what happened, and what to do with the slip."""

from __future__ import annotations

from typing import Any

from corridor.core.problems import BadInput, Conflict, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.departure.registers.known import Judged, Slip
from corridor.cycle.departure.registers.words import OUTCOME_WORDS


def closed(one: Judged, before: Slip) -> Problem:
    """The slip was closed before, as something else."""
    problem = Conflict(
        "batches.closed",
        sentence(
            N_("This slip was put on record before as “{word}”."),
            word=Sentence(OUTCOME_WORDS[before.outcome]),
        ),
        remedy=sentence(N_("What is on record stays. Compare both slips.")),
        found=one.outcome,
    )
    return problem.at(field="serial")


def twice(one: Judged) -> Problem:
    """Two lines speak of one slip."""
    return wrong(
        "serial_twice",
        N_("Slip {number} stands in this register twice."),
        N_("Compare both lines with the slips, and keep one."),
        "serial",
        number=one.serial,
    )


def contract_twice() -> Problem:
    """Two slips clear one contract."""
    return wrong(
        "contract_twice",
        N_("Two slips of this register name the same contract."),
        N_("Compare both slips; a worker travels on one."),
        "contract",
    )


def wrong(code: str, template: str, remedy: str, column: str, **params: Any) -> Problem:
    """A fault of one column: its sentence, its remedy, its place."""
    message = sentence(template, **params)
    return BadInput(f"batches.{code}", message, remedy=sentence(remedy)).at(field=column)
