"""What her word adds to contract and file: food or housing not given, a wage gone elsewhere.

For herself, the union she mandated and, where she lets it be told, the labour inspectorate. What
employers read is made elsewhere, of contract and file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.accounts import OWN_ACCOUNT, index
from corridor.cycle.employment.models import (
    ItemsAnswer,
    OwnAccount,
    WageAnswer,
    WageFinding,
    WageLine,
)
from corridor.engines import law
from corridor.engines.verdicts import BREACH, OK
from corridor.engines.wagechecks import PUBLISHED
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.keys.queries import open_many

ITEMS = ("food", "housing")
_NUMBERS = (
    *("due_minor", "paid_minor", "missing"),
    *("food_if_not_given_minor", "housing_if_not_given_minor"),
)
_PAID = ("food_paid_minor", "housing_paid_minor")


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


def own_accounts(rows: Iterable[OwnAccount]) -> dict[str, Own]:
    """By contract, from the rows a reader may see in the order of writing; erased ones are none."""
    listed = list(rows)
    sealed = [row for row in listed if row.number_sealed is not None]
    opened = open_many(
        (str(row.contract.worker_id), OWN_ACCOUNT, row.number_sealed)
        for row in sealed
        if row.number_sealed is not None
    )
    number = {row.pk: text for row, text in zip(sealed, opened, strict=True)}
    found: dict[str, Own] = {}
    for row in listed:
        before = found.get(str(row.contract_id), Own())
        said = number.get(row.pk)
        numbers = before.numbers if row.number_sealed is not None else ()
        if said is not None:
            numbers = (*numbers, (row.since, said))
        found[str(row.contract_id)] = Own(numbers, row.tell_nobody)
    return found


def went_elsewhere(line: WageLine | None, own: Own | None, month: str) -> bool | None:
    """Whether a month's wage went to an account that is not hers; None: nobody can tell."""
    hers = own.in_month(month) if own else ()
    if line is None or line.account_index is None or not hers:
        return None
    return line.account_index not in {index(month, number) for number in hers}


def compared(
    figures: Mapping[str, Mapping[str, Any]],
    said: Mapping[str, Mapping[str, Any]],
    slips: Mapping[str, Mapping[str, Any]],
) -> dict[str, Mapping[str, Any]]:
    """The engine's three-way comparison of many months at once; a key stands where a worker would.

    ``said``: columns of the engine's answers (see ``engines.wages.three_way``); ``slips``: what
    the file's lines tell beside (``WageLine.slip``).
    """
    if not figures:
        return {}
    import polars as pl

    from corridor.engines import wages

    whole: dict[str, Any] = dict.fromkeys(("worker_id", "employer_id"), pl.String)
    checked = pl.DataFrame(
        [
            {"worker_id": key, "employer_id": "", "lawful_minor": given["lawful_minor"] or 0}
            | {name: given[name] for name in _NUMBERS}
            | {name: slips.get(key, {}).get(name) for name in _PAID}
            for key, given in figures.items()
        ],
        schema=whole | dict.fromkeys(("lawful_minor", *_NUMBERS, *_PAID), pl.Int64),
    )
    words: dict[str, Any] = {"answer": pl.String, "amount_minor": pl.Int64}
    words |= {"food_given": pl.Boolean, "housing_given": pl.Boolean}
    answers = pl.DataFrame(
        [
            {"worker_id": key, "employer_id": ""} | {name: one.get(name) for name in words}
            for key, one in said.items()
            if key in figures
        ],
        schema=whole | words,
    )
    rows = wages.three_way(checked, answers)
    return {row["worker_id"]: row for row in rows.iter_rows(named=True)}


def items_finding(
    contract: Contract, month: str, row: Mapping[str, Any], currency: str, missing: Sequence[str]
) -> Finding | None:
    """Food or housing she says she did not get, from a row of ``compared``; None for nothing."""
    if row["in_kind_word"] == OK:
        return None
    breach, owed = row["in_kind_word"] == BREACH, Money(row["in_kind_owed_minor"], currency)
    return Finding(
        subject=str(contract.pk),
        check="in_kind",
        verdict=Verdict.BREACH if breach else Verdict.UNKNOWN,
        owed=owed if breach and owed.minor else None,
        period=parse_month(month),
        law=_floor(contract, missing),
        explain={"id": PUBLISHED["in_kind"], "said_by": "worker", "items": list(missing)},
    )


