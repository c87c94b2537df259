"""Printed intervals held against the printed error: are they as wide as it says?

An interval is the figure less and plus t × se. Neither the level nor the degrees of freedom need
be printed, so every usual one is allowed, and a quarter more or less for intervals that are made
on another scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corridor.core.text import N_, sentence
from corridor.engines.statistics.published.findings import SUSPECT, Finding
from corridor.engines.statistics.published.printed import Printed, shown
from corridor.engines.statistics.published.table import Estimate

CENTRES = ("mean", "percent", "proportion")
USUAL = (Decimal(90), Decimal(99))
"""Levels, in percent, of an interval that does not tell its own."""

PLAIN = Decimal(95)
"""The level by which it is said what an interval would be, where none is printed."""

FEWEST = 5
"""Degrees of freedom: fewer than five units more than strata are no survey that is printed."""

LEEWAY = Decimal("0.75"), Decimal("1.25")


def check(one: Estimate) -> Iterator[Finding]:
    """The interval of one estimate. Nothing where it, its error or its figure is not printed."""
    numbers = one.numbers
    centre = next((numbers[name] for name in CENTRES if name in numbers), None)
    low, high, se = (numbers.get(name) for name in ("low", "high", "se"))
    if centre is None or low is None or high is None or se is None:
        return
    if se.low <= 0 or low.value > high.value:
        return
    level = _level(one)
    least, most = (level, level) if level else USUAL
    narrow = LEEWAY[0] * 2 * _times(least, 0) * se.low
    wide = LEEWAY[1] * 2 * _times(most, FEWEST) * se.high
    if high.high - low.low < narrow or high.low - low.high > wide:
        yield _far(one, centre, (low, high), se, level or PLAIN)


def _level(one: Estimate) -> Decimal | None:
    """The printed level in percent, also where it is printed as a share; None for no level."""
    printed = one.numbers.get("level")
    if printed is None:
        return None
    value = printed.value * 100 if 0 < printed.value < 1 else printed.value
    return value if 0 < value < 100 else None


@cache
def _times(level: Decimal, degrees: int) -> Decimal:
    """Student's quantile for a level in percent; without degrees of freedom the normal one."""
    from scipy import special

    upper = 0.5 + float(level) / 200
    found = special.stdtrit(degrees, upper) if degrees else special.ndtri(upper)
    return Decimal(float(found))


def _far(
    one: Estimate, centre: Printed, bounds: tuple[Printed, Printed], se: Printed, level: Decimal
) -> Finding:
    """What the interval is, and what it would be from the error."""
    times = _times(level, 0)
    reach = times * se.value
    says = sentence(
        N_("{name}: the interval from {low} to {high} does not come from the error {se}."),
        name=one.variable,
        low=bounds[0].text,
        high=bounds[1].text,
        se=se.text,
    )
    step = sentence(
        N_("At {level} % it would be about {mean} ± {times} × {se}: from {low} to {high}."),
        level=f"{level.normalize():f}",
        mean=centre.text,
        times=shown(times, 3),
        se=se.text,
        low=shown(centre.value - reach),
        high=shown(centre.value + reach),
    )
    cells = [centre.name, bounds[0].name, bounds[1].name, se.name]
    cells += [one.numbers["level"].name] if "level" in one.numbers else []
    return Finding("interval", SUSPECT, says, (step,), tuple(cells))
