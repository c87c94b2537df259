"""Do parts sum to their whole, and shares to what they are shares of?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from corridor.core.text import N_, sentence
from corridor.engines.statistics.published.findings import EXPLAINED, IMPOSSIBLE, Finding
from corridor.engines.statistics.published.printed import shown
from corridor.engines.statistics.published.table import Adding, Part, Published

HUNDRED = Decimal(100)


def check(table: Published) -> Iterator[Finding]:
    """Sums, shares of a whole, and percentages beyond their range."""
    for one in table.sums:
        yield from _sum(one)
    for part in table.parts:
        yield from _share(part)
    for percent in table.percentages:
        if percent.high < 0 or percent.low > HUNDRED:
            yield Finding(
                "percent",
                IMPOSSIBLE,
                sentence(N_("{name} is {value} percent."), name=percent.name, value=percent.text),
                (sentence(N_("A part of a whole lies between 0 and 100 percent.")),),
                (percent.name,),
            )


def _sum(one: Adding) -> Iterator[Finding]:
    """A gap that rounding can explain is named as that; a larger one cannot be true."""
    total = sum((part.value for part in one.parts), Decimal(0))
    gap = total - one.whole.value
    if gap == 0:
        return
    reach = one.whole.half + sum((part.half for part in one.parts), Decimal(0))
    fits = abs(gap) <= reach
    says = (
        N_("The parts of {whole} sum to {total}, not to {value}: rounding explains it.")
        if fits
        else N_("The parts of {whole} sum to {total}, not to {value}: rounding cannot explain it.")
    )
    steps = (
        sentence("{parts} = {total}", parts=" + ".join(p.text for p in one.parts), total=total),
        sentence(
            N_("The gap is {gap}. Each figure may be off by half its last digit: {reach} in all."),
            gap=abs(gap),
            reach=reach.normalize() if reach else reach,
        ),
    )
    yield Finding(
        "sum",
        EXPLAINED if fits else IMPOSSIBLE,
        sentence(says, whole=one.whole.name, total=total, value=one.whole.text),
        steps,
        (one.whole.name, *(part.name for part in one.parts)),
    )


def _share(one: Part) -> Iterator[Finding]:
    """The printed percentage against the part and the whole, with the rounding of all three."""
    if one.whole.low <= 0:
        return
    low = one.part.low / one.whole.high * HUNDRED
    high = one.part.high / one.whole.low * HUNDRED
    if low <= one.percent.high and high >= one.percent.low:
        return
    yield Finding(
        "share",
        IMPOSSIBLE,
        sentence(
            N_("{part} of {whole} is not {percent} percent."),
            part=one.part.text,
            whole=one.whole.text,
            percent=one.percent.text,
        ),
        (
            sentence(
                N_("From the rounded figures it lies between {low} and {high} percent."),
                low=shown(low),
                high=shown(high),
            ),
        ),
        (one.part.name, one.whole.name, one.percent.name),
    )
