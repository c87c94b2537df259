"""Figures of one variable held against each other: order, products, quotients, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.published.findings import AMBIGUOUS, IMPOSSIBLE, Finding
from corridor.engines.statistics.published.printed import Printed, shown
from corridor.engines.statistics.published.table import (
    MEAN_OF_RATIOS,
    RATIO_OF_MEANS,
    Estimate,
    Published,
    Ratio,
)

ORDER = ("min", "q1", "median", "q3", "max")
BOUNDS = (
    ("min", "mean", "max"),
    ("low", "mean", "high"),
    ("low", "percent", "high"),
    ("low", "proportion", "high"),
)
WHOLE = {"percent": Decimal(100), "proportion": Decimal(1), "level": Decimal(100)}


def check(one: Estimate) -> Iterator[Finding]:
    """Everything about one estimate but its error's design."""
    yield from _order(one, ORDER)
    told: set[tuple[str, ...]] = set()
    for names in BOUNDS:
        for found in _order(one, names):
            if found.cells not in told:
                yield found
            told.add(tuple(found.cells))
    yield from _range(one)
    yield from _product(one)
    yield from _quotient(one)
    yield from _sample(one)


def ratios(table: Published) -> Iterator[Finding]:
    """Every ratio: its own bounds, and its numerator by its denominator."""
    means = {one.variable: one.numbers["mean"] for one in table.estimates if "mean" in one.numbers}
    for one in table.ratios:
        yield from _bounds(one)
        yield from _meant(one, means)


def _order(one: Estimate, names: tuple[str, ...]) -> Iterator[Finding]:
    """Figures that must not fall, in the order of ``names``, as far as they are printed."""
    there = [one.numbers[name] for name in names if name in one.numbers]
    kinds = [name for name in names if name in one.numbers]
    for place in range(len(there) - 1):
        first, second = there[place], there[place + 1]
        if _falls(first, second):
            words = N_("{name}: {first} ({value}) is above {second} ({other}).")
            says = sentence(
                words,
                name=one.variable,
                first=kinds[place],
                value=first.text,
                second=kinds[place + 1],
                other=second.text,
            )
            step = sentence(N_("In order: {names}."), names=" ≤ ".join(kinds))
            yield Finding("order", IMPOSSIBLE, says, (step,), (first.name, second.name))


def _falls(first: Printed, second: Printed) -> bool:
    """Whether the first is above the second: rounded alike, figures keep their order."""
    return first.value > second.value if first.half == second.half else first.low > second.high


def _range(one: Estimate) -> Iterator[Finding]:
    for name, whole in WHOLE.items():
        figure = one.numbers.get(name)
        if figure is not None and (figure.low > whole or figure.high < 0):
            words = N_("{name} is {value}, but a share lies between 0 and {whole}.")
            says = sentence(words, name=one.variable, value=figure.text, whole=whole)
            yield Finding("range", IMPOSSIBLE, says, (), (figure.name,))


def _product(one: Estimate) -> Iterator[Finding]:
    """mean × N = total, within the rounding of all three."""
    have = [one.numbers.get(name) for name in ("mean", "N", "total")]
    mean, count, total = have
    if mean is None or count is None or total is None or mean.low < 0:
        return
    low, high = mean.low * count.low, mean.high * count.high
    if low <= total.high and high >= total.low:
        return
    yield _apart(one, "product", sentence(
        N_("mean × N lies between {low} and {high}; the total is {value}."),
        low=shown(low, 8), high=shown(high, 8), value=total.text,
    ), mean, count, total)  # fmt: skip


def _quotient(one: Estimate) -> Iterator[Finding]:
    """cv = se / mean in percent, within the rounding of all three."""
    mean, se, cv = (one.numbers.get(name) for name in ("mean", "se", "cv"))
    if mean is None or se is None or cv is None or mean.low <= 0 or se.low < 0:
        return
    low, high = se.low / mean.high * 100, se.high / mean.low * 100
    if low <= cv.high and high >= cv.low:
        return
    yield _apart(one, "cv", sentence(
        N_("se / mean lies between {low} and {high} percent; the printed cv is {value}."),
        low=shown(low), high=shown(high), value=cv.text,
    ), mean, se, cv)  # fmt: skip


def _apart(one: Estimate, kind: str, step: Sentence, *figures: Printed) -> Finding:
    says = sentence(N_("{name}: the figures do not belong together."), name=one.variable)
    return Finding(kind, IMPOSSIBLE, says, (step,), tuple(figure.name for figure in figures))


def _sample(one: Estimate) -> Iterator[Finding]:
    n, population = one.numbers.get("n"), one.numbers.get("N")
    if n is not None and population is not None and n.low > population.high:
        words = N_("{name}: more people were asked ({n}) than there are ({N}).")
        says = sentence(words, name=one.variable, n=n.text, N=population.text)
        yield Finding("sample", IMPOSSIBLE, says, (), (n.name, population.name))


def _bounds(one: Ratio) -> Iterator[Finding]:
    for bound, above in ((one.low, False), (one.high, True)):
        if bound is None:
            continue
        beyond = one.value.low > bound.value if above else one.value.high < bound.value
        if beyond:
            words = N_("The ratio {name} is {value}, beyond its bound of {bound}.")
            says = sentence(words, name=one.value.name, value=one.value.text, bound=bound.text)
            yield Finding("ratio", IMPOSSIBLE, says, (), (one.value.name,))


def _meant(one: Ratio, means: Mapping[str, Printed]) -> Iterator[Finding]:
    """The ratio against the quotient of the two means, if the table prints them."""
    above, below = means.get(one.numerator), means.get(one.denominator)
    if above is None or below is None or below.low <= 0:
        return
    low, high = above.low / below.high, above.high / below.low
    fits = low <= one.value.high and high >= one.value.low
    quotient = sentence(
        "{above} / {below} = {ratio}",
        above=above.text,
        below=below.text,
        ratio=shown(above.value / below.value),
    )
    cells = (one.value.name, above.name, below.name)
    if one.kind == RATIO_OF_MEANS and not fits:
        words = N_("{name} is {value}, which is not the ratio of the two means.")
        says = sentence(words, name=one.value.name, value=one.value.text)
        yield Finding("ratio", IMPOSSIBLE, says, (quotient,), cells)
    elif one.kind not in {RATIO_OF_MEANS, MEAN_OF_RATIOS}:
        words = (
            N_("{name} may be the ratio of means or the mean of ratios: the table is silent.")
            if fits
            else N_("{name} is not the ratio of means; the table does not say what it is.")
        )
        step = sentence(N_("The two answer different questions; publish both, each by its name."))
        says = sentence(words, name=one.value.name)
        yield Finding("ratio", AMBIGUOUS, says, (quotient, step), cells)
