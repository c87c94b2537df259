"""Rules for the clauses that are words: who, where, what work, who pays, in which language."""

from __future__ import annotations

from datetime import date

from corridor.core.codes import isco
from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.engines.terms.clauses import PAYERS, Clause
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.pay import Monthly
from corridor.engines.terms.result import BETTER, CHANGED, SAME, UNKNOWN, WORSE, ClauseResult
from corridor.engines.terms.rules import Pair
from corridor.engines.terms.values import AFTER, BEFORE, EMPLOYER_KEEPS, NONE


def identity(clause: Clause, pair: Pair) -> ClauseResult:
    """Employer and worksite: any change is worse, nobody asked the worker."""
    same = str(pair.one(clause)).casefold() == str(pair.other(clause)).casefold()
    return pair.row(clause, SAME if same else WORSE)


def occupation(clause: Clause, pair: Pair) -> ClauseResult:
    """A lower skill level or another unit group is worse; a coarser code settles nothing."""
    one, other = str(pair.one(clause)), str(pair.other(clause))
    if one == other:
        return pair.row(clause, SAME)
    if one.startswith(other) or other.startswith(one):
        return pair.row(
            clause,
            UNKNOWN,
            sentence(N_("One of the two occupations is less exact than the other.")),
        )
    before, after = isco.skill_level(one), isco.skill_level(other)
    explain = {"skill_level_offered": before, "skill_level_presented": after}
    lower = before is not None and after is not None and after < before
    why = (
        sentence(N_("The occupation asks for less skill."))
        if lower
        else sentence(N_("It is another occupation."))
    )
    return pair.row(clause, WORSE, why, explain=explain)


def payer(clause: Clause, pair: Pair) -> ClauseResult:
    """Tickets and insurance: worse when more of it falls on the worker."""
    one, other = PAYERS[pair.one(clause)], PAYERS[pair.other(clause)]
    if one == other:
        return pair.row(clause, SAME)
    return pair.row(clause, WORSE if other < one else BETTER)


def burden(clause: Clause, pair: Pair) -> ClauseResult:
    """Deductions and penalties: worse when one is added or raised."""
    verdict, amount = burden_change(pair.one(clause), pair.other(clause), pair.same_currency)
    if amount is None or clause.name != "deductions":
        return pair.row(clause, verdict)
    return pair.valued(clause, verdict, Monthly(abs(amount), 1))


Burdens = tuple[tuple[str, Money | None], ...]


def burden_change(
    offered: Burdens, presented: Burdens, same_currency: bool
) -> tuple[str, int | None]:
    """Verdict and, when every item has an amount, what is taken more (or less) per month."""
    one, other = dict(offered), dict(presented)
    if one == other:
        return SAME, None
    amounts = [v for v in (*one.values(), *other.values()) if v is not None]
    if amounts and not same_currency:
        return (WORSE if set(other) - set(one) else UNKNOWN), None
    grown = any(name not in one or _more(amount, one[name]) for name, amount in other.items())
    added = _amounts(other) - _amounts(one)
    exact = len(amounts) == len(one) + len(other)
    verdict = WORSE if grown else BETTER
    return verdict, added if exact and added and (added > 0) == grown else None


def _more(now: Money | None, before: Money | None) -> bool:
    """Whether an amount grew; an amount left open where there was one counts as grown."""
    if now is None:
        return before is not None
    return before is not None and now.minor > before.minor


def _amounts(items: dict[str, Money | None]) -> int:
    return sum(amount.minor for amount in items.values() if amount is not None)


def passport(clause: Clause, pair: Pair) -> ClauseResult:
    """Worse when the employer would keep the passport."""
    if pair.one(clause) == pair.other(clause):
        return pair.row(clause, SAME)
    return pair.row(clause, WORSE if pair.other(clause) == EMPLOYER_KEEPS else BETTER)


def forum(clause: Clause, pair: Pair) -> ClauseResult:
    """Where disputes are heard: worse when taken away, changed when it is another."""
    one, other = str(pair.one(clause)).casefold(), str(pair.other(clause)).casefold()
    if one == other:
        return pair.row(clause, SAME)
    if NONE in (one, other):
        return pair.row(clause, WORSE if other == NONE else BETTER)
    return pair.row(clause, CHANGED)


def languages(clause: Clause, pair: Pair) -> ClauseResult:
    """Worse when the contract is in no language of the offer nor of the worker's country."""
    verdict = language_change(
        set(pair.one(clause)), set(pair.other(clause)), pair.law.home_languages()
    )
    why = sentence(N_("It is in no language in which the offer was understood."))
    return pair.row(clause, verdict, why if verdict == WORSE else None)


def language_change(one: set[str], other: set[str], home: frozenset[str]) -> str:
    """The verdict on a contract's languages; ``home`` are those of the worker's country."""
    if one == other:
        return SAME
    if other > one:
        return BETTER
    return CHANGED if other & one or other & home else WORSE


def signed(clause: Clause, pair: Pair) -> ClauseResult:
    """Worse when signed after arrival; a date alone proves nothing."""
    one, other = pair.one(clause), pair.other(clause)
    if one == other:
        return pair.row(clause, SAME)
    before, after = arrived(one, pair.offered), arrived(other, pair.offered)
    if after:
        return pair.row(
            clause, WORSE, sentence(N_("It would be signed after arrival, far from help."))
        )
    if before is None or after is None:
        return pair.row(clause, UNKNOWN)
    return pair.row(clause, BETTER if before else SAME)


def arrived(value: tuple[str, date | None] | None, offered: Contract) -> bool | None:
    """Whether it was signed after arrival; None when place and date do not tell."""
    if value is None:
        return None
    place, when = value
    origin, _, destination = offered.corridor.partition("-")
    if place in (AFTER, destination):
        return True
    if place in (BEFORE, origin):
        return False
    if when is not None and offered.start is not None and when >= offered.start:
        return True
    return None
