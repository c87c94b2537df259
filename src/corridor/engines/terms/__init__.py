"""Contract terms: reading them, comparing two contracts, holding an offer against the law."""

from corridor.engines.terms.clauses import CLAUSES, PAY_PERIODS, Clause, Kind
from corridor.engines.terms.compare import compare, remaining_months
from corridor.engines.terms.contract import Contract, check_corridor, read_contract
from corridor.engines.terms.document import load_json, parse_json
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
    "load_json",
    "parse_json",
    "read_contract",
    "remaining_months",
]
