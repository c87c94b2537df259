"""True figures from records and from cells, and everything that is wrong with them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.engines.statistics.disclosure import houses

from corridor.core.problems import Problem
from corridor.engines.statistics.disclosure import protect, run, tally
from corridor.engines.statistics.disclosure.graph import build

GROUPS = {
    "origin": {
        "codes": ["NPL", "BGD", "KEN"],
        "groups": {"SAS": ["NPL", "BGD"]},
        "also": [{"LARGE": ["NPL", "KEN"], "SMALL": ["BGD"]}],
    },
    "sector": list(houses.SECTORS),
}


def test_every_cell_holds_its_records_and_its_largest_contributions() -> None:
    given = houses.body(
        dimensions=GROUPS,
        measures=[{"id": "workers"}, {"id": "wages", "sum": "wage"}],
        source={"contributor": "employer"},
        rules={"threshold": 3, "p": 10},
    )
    graph = build(houses.spec(given))
    found = tally.of_records(graph, houses.records())
    frame = houses.records()
    for place in range(graph.size):
        codes = graph.names(place)
        members = {"SAS": ["NPL", "BGD"], "LARGE": ["NPL", "KEN"], "SMALL": ["BGD"]}
        own = frame.filter(
            pl.col("origin").is_in(members.get(codes["origin"], [codes["origin"]]))
            | (codes["origin"] == "_T"),
            (pl.col("sector") == codes["sector"]) | (codes["sector"] == "_T"),
        )
        assert found.values["workers"][place] == own.height
        assert found.values["wages"][place] == pytest.approx(own["wage"].sum())
        by = own.group_by("employer").agg(pl.col("wage").sum())["wage"].sort(descending=True)
        assert found.n[place] == len(by)
        top = [*by.to_list(), 0.0, 0.0][:2]
        assert found.largest["wages"][place].tolist() == pytest.approx(top)
    assert not np.any(graph.sums @ found.values["workers"])


def test_cells_are_read_as_records_are() -> None:
    spec = houses.spec(houses.body(source={"kind": "cells"}))
    graph = protect.linked(spec)
    made = protect.suppress(graph, tally.of_cells(graph, houses.cells()))
    assert houses.withheld(made) == houses.withheld(houses.made())


def test_a_code_is_as_deep_as_its_shortest_way_to_the_total() -> None:
    trees = {"codes": ["a", "b", "c"], "groups": {"G": ["a", "b"]}, "also": [{"H": ["b", "c"]}]}
    given = houses.body(dimensions={"x": trees, "y": ["p", "q"]}, tables=[["x", "y"]])
    depth = houses.spec(given).dimensions["x"].depth
    assert depth == {"_T": 0, "G": 1, "H": 1, "a": 1, "c": 1, "b": 2}


def test_pairs_of_dimensions_are_attacked_as_tables_of_the_same_people() -> None:
    three = {**houses.body()["dimensions"], "age": ["young", "old"]}
    tables = [["origin", "sector"], ["origin", "age"], ["sector", "age"]]
    given = houses.body(dimensions=three, tables=tables)
    frame = houses.records().with_columns(
        age=pl.when(pl.col("age") < 20).then(pl.lit("young")).otherwise(pl.lit("old"))
    )
    one = run.run(houses.spec(given), frame)
    assert one.passed
    assert one.summary["unpublished_cells"] == 18
    cells = houses.spec(given | {"source": {"kind": "cells"}})
    other = run.run(cells, one.review.drop("conf", "note"))
    assert other.passed
    assert other.summary["complementary"] == one.summary["complementary"]


def _codes(frame: pl.DataFrame, **more: object) -> list[tuple[str, int | None, str | None]]:
    graph = build(houses.spec(houses.body(**more)))
    count = tally.of_cells if graph.spec.source == "cells" else tally.of_records
    with pytest.raises(Problem) as caught:
        count(graph, frame)
    return [(one.code, one.place.line, one.place.field) for one in caught.value.problems]


def test_everything_wrong_with_records_is_told_at_once() -> None:
    frame = houses.records().with_columns(
        origin=pl.when(pl.col("id") == "3").then(pl.lit("XXX")).otherwise("origin"),
        sector=pl.when(pl.col("id") == "5").then(None).otherwise("sector"),
        wage=pl.when(pl.col("id") == "7").then(-1.0).otherwise("wage"),
    )
    wanted = {"measures": [{"id": "wages", "sum": "wage"}]}
    assert _codes(frame, **wanted) == [
        ("disclosure.code", 5, "origin"),
        ("disclosure.code", 7, "sector"),
        ("disclosure.value", 9, "wage"),
    ]
    assert _codes(frame.drop("sector", "wage"), **wanted) == [
        ("disclosure.column", None, "sector"),
        ("disclosure.column", None, "wage"),
    ]
    assert _codes(frame.clear()) == [("disclosure.empty", None, None)]


def test_a_table_whose_parts_do_not_sum_is_refused() -> None:
    odd = houses.cells().with_columns(
        value=pl.when((pl.col("origin") == "KEN") & (pl.col("sector") == "_T"))
        .then(26)
        .otherwise("value")
    )
    found = _codes(odd, source={"kind": "cells"})
    assert [one[0] for one in found] == ["disclosure.additive"] * 2


def test_cells_that_are_not_there_or_there_twice_are_refused() -> None:
    cells = houses.cells()
    other = {"source": {"kind": "cells"}, "measures": [{"id": "persons"}]}
    assert _codes(cells, **other) == [("disclosure.measure", None, "measure")]
    twice = pl.concat([cells, cells.head(1)])
    assert _codes(twice, source={"kind": "cells"})[:2] == [
        ("disclosure.twice", 2, None),
        ("disclosure.twice", 18, None),
    ]
    strange = cells.with_columns(
        origin=pl.when(pl.col("origin") == "KEN").then(pl.lit("XXX")).otherwise("origin")
    )
    assert _codes(strange, source={"kind": "cells"})[0] == ("disclosure.code", 10, "origin")