def account_finding(contract: Contract, month: str) -> Finding:
    """A wage that went to an account which is not hers."""
    return Finding(
        subject=str(contract.pk),
        check="payee",
        verdict=Verdict.BREACH,
        period=parse_month(month),
        explain={"id": PUBLISHED["payee"], "said_by": "worker"},
    )


def _floor(contract: Contract, items: Sequence[str]) -> tuple[str, ...]:
    """The law's amounts for what was not given, as far as it names any."""
    place = contract.corridor.rpartition("-")[2]
    known = law.book().ids()
    return tuple(id_ for id_ in (f"{place}.minimum_wage.{item}" for item in items) if id_ in known)


@dataclass(frozen=True)
class Beside:
    """What she says of a month beside the money: ``given`` items, and where the wage went.

    ``items`` and ``account`` are findings as JSON (None: nothing to say), ``owed`` what is owed
    for what was not given. ``hidden`` names the parts that she tells nobody.
    """

    given: Mapping[str, bool | None] = field(default_factory=dict)
    items: Mapping[str, Any] | None = None
    owed: Money | None = None
    account: Mapping[str, Any] | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """Both findings, as far as there are any."""
        return tuple(one for one in (self.items, self.account) if one is not None)

    @property
    def discreet(self) -> Beside:
        """Without what she tells nobody."""
        shown = self
        if "items" in self.hidden:
            shown = replace(shown, given={}, items=None, owed=None)
        if "account" in self.hidden:
            shown = replace(shown, account=None)
        return replace(shown, hidden=frozenset())


@dataclass(frozen=True)
class Said:
    """What a reader may know of a worker's word on one contract, and the lines of its files."""

    contract: Contract
    answers: Mapping[str, ItemsAnswer]
    own: Own | None
    lines: Mapping[str, WageLine]

    @property
    def slips(self) -> dict[str, Mapping[str, Any]]:
        """What the lines of the months on record tell beside their sums."""
        return {month: line.slip for month, line in self.lines.items() if line.slip}

    def items(self, month: str, answer: WageAnswer | None) -> dict[str, bool | None]:
        """Her word on food and housing: what she said of them, else with her wage."""
        found = self.answers.get(month) or answer
        if found is None:
            return {}
        return {"food_given": found.food_given, "housing_given": found.housing_given}

    def beside(
        self, month: str, row: Mapping[str, Any], currency: str, answer: WageAnswer | None
    ) -> Beside:
        """The month's word from its row of ``compared``."""
        given = self.items(month, answer)
        missing = tuple(item for item in ITEMS if given.get(f"{item}_given") is False)
        finding = items_finding(self.contract, month, row, currency, missing)
        source = self.answers.get(month) or answer
        hidden = {"items"} if source is not None and source.tell_nobody else set()
        if self.own is not None and self.own.tell_nobody:
            hidden.add("account")
        elsewhere = went_elsewhere(self.lines.get(month), self.own, month)
        return Beside(
            given={item: given.get(f"{item}_given") for item in ITEMS} if given else {},
            items=finding.as_json() if finding else None,
            owed=finding.owed if finding else None,
            account=account_finding(self.contract, month).as_json() if elsewhere else None,
            hidden=frozenset(
                hidden | ({"account"} if self.own and self.own.tell_nobody else set())
            ),
        )


def said_by(contract: Contract, by: Actor, wholes: Sequence[WageFinding]) -> Said:
    """Her word on one contract, as far as ``by`` may read it; ``wholes``: the months on record."""
    answers = rules.rows(ItemsAnswer, by).filter(contract=contract).order_by("id")
    stated = rules.rows(OwnAccount, by).filter(contract=contract).select_related("contract")
    lines = lines_of(by, wholes) if wholes else {}
    return Said(
        contract,
        {one.month: one for one in answers},
        own_accounts(stated.order_by("id")).get(str(contract.pk)),
        {month: line for (_, month), line in lines.items()},
    )


def lines_of(by: Actor, wholes: Sequence[WageFinding]) -> dict[tuple[str, str], WageLine]:
    """The lines of the files that count, with what is kept of them."""
    uploads = {str(row.upload_id): row.month for row in wholes}
    contracts = {row.contract_id for row in wholes}
    rows = rules.rows(WageLine, by).filter(upload__in=list(uploads), contract__in=contracts)
    return {(str(row.contract_id), uploads[str(row.upload_id)]): row for row in rows}
