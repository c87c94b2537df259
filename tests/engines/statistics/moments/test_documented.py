"""The worked table of the algorithm page, and its specification."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import polars as pl
import pytest
from tests.engines.statistics.moments import survey_data as small

from corridor.engines.statistics.moments import collect, read, table, wide

PAGE = Path(__file__).resolve().parents[4] / "docs" / "algorithms" / "moments.md"
RECORDS = [(1, 11, 2.0, 10), (1, 11, 2.0, 12), (1, 12, 3.0, 8), (2, 21, 1.5, 20),
           (2, 22, 2.0, 15), (2, 23, 2.5, 10), (2, 23, 1.0, 6)]  # fmt: skip


def test_the_worked_table(tmp_path: Path) -> None:
    body = {
        "tables": "corridor-tables/1", "id": "page", "version": "1",
        "design": {"weight": {"column": "w", "scale": "1"}, "strata": "h", "psu": "u"},
        "variables": {"wage": {"column": "wage"}},
        "indicators": [{"id": "mean", "kind": "mean", "of": "wage"}],
        "breakdowns": [[]],
    }  # fmt: skip
    path = tmp_path / "page.parquet"
    pl.DataFrame(RECORDS, schema=["h", "u", "w", "wage"], orient="row").write_parquet(path)
    found, _ = collect(small.given(body), [path])
    page = PAGE.read_text("utf-8")
    for name, stratum in found.strata.items():
        figures = " | ".join(map(str, wide.whole(stratum.sums)[0, :5].tolist()))
        assert f"| {name} | {stratum.size} | {figures} |" in page
    (mean,) = table(found)
    assert mean.df == 3
    assert mean.se == pytest.approx(sqrt(892092500 / 384160000), rel=1e-15)
    for figure in (mean.estimate, mean.se):
        assert repr(figure) in page


def test_the_specification_on_the_page_is_one(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "page.yaml"
    path.write_text(text)
    spec = read(path)
    assert spec.name == "labour-force@2026.1"
    assert spec.breakdowns == ((), ("sex",), ("sex", "age"))
