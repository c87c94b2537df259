"""The sentences of the arithmetic."""

from __future__ import annotations

from fractions import Fraction

from corridor.core.codes.currencies import minor_digits
from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.eos.formula import Band, Formula
from corridor.engines.eos.model import REASONS, Step, Wage
from corridor.engines.eos.service import Service
from corridor.engines.exact import half_up
from corridor.engines.law.kinds import Ratio

UNPAID = {
    (True, False): N_("{days} unpaid days are taken off, as the law says."),
    (False, False): N_("{days} unpaid days count as service, as the law says."),
    (True, True): N_("The sources do not say whether {days} unpaid days count; they are left out."),
    (False, True): N_("The sources do not say whether {days} unpaid days count; they are counted."),
}
"""(taken off, law silent) -> what is said about unpaid days."""


def exact(value: Fraction) -> str:
    """A decimal where it ends, else a fraction: 2.5, 15/26."""
    return Ratio(value.numerator, value.denominator).text()


def shown(value: Fraction, decimals: int = 4) -> str:
    """The same for people: a fraction with its nearest decimal beside it."""
    text = exact(value)
    if "/" not in text:
        return text
    near = half_up(value * 10**decimals)
    return f"{text} (≈ {exact(Fraction(near, 10**decimals))})"


def served(service: Service) -> Step:
    """How long she served."""
    figures = {"months": exact(service.months), "days": str(service.days)}
    if service.start is None or service.last is None:
        says = sentence(N_("Months of service: {months}; further days: {days}."), **figures)
    else:
        says = sentence(
            N_("From {start} to {last}, both counted: full months {months}, further days {days}."),
            start=service.start,
            last=service.last,
            **figures,
        )
    return Step("service", says, figures)


def unpaid(service: Service, formula: Formula) -> Step:
    """What the unpaid days do."""
    words = UNPAID[formula.unpaid, formula.unpaid_excluded is None]
    says = sentence(words, days=service.unpaid_days)
    return Step("unpaid_days", says, {"days": str(service.unpaid_days)})


def counted(years: Fraction, service: Service, formula: Formula) -> Step:
    """The years that count, and how a part of a month became one."""
    words = N_("Years that count: {years}.")
    if service.days or (service.unpaid_days and formula.unpaid):
        words = N_("Years that count: {years}, a day being one of {year_days} in a year.")
    says = sentence(words, years=shown(years), year_days=formula.year_days)
    return Step("years", says, {"years": exact(years)})


def basis(wage: Wage, base: str) -> Step:
    """Which wage is multiplied."""
    words = (
        N_("The basis is the last basic wage, {base}; allowances do not count.")
        if base == "basic"
        else N_("The basis is the last wage with allowances: {basic} + {allowances} = {base}.")
    )
    base_money = wage.of(base)
    says = sentence(words, base=base_money, basic=wage.basic, allowances=wage.allowances)
    return Step("wage", says, {"wage": base_money.text()})


def too_short(months: int) -> Step:
    """Under the least time of service."""
    words = N_("Below {months} months of service nothing is owed.")
    return Step("minimum", sentence(words, months=months), {"months": str(months)})


def band(found: Band, years: Fraction, formula: Formula) -> Step:
    """One band: years times its rate."""
    result = years * found.rate
    if found.days is None:
        says = sentence(
            N_("{years} (years) × {rate} (months of wage a year) = {result} (months)."),
            years=shown(years),
            rate=shown(found.rate),
            result=shown(result),
        )
    else:
        says = sentence(
            N_("{years} (years) × {days} (days a year) ÷ {month_days} = {result} (months)."),
            years=shown(years),
            days=found.days,
            month_days=formula.month_days or 30,
            result=shown(result),
        )
    figures = {"years": exact(years), "rate": exact(found.rate), "months": exact(result)}
    return Step("band", says, figures)


def full(months: Fraction, base: Money, value: Fraction) -> Step:
    """The whole benefit before cap and share; exact."""
    major = value * Fraction(1, 10 ** minor_digits(base.currency))
    says = sentence(
        N_("{months} (months) × {base} = {amount}."),
        months=shown(months),
        base=base,
        amount=Money(int(value), base.currency)
        if value.denominator == 1
        else f"{base.currency} {shown(major)}",
    )
    return Step("full", says, {"months": exact(months), "amount": exact(major)})


def capped(months: int, cap: Money) -> Step:
    """The most that can be owed."""
    words = N_("At most {months} months of wage are owed: {cap}.")
    return Step("cap", sentence(words, months=months, cap=cap), {"amount": cap.text()})


def share(reason: str, part: Fraction | None, months: Fraction) -> Step:
    """What the reason leaves."""
    told = Sentence(REASONS[reason])
    if part is None:
        words = N_("{reason}: the law names no exception, so all of it is owed.")
        return Step("reason", sentence(words, reason=told), {"share": "1"})
    words = N_("{reason} after {months} months: a share of {share} is owed.")
    says = sentence(words, reason=told, months=shown(months), share=exact(part))
    return Step("reason", says, {"share": exact(part)})


def disputed(months: Fraction) -> Step:
    """The service ends exactly where two shares meet."""
    words = N_("At exactly {months} months the sources do not agree which share holds.")
    return Step("conflict", sentence(words, months=exact(months)), {"months": exact(months)})


def rounded(amount: Money) -> Step:
    """The one rounding."""
    words = N_("Rounded once, at the end, half a unit up: {amount}.")
    return Step("rounding", sentence(words, amount=amount), {"amount": amount.text()})


def noted(formula: Formula) -> list[Step]:
    """What the pack says about the formula itself, such as where published figures differ."""
    plain = formula.law[0].plain
    return [Step("law", Sentence(plain))] if plain else []


def promised(days: int) -> Step:
    """A contract above the law."""
    words = N_("The contract promises {days} days a year; where this is more, it counts.")
    return Step("contract", sentence(words, days=days), {"days": str(days)})
