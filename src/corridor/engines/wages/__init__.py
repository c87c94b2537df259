"""What is owed for a month, what was paid, and what is still owed.

``columns`` makes the frames, ``check`` computes them, ``findings`` says them, ``answers`` joins
the worker's own word, which no employer's page may depend on.
"""

from corridor.engines.verdicts import BREACH, CHECKS, NOT_APPLICABLE, OK, UNKNOWN
from corridor.engines.wages.answers import three_way
from corridor.engines.wages.check import check, ghosts
from corridor.engines.wages.columns import (
    CONTRACT_COLUMNS,
    PAYMENT_COLUMNS,
    contract_row,
    contracts_frame,
    payments_frame,
    read_contracts,
)
from corridor.engines.wages.findings import check_one, counts, findings, owed
from corridor.engines.wages.judging import as_seen, waiting
from corridor.engines.wages.unpaid import check_unpaid

__all__ = [
    "BREACH",
    "CHECKS",
    "CONTRACT_COLUMNS",
    "NOT_APPLICABLE",
    "OK",
    "PAYMENT_COLUMNS",
    "UNKNOWN",
    "as_seen",
    "check",
    "check_one",
    "check_unpaid",
    "contract_row",
    "contracts_frame",
    "counts",
    "findings",
    "ghosts",
    "owed",
    "payments_frame",
    "read_contracts",
    "three_way",
    "waiting",
]
