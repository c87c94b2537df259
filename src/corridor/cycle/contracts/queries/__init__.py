"""Reading contracts."""

from corridor.cycle.contracts.queries.answers import answer_by, state_on

__all__ = ["answer_by", "state_on"]
