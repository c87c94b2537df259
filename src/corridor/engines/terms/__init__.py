"""Contract terms: reading them, comparing two contracts, holding an offer against the law."""

from corridor.engines.terms.clauses import CLAUSES, PAY_PERIODS, Clause, Kind
from corridor.engines.terms.compare import compare, remaining_months
from corridor.engines.terms.contract import Contract, check_corridor, read_contract
from corridor.engines.terms.document import load_json, parse_json
from corridor.engines.terms.floor import floor_check
from corridor.engines.terms.languages import language_versions, prevailing
from corridor.engines.terms.result import ClauseResult, Comparison

__all__ = [
    "CLAUSES",
    "PAY_PERIODS",
    "Clause",
    "ClauseResult",
    "Comparison",
    "Contract",
    "Kind",
    "check_corridor",
    "compare",
    "floor_check",
    "language_versions",
    "load_json",
    "parse_json",
    "prevailing",
    "read_contract",
    "remaining_months",
]
