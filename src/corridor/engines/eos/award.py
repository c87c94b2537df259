"""The end-of-service benefit of one leaver, with every step and every doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.eos import wording
from corridor.engines.eos.formula import Formula, Unknown, formula_of
from corridor.engines.eos.model import REASONS, Award, Step, Wage
from corridor.engines.eos.parts import Book, Part, earned, floored, months_of_wage, parts_of
from corridor.engines.eos.service import Service
from corridor.engines.exact import half_up

SHORT_YEAR = 360
UNPAID_COUNT = N_("If unpaid days count.")
UNPAID_OUT = N_("If unpaid days do not count.")


def end_of_service(
    book: Book,
    place: str,
    service: Service,
    wage: Wage,
    reason: str,
    on: date,
    key: Mapping[str, str] | None = None,
    days_per_year: int | None = None,
) -> Award:
    """What ``place`` (alpha-3) owes for ``service`` that ends on ``on`` for ``reason``.

    ``wage`` is the last monthly wage; ``key`` may hold ``regime`` and ``stream``;
    ``days_per_year`` is what a contract promises above the law. An open question of law is an
    ``Award`` without amount. Raises ``BadInput`` for a key or place that no law knows.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    given = dict(key or {})
    try:
        formula = formula_of(book, place, on, given)
        parts = parts_of(book, place, service, on, given, formula)
    except Unknown as open_:
        steps = (wording.served(service),)
        return Award(None, wage.basic.currency, steps, open_.law, open_.reason)
    if days_per_year is not None:
        parts = tuple(Part(p.start, p.end, p.formula.raised(days_per_year)) for p in parts)
    return _award(parts, service, wage, reason, days_per_year)


def _award(
    parts: Sequence[Part], service: Service, wage: Wage, reason: str, days: int | None
) -> Award:
    formula, years, currency = parts[-1].formula, parts[-1].end, wage.basic.currency
    steps = _served(service, formula, years, wage)
    law = tuple(answer for part in parts for answer in part.formula.law)
    share = formula.share(reason, years * 12)[0]
    if years * 12 < formula.minimum_months:
        steps.append(wording.too_short(formula.minimum_months))
    else:
        if days is not None:
            steps.append(wording.promised(days))
        steps += _full(parts, wage)
        if share is not None and share.part is None:
            return _open(_capped(parts, wage), currency, reason, steps, law)
        steps.append(wording.share(reason, share.part if share else None, years * 12))
        if formula.share(reason, years * 12)[1] is not None:
            steps.append(wording.disputed(years * 12))
    amount = Money(half_up(benefit(parts, wage, reason)), currency)
    steps += [wording.rounded(amount), *wording.noted(formula)]
    others = tuple(_others(parts, service, wage, reason, amount))
    return Award(amount, currency, tuple(steps), law, alternatives=others)


def benefit(parts: Sequence[Part], wage: Wage, reason: str) -> Fraction:
    """Exact minor units: least service, bands, cap, then the share that the reason leaves.

    A share that the sources leave open counts as whole.
    """
    formula, months = parts[-1].formula, parts[-1].end * 12
    if months < formula.minimum_months:
        return Fraction(0)
    share = formula.share(reason, months)[0]
    part = Fraction(1) if share is None or share.part is None else share.part
    return _capped(parts, wage) * part


def _capped(parts: Sequence[Part], wage: Wage) -> Fraction:
    """Months of wage times the wage, not above the cap; exact minor units."""
    formula = parts[-1].formula
    counting = floored(parts) if formula.pro_rata is False else parts
    value = months_of_wage(counting) * wage.of(formula.base).minor
    if formula.cap_months is None:
        return value
    return min(value, Fraction(wage.of(formula.cap_base).minor * formula.cap_months))


def _served(service: Service, formula: Formula, years: Fraction, wage: Wage) -> list[Step]:
    steps = [wording.served(service)]
    if service.unpaid_days:
        steps.append(wording.unpaid(service, formula))
    return [*steps, wording.counted(years, service, formula), wording.basis(wage, formula.base)]


def _full(parts: Sequence[Part], wage: Wage) -> list[Step]:
    """Each band, their sum, and the cap where it is reached."""
    formula = parts[-1].formula
    counting = floored(parts) if formula.pro_rata is False else parts
    steps = [wording.band(band, years, part.formula) for part, band, years in earned(counting)]
    base, months = wage.of(formula.base), months_of_wage(counting)
    steps.append(wording.full(months, base, months * base.minor))
    if formula.cap_months is not None and _capped(parts, wage) < months * base.minor:
        cap = wage.of(formula.cap_base) * formula.cap_months
        steps.append(wording.capped(formula.cap_months, cap))
    return steps


def _open(
    value: Fraction, currency: str, reason: str, steps: list[Step], law: tuple[object, ...]
) -> Award:
    """The sources do not say what the reason leaves: unknown, the whole benefit shown beside."""
    words = N_("The sources do not say what is left of the benefit here: {reason}.")
    beside = ((sentence(N_("If the reason takes nothing away.")), Money(half_up(value), currency)),)
    told = sentence(words, reason=Sentence(REASONS[reason]))
    return Award(None, currency, tuple(steps), law, told, beside)


def _others(
    parts: Sequence[Part], service: Service, wage: Wage, reason: str, held: Money
) -> Iterator[tuple[Sentence, Money]]:
    """What another reading of a doubtful point would give, where that is another amount."""
    for says, value in _readings(parts, service, wage, reason):
        amount = Money(half_up(value), held.currency)
        if amount != held:
            yield says, amount


def _readings(
    parts: Sequence[Part], service: Service, wage: Wage, reason: str
) -> Iterator[tuple[Sentence, Fraction]]:
    formula, months = parts[-1].formula, parts[-1].end * 12
    if service.days:
        years = service.years(SHORT_YEAR, unpaid=formula.unpaid)
        words = sentence(N_("With a year of {days} days."), days=SHORT_YEAR)
        yield words, benefit(_lasting(parts, years), wage, reason)
    if service.unpaid_days and formula.unpaid_excluded is None:
        years = service.years(formula.year_days, unpaid=not formula.unpaid)
        words = sentence(UNPAID_COUNT if formula.unpaid else UNPAID_OUT)
        yield words, benefit(_lasting(parts, years), wage, reason)
    if formula.pro_rata is None:
        words = sentence(N_("If only full years count."))
        yield words, benefit(_changed(parts, pro_rata=False), wage, reason)
    before = formula.share(reason, months)[1]
    if before is not None and before.part is not None:
        words = sentence(N_("If the boundary still belongs to the shorter service."))
        yield words, _capped(parts, wage) * before.part
    if formula.cap_months is not None and formula.cap_base != formula.base:
        words = sentence(N_("If the cap is reckoned from the basic wage."))
        yield words, benefit(_changed(parts, cap_base=formula.base), wage, reason)


def _changed(parts: Sequence[Part], **changes: Any) -> tuple[Part, ...]:
    """The same parts with a last formula that reads a doubtful point otherwise."""
    return (*parts[:-1], replace(parts[-1], formula=replace(parts[-1].formula, **changes)))


def _lasting(parts: Sequence[Part], years: Fraction) -> tuple[Part, ...]:
    """The same service had it lasted ``years``; the difference lies in its last part."""
    kept = [replace(p, end=min(p.end, years)) for p in parts[:-1] if p.start < years]
    last = parts[-1]
    return (*kept, Part(min(last.start, years), years, last.formula))
