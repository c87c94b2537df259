"""End of service: what a leaver is owed by law, step by step, and by which day.

Formulas are data (``<state>.eos``, ``.bands``, ``.shares``, ``<state>.final_dues``); here is
only the arithmetic. Exact fractions throughout, rounded once, at the end.
"""

from __future__ import annotations

from corridor.engines.eos.award import end_of_service
from corridor.engines.eos.dues import Due, final_dues
from corridor.engines.eos.formula import Formula, formula_of
from corridor.engines.eos.frame import award_frame
from corridor.engines.eos.model import REASONS, Award, Step, Wage
from corridor.engines.eos.question import Question, read_question
from corridor.engines.eos.service import Service, span

__all__ = [
    "REASONS",
    "Award",
    "Due",
    "Formula",
    "Question",
    "Service",
    "Step",
    "Wage",
    "award_frame",
    "end_of_service",
    "final_dues",
    "formula_of",
    "read_question",
    "span",
]
