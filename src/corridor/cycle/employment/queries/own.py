"""The accounts that a worker says are hers, held against where a wage went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.core.periods import RoughDate
from corridor.cycle.employment.accounts import OWN_ACCOUNT, index, masked
from corridor.cycle.employment.models import OwnAccount
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.keys.queries import open_many


@dataclass(frozen=True)
class Stated:
    """One row of her word on an account; ``sealed`` None takes back those before it."""

    contract: str
    worker: str
    since: str
    sealed: bytes | None
    tell_nobody: bool


@dataclass(frozen=True)
class Own:
    """The accounts a worker says are hers; ``tell_nobody``: the newest word is hers alone.

    ``numbers`` are (first month or empty, number), the oldest first.
    """

    numbers: tuple[tuple[str, str], ...] = ()
    tell_nobody: bool = False

    def in_month(self, month: str) -> tuple[str, ...]:
        """Those that were hers in a month."""
        return tuple(number for since, number in self.numbers if since <= month)


def stated(rows: Iterable[OwnAccount]) -> list[Stated]:
    """Rows with their contracts, in the order in which they come."""
    return [
        Stated(
            str(row.contract_id),
            str(row.contract.worker_id),
            row.since,
            None if row.number_sealed is None else bytes(row.number_sealed),
            row.tell_nobody,
        )
        for row in rows
    ]


def own_accounts(rows: Iterable[Stated]) -> dict[str, Own]:
    """By contract, from rows in the order of writing; what was erased is none."""
    listed = list(rows)
    sealed = [(row.worker, OWN_ACCOUNT, row.sealed) for row in listed if row.sealed is not None]
    numbers = iter(open_many(sealed))
    found: dict[str, Own] = {}
    for row in listed:
        known = found.get(row.contract, Own()).numbers if row.sealed is not None else ()
        said = next(numbers) if row.sealed is not None else None
        if said is not None and (row.since, said) not in known:
            known = (*known, (row.since, said))
        found[row.contract] = Own(known, row.tell_nobody)
    return found


@dataclass(frozen=True)
class OwnShown:
    """An account she named: its last signs, the month since when (empty: always)."""

    masked: str
    since: str
    tell_nobody: bool

    @property
    def month(self) -> RoughDate:
        """The first month in words."""
        return RoughDate(self.since)


def own_accounts_of(contract: str, by: Actor) -> list[OwnShown]:
    """The accounts that a worker named for one contract and has not taken back, oldest first.

    For herself alone: to anybody else there are none.
    """
    if by.role is not Role.WORKER:
        return []
    rows = rules.rows(OwnAccount, by).filter(contract=contract).select_related("contract")
    own = own_accounts(stated(rows.order_by("id"))).get(contract, Own())
    return [OwnShown(masked(number), since, own.tell_nobody) for since, number in own.numbers]


def went_elsewhere(sign: str | None, own: Own | None, month: str) -> bool | None:
    """Whether a month's wage went to an account that is not hers; None: nobody can tell.

    ``sign`` is what the file's line keeps of the account (``WageLine.account_index``).
    """
    hers = own.in_month(month) if own else ()
    if sign is None or not hers:
        return None
    return sign not in {index(month, number) for number in hers}
