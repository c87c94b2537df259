"""Several releases of overlapping people: what no two of them tell, three may."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.engines.statistics.disclosure import houses

from corridor.engines.statistics.disclosure import extents, run
from corridor.engines.statistics.disclosure.audit import audit
from corridor.engines.statistics.disclosure.learnt import DIFFERENCE, EXACT
from corridor.engines.statistics.disclosure.released import Range, Released

Ages = tuple[int, int]
BARE = {"threshold": 1}
"""Rules of a careless office, which withholds nothing."""


def _records() -> pl.DataFrame:
    """The worked table: a third is 20 years old, the two Nepalese in homes 35, the rest 40."""
    nepal_homes = (pl.col("origin") == "NPL") & (pl.col("sector") == "homes")
    third = pl.col("id").cast(pl.Int64) % 3 == 0
    age = pl.when(nepal_homes).then(35).when(third).then(20).otherwise(40)
    return houses.records().with_columns(age=age)


def _of(ages: Ages, rules: Any = None, **more: Any) -> Released:
    """A release about those of the worked table within two ages."""
    low, high = ages
    frame = _records().filter(pl.col("age").is_between(low, high))
    population = {"of": "workers", "age": {"from": str(low), "to": str(high)}}
    given = {"rules": rules or {"threshold": 3}, "population": population, **more}
    name = f"{low}-{high}@1"
    body = houses.body(**given) | {"specification": name}
    return run.run(houses.spec(body), frame).release


def test_three_releases_tell_what_no_two_of_them_do() -> None:
    """All ages less the young are the others, whatever is withheld about these."""
    everybody, young = _of((15, 54), BARE), _of((15, 34), BARE)
    now = _of((35, 54))
    assert None in now.values("workers").values()
    for earlier in ([], [young]):
        assert audit(now, (), earlier).passed
    told = audit(now, (), [everybody, young])
    exact = [one for one in told.failures if one.verdict == EXACT]
    assert 2.0 in {one.low for one in exact}
    true = _records().filter(pl.col("age") >= 35)
    for one in exact:
        rows = true.filter(
            *(pl.col(name) == code for name, code in one.codes.items() if code != "_T")
        )
        assert one.low == one.high == rows.height


def test_a_group_between_three_releases_is_no_handful_that_anyone_can_count() -> None:
    """Two overlapping bands and their union leave the few who are in both."""
    sector = {"tables": [["sector"]], "dimensions": {"sector": list(houses.SECTORS)}}
    union, first, second = (_of(ages, BARE, **sector) for ages in ((15, 54), (15, 35), (35, 54)))
    now = _of((35, 54), {"threshold": 3}, **sector)
    told = audit(now, (), [union, first])
    both = [one for one in told.failures if one.verdict == DIFFERENCE and "+" in one.beside]
    assert both, told.failures
    assert all(one.low > 0 and one.high < 3 for one in both)
    assert not [one for one in audit(now, (), [first]).failures if "+" in one.beside]
    again = audit(second, (), [union, first, now])  # it was out: it is not this one's doing
    assert not [one for one in again.failures if "+" in one.beside]


def test_what_an_earlier_release_withheld_stays_hidden() -> None:
    """Parts by another breakdown may give back a figure that is not even in the new table."""
    first = _of((15, 54))
    hidden = {key for key, figure in first.values("workers").items() if figure is None}
    assert hidden
    young, old = _of((15, 34), BARE), _of((35, 54), BARE)
    assert audit(young, (), [first]).passed
    told = audit(old, (), [first, young])
    given_back = [one for one in told.failures if one.beside == first.id]
    assert {first.key(one.codes) for one in given_back} == hidden
    assert all(one.verdict == EXACT for one in given_back)


def test_a_list_in_a_population_and_codes_of_a_breakdown_are_the_same_people() -> None:
    """Two of three origins together, and one of them alone, tell of the other."""
    frame = houses.records()
    asia = frame.filter(pl.col("origin").is_in(["NPL", "BGD"]))
    only = {"tables": [["sector"]], "dimensions": {"sector": list(houses.SECTORS)}}
    population = {"of": "workers", "origin": ["NPL", "BGD"]}
    pair = run.run(houses.spec(houses.body(population=population, rules=BARE, **only)), asia)
    bangladesh = {"of": "workers", "origin": ["BGD"]}
    alone = run.run(
        houses.spec(houses.body(population=bangladesh, rules=BARE, **only)),
        frame.filter(pl.col("origin") == "BGD"),
    )
    now = run.run(houses.spec(houses.body(population={"of": "workers"})), frame).release
    assert now.values("workers")[now.key({"origin": "NPL", "sector": "homes"})] is None
    assert audit(now, (), [pair.release]).passed
    told = audit(now, (), [pair.release, alone.release])
    nepal = [one for one in told.failures if one.codes["origin"] == "NPL"]
    assert {(one.low, one.high, one.verdict) for one in nepal} >= {(2.0, 2.0, EXACT)}


def test_releases_that_cannot_all_be_true_are_compared_by_twos() -> None:
    """Data that were corrected between them would make nonsense of one system."""
    everybody, now = _of((15, 54), BARE), _of((35, 54))
    wrong = everybody.frame.with_columns(value=pl.lit(1.0))
    young = _of((15, 34), BARE)
    found = audit(now, (), [Released(everybody.spec, wrong), young])
    assert not [one for one in found.failures if one.verdict == EXACT]


@pytest.mark.parametrize(
    ("boxes", "count"),
    [
        ([{"age": Range(15, 24)}, {"age": Range(25, 64)}, {"age": Range(15, 64)}], 2),
        ([{"age": Range(15, 24.5)}, {"age": Range(25, 64)}, {"age": Range(15, 64)}], 3),
        ([{"age": Range(15, 24)}, {"sex": frozenset("F")}, {}], 4),
        ([{"permit": frozenset("ab")}, {"permit": frozenset("bc")}], 3),
    ],
)
def test_everybody_is_cut_into_as_few_groups_as_the_releases_tell_apart(
    boxes: list[dict[str, Any]], count: int
) -> None:
    made = [frozenset(one.items()) for one in boxes]
    assert len(extents.atoms(made)) == count


def test_bands_are_read_from_their_codes() -> None:
    inf = float("inf")
    assert extents.band("Y15T24") == Range(15, 24)
    assert extents.band("Y_GE65") == extents.band("YGE65") == Range(65, inf)
    assert extents.band("Y_LT15") == Range(-inf, 14)
    assert extents.band("NPL") is None
