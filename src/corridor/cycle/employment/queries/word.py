"""What her word adds to contract and file: food or housing not given, a wage gone elsewhere.

For herself, the union she mandated and, where she lets it be told, the labour inspectorate. What
employers read is made elsewhere, of contract and file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import BinaryField, BooleanField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import (
    ItemsAnswer,
    OwnAccount,
    WageAnswer,
    WageFinding,
    WageLine,
)
from corridor.cycle.employment.queries.own import Own, Stated, own_accounts, went_elsewhere
from corridor.engines import law
from corridor.engines.verdicts import BREACH, OK
from corridor.engines.wagechecks import PUBLISHED
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

ITEMS = ("food", "housing")
_NUMBERS = (
    *("due_minor", "paid_minor", "missing"),
    *("food_if_not_given_minor", "housing_if_not_given_minor"),
)
_PAID = ("food_paid_minor", "housing_paid_minor")


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
class Items:
    """Her newest word on food and housing of a month; None is not said."""

    food_given: bool | None
    housing_given: bool | None
    tell_nobody: bool


@dataclass(frozen=True)
class Said:
    """What a reader may know of a worker's word on one contract, and the lines of its files."""

    contract: Contract
    answers: Mapping[str, Items]
    own: Own | None
    lines: Mapping[str, Filed]

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
        line = self.lines.get(month)
        elsewhere = line is not None and went_elsewhere(line.sign, self.own, month)
        return Beside(
            given={item: given.get(f"{item}_given") for item in ITEMS} if given else {},
            items=finding.as_json() if finding else None,
            owed=finding.owed if finding else None,
            account=account_finding(self.contract, month).as_json() if elsewhere else None,
            hidden=frozenset(hidden),
        )


def said_by(contract: Contract, by: Actor, wholes: Iterable[WageFinding]) -> Said:
    """Her word on one contract, as far as ``by`` may read it, in one look-up.

    ``wholes``: the months on record, from ``with_lines``.
    """
    answers: dict[str, Items] = {}
    own: list[Stated] = []
    for of_items, month, food, housing, hidden, sealed, _ in _words(contract, by):
        if of_items:
            answers[month] = Items(food, housing, hidden)
        else:
            number = None if sealed is None else bytes(sealed)
            own.append(Stated(str(contract.pk), str(contract.worker_id), month, number, hidden))
    lines = {row.month: filed(row) for row in wholes}
    return Said(contract, answers, own_accounts(own).get(str(contract.pk)), lines)


def _words(contract: Contract, by: Actor) -> QuerySet[Any, tuple[Any, ...]]:
    """Both kinds of her word in the order of writing, as rows of the same columns."""
    unsaid, unsealed = Cast(Value(None), BooleanField()), Cast(Value(None), BinaryField())
    items = rules.rows(ItemsAnswer, by).filter(contract=contract)
    own = rules.rows(OwnAccount, by).filter(contract=contract)
    first = items.annotate(of_items=Value(value=True), sealed=unsealed).values_list(
        "of_items", "month", "food_given", "housing_given", "tell_nobody", "sealed", "id"
    )
    second = own.annotate(of_items=Value(value=False), food=unsaid, housing=unsaid).values_list(
        "of_items", "since", "food", "housing", "tell_nobody", "number_sealed", "id"
    )
    return first.union(second, all=True).order_by("id")


def with_lines(findings: QuerySet[WageFinding]) -> QuerySet[WageFinding]:
    """Findings with what their file's line keeps beside its sums; see ``filed``.

    Whoever may read a finding may read the line it was made of.
    """
    line = WageLine.objects.filter(upload=OuterRef("upload"), contract=OuterRef("contract"))
    line = line.order_by("line")
    return findings.annotate(
        line_slip=Subquery(line.values("slip")[:1]),
        line_sign=Subquery(line.values("account_index")[:1]),
    )


@dataclass(frozen=True)
class Filed:
    """What a line keeps beside its sums: ``WageLine.slip``, and the sign of its account."""

    slip: Mapping[str, Any]
    sign: str | None


def filed(row: WageFinding) -> Filed:
    """What the line behind a finding of ``with_lines`` keeps."""
    found: Any = row
    return Filed(found.line_slip or {}, found.line_sign)
