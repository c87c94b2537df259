"""Standard errors held against what the table itself tells about spread, sample and population.

A survey of n people with weights that sum to N must compute its errors from n. Software that
takes a weight for a number of people computes them from N, and they come out too small by the
square root of N / n. Where the spread is printed (or follows, as for a percentage) that is seen at
once; else both spreads that the error implies are held against the mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.published.findings import IMPOSSIBLE, SUSPECT, Finding
from corridor.engines.statistics.published.printed import Printed, shown
from corridor.engines.statistics.published.table import MONEY, Estimate

LEAST_SPREAD = {MONEY: Decimal("0.2")}
OTHERWISE = Decimal("0.1")
"""Figures that differ less than this (sd by mean) between people are not believed."""

USUAL_SPREAD = (Decimal("0.3"), Decimal(5))
"""What most things have between people, as sd by mean."""

ENOUGH = Decimal(4)
"""N / n from which on weights taken for people show in an error."""


def check(one: Estimate) -> Iterator[Finding]:
    """The error of one estimate. Nothing where n, N or the error is not printed."""
    numbers = one.numbers
    mean, se = _centre(one), numbers.get("se")
    n, population = numbers.get("n"), numbers.get("N")
    if se is None or n is None or n.value <= 1:
        return
    if se.value < 0:
        yield _negative(one, se)
        return
    if population is None or population.value / n.value < ENOUGH or mean is None:
        return
    spread = _spread(one)
    if spread is not None:
        yield from _against_spread(one, spread, se, n, population)
    elif mean.value > 0 and se.high > 0:
        yield from _implied(one, mean, se, n, population)


def _centre(one: Estimate) -> Printed | None:
    for name in ("mean", "percent", "proportion"):
        if name in one.numbers:
            return one.numbers[name]
    return None


def _spread(one: Estimate) -> tuple[Decimal, Sentence] | None:
    """The standard deviation between people, if it is printed or follows, and how."""
    numbers = one.numbers
    if "sd" in numbers:
        sd = numbers["sd"].value
        return sd, sentence(N_("The standard deviation is printed: {sd}."), sd=shown(sd))
    for name, whole in (("percent", Decimal(100)), ("proportion", Decimal(1))):
        if name in numbers and 0 < numbers[name].value < whole:
            share = numbers[name].value
            sd = (share * (whole - share)).sqrt()
            words = N_("A share of {share} of {whole} has the standard deviation {sd}.")
            return sd, sentence(words, share=share, whole=whole, sd=shown(sd))
    return None


def _against_spread(
    one: Estimate,
    spread: tuple[Decimal, Sentence],
    se: Printed,
    n: Printed,
    population: Printed,
) -> Iterator[Finding]:
    """With the spread known, which of n and N does the error come from?"""
    sd, how = spread
    honest, weights = sd / n.value.sqrt(), sd / population.value.sqrt()
    if se.high >= honest / 2:  # good strata can halve an error, hardly more
        return
    near = se.low <= weights * Decimal("1.1") and se.high >= weights * Decimal("0.9")
    steps = [
        how,
        _root("n", sd, n, honest),
        _root("N", sd, population, weights),
        _factor(n, population),
    ]
    words = (
        N_("The error of {name} is that of {N} people asked; only {n} were: weights were counted.")
        if near
        else N_("The error of {name} is far too small for {n} people asked.")
    )
    yield Finding(
        "design",
        IMPOSSIBLE if near else SUSPECT,
        sentence(words, name=one.variable, n=n.text, N=population.text),
        steps,
        _cells(one, "se", "n", "N", "sd", "percent", "proportion", "mean"),
    )


def _implied(
    one: Estimate, mean: Printed, se: Printed, n: Printed, population: Printed
) -> Iterator[Finding]:
    """Without the spread: what it would have to be under n and under N, as a share of the mean."""
    asked = se.high * n.value.sqrt() / mean.value
    counted = se.value * population.value.sqrt() / mean.value
    low, high = USUAL_SPREAD
    if asked >= LEAST_SPREAD.get(one.kind, OTHERWISE) or not low <= counted <= high:
        return
    steps = [
        _implies(one, se, n, mean, se.value * n.value.sqrt()),
        _implies(one, se, population, mean, se.value * population.value.sqrt()),
        sentence(
            N_("The first says that {name} hardly differs between people; the second is usual."),
            name=one.variable,
        ),
        _factor(n, population),
        sentence(N_("Clusters and unequal weights would make the honest error larger still.")),
    ]
    words = N_(
        "The error {se} of {name} fits {N} people asked, not {n}: weights were taken for people."
    )
    says = sentence(words, se=se.text, name=one.variable, N=population.text, n=n.text)
    cells = _cells(one, "mean", "percent", "se", "n", "N")
    yield Finding("design", SUSPECT, says, steps, cells)


def _implies(one: Estimate, se: Printed, count: Printed, mean: Printed, sd: Decimal) -> Sentence:
    return sentence(
        N_("With {count} people, {se} × √{count} = {sd} is the spread: {share} % of {mean}."),
        count=count.text,
        se=se.text,
        sd=shown(sd),
        share=shown(sd / mean.value * 100, 3),
        mean=mean.text,
    )


def _root(name: str, sd: Decimal, count: Printed, error: Decimal) -> Sentence:
    words = N_("From {name} = {count}: {sd} / √{count} = {error}.")
    return sentence(words, name=name, count=count.text, sd=shown(sd), error=shown(error))


def _factor(n: Printed, population: Printed) -> Sentence:
    factor = (population.value / n.value).sqrt()
    return sentence(
        N_("√({N} / {n}) = {factor}: at least so many times too small."),
        N=population.text,
        n=n.text,
        factor=shown(factor, 3),
    )


def _negative(one: Estimate, se: Printed) -> Finding:
    says = sentence(
        N_("The error of {name} is below nothing: {se}."), name=one.variable, se=se.text
    )
    return Finding("design", IMPOSSIBLE, says, (), _cells(one, "se"))


def _cells(one: Estimate, *names: str) -> tuple[str, ...]:
    return tuple(one.numbers[name].name for name in names if name in one.numbers)
