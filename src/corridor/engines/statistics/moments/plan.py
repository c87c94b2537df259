"""What one pass must add up for a specification, each thing once.

A *base* is the set of records an indicator looks at, as bits of a flag word. A *lane* is a weighted
sum over records: of a column (or of 1) where all bits of a mask are set. A *pair* is the product of
two lanes' totals in one sampling unit; a *product* is weight times two columns, over records, which
only design effects need. Where a product is a lane (the square of a 0/1 variable), it is not summed
again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments.spec import Condition, Indicator, Number, Spec

ONE = -1
"""The column of ones."""

MOST_FLAGS = 62


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the parts of one indicator lie. ``b`` is None for totals; names end in their place.

    ``rows_*``: the sum over records of weight times a², ab, b²: ``("lane" | "product", place)``.
    """

    indicator: Indicator
    base: int
    weight: int
    a: int
    b: int | None
    aa: int
    ab: int | None
    bb: int | None
    rows_aa: tuple[str, int]
    rows_ab: tuple[str, int] | None
    rows_bb: tuple[str, int] | None
    scale_a: int
    scale_b: int


@dataclass
class Plan:
    """The flags, bases, lanes, pairs and products of a specification, in a fixed order."""

    spec: Spec
    columns: list[Number] = field(default_factory=list)
    flags: list[Condition | int] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    lanes: list[tuple[int, int]] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    products: list[tuple[int, int, int]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    needs: list[tuple[int, int]] = field(default_factory=list)
    """Columns that must not be empty where all bits of a mask are set."""

    @property
    def sums(self) -> int:
        """How many exact sums there are for each stratum and cell."""
        return len(self.lanes) + len(self.pairs) + len(self.products)


def plan(spec: Spec) -> Plan:
    """The plan of a specification. Raises ``BadInput`` where it has more conditions than fit."""
    made = Plan(spec)
    pending = [_parts(made, one) for one in spec.indicators]
    for one, base, first, second in pending:
        made.wanted.append(_wanted(made, one, base, first, second))
    if len(made.flags) > MOST_FLAGS:
        words = N_("The specification has {found} conditions; {most} can be tested in one pass.")
        raise BadInput(
            "moments.flags",
            sentence(words, found=len(made.flags), most=MOST_FLAGS),
            remedy=sentence(N_("Split it into two specifications.")),
        )
    return made


_Term = tuple[int, int]
"""A column (or ``ONE``) and the bits under which it counts."""


def _parts(made: Plan, one: Indicator) -> tuple[Indicator, int, _Term, _Term | None]:
    """The base, numerator and denominator of an indicator; lanes come before all products."""
    base = _bits(made, one.where)
    numerator, base = _term(made, one.of, base)
    if one.kind == "total":
        base |= numerator[1]
    denominator: _Term | None = None
    if one.kind == "mean":
        denominator = (ONE, 0)
    elif one.over:
        denominator, base = _term(made, one.over, base)
    first = (numerator[0], numerator[1] | base)
    second = None if denominator is None else (denominator[0], denominator[1] | base)
    for column, mask in (first, second or first, (ONE, base)):
        _place(made.lanes, (column, mask))
    _place(made.bases, base)
    for column, _mask in (first, second or first):
        if column != ONE:
            _place(made.needs, (column, base))
    return one, base, first, second


def _term(made: Plan, name: str, base: int) -> tuple[_Term, int]:
    if not name:
        return (ONE, 0), base
    if name in made.spec.populations:
        return (ONE, _bits(made, name)), base
    number = made.spec.variables[name]
    column = _place(made.columns, number)
    if number.missing == "leave_out":  # otherwise it is there, or the file is refused
        base |= 1 << _place(made.flags, column)
    return (column, 0), base


def _bits(made: Plan, population: str) -> int:
    tests = made.spec.populations[population] if population else ()
    bits = 0
    for test in tests:
        bits |= 1 << _place(made.flags, test)
    return bits


def _wanted(
    made: Plan, one: Indicator, base: int, first: _Term, second: _Term | None
) -> Wanted:  # fmt: skip
    a = made.lanes.index(first)
    b = None if second is None else made.lanes.index(second)
    return Wanted(
        indicator=one,
        base=made.bases.index(base),
        weight=made.lanes.index((ONE, base)),
        a=a,
        b=b,
        aa=_place(made.pairs, (a, a)),
        ab=None if b is None else _place(made.pairs, (min(a, b), max(a, b))),
        bb=None if b is None else _place(made.pairs, (b, b)),
        rows_aa=_rows(made, first, first),
        rows_ab=None if second is None else _rows(made, first, second),
        rows_bb=None if second is None else _rows(made, second, second),
        scale_a=_scale(made, first),
        scale_b=0 if second is None else _scale(made, second),
    )


def _rows(made: Plan, first: _Term, second: _Term) -> tuple[str, int]:
    low, high = sorted((first[0], second[0]))
    mask = first[1] | second[1]
    if low == ONE and (high, mask) in made.lanes:
        return "lane", made.lanes.index((high, mask))
    return "product", _place(made.products, (low, high, mask))


def _scale(made: Plan, term: _Term) -> int:
    return 0 if term[0] == ONE else made.columns[term[0]].scale


def _place(among: list, one: object) -> int:  # type: ignore[type-arg]
    if one not in among:
        among.append(one)
    return among.index(one)
