"""Microdata in, cells with their errors out: the records are nowhere afterwards."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import pytest
from tests.support import observatory as house
from tests.support.clock import Clock

from corridor.core.problems import Problem
from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MAPPING = """
mapping: 1
country: NPL
time: "2026"
design: {weights: wt, clusters: psu}
options: {working_age: "16"}
spells: {person: pid, began: start, destination: dest}
variables:
  sex: {column: q1, codes: {1: M, 2: F}}
  moved_for_work: {always: "yes"}
  employment_status: {always: employee}
  years_since_start: {column: years}
  cost_first_job: {column: cost}
  earnings_first_month: {column: earned}
  cost_last_job: {column: cost}
  earnings_usual_month: {column: earned}
"""
DATA = "wt,psu,pid,start,dest,q1,years,cost,earned\n" + "".join(
    f"{10 + n % 3},{n // 2},p{n},2024,QAT,{1 + n % 2},2,{0 if n % 4 == 0 else 300},300\n"
    for n in range(20)
)


def _given(data: str = DATA, indicator: str = "rci.mean_cost") -> dict[str, object]:
    return {
        "indicator": indicator,
        "mapping": MAPPING,
        "data": base64.b64encode(data.encode()).decode(),
        "title": "Survey of returned workers",
        "licence": "Our own",
        "breakdowns": ["sex"],
    }


def test_an_indicator_is_estimated_and_its_records_are_gone(
    clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    by = house.office()[0]
    table = actions.estimate(by=by, **_given())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
    assert table.indicator == "rci-mean-cost"
    assert table.definition["headline"] == {"measure": "rci.mean_cost@1.0"}
    assert set(table.definition["measures"]) == {"rci.mean_cost@1.0", "rci.zero@1.0"}
    assert table.definition["population"]["of"].startswith("recruited")
    assert set(table.definition["title"]) >= {"en", "ar", "ne", "fr"}
    _, cube = queries.table_of(table.id, by)
    cells = {one["sex"]: one for one in cube.cells() if one["measure"] == "rci.mean_cost@1.0"}
    assert set(cells) == {"_T", "F", "M"}
    assert cells["_T"]["n"] == 20
    assert cells["_T"]["se"] > 0
    source = Source.objects.get()
    assert (source.kind, source.rows, source.period) == ("survey", 20, "2026")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (_given(indicator="nothing"), "observatory.unknown_indicator"),
        (_given(DATA.replace(",q1,", ",q_1,")), ""),
        ({**_given(), "mapping": "mapping: 1"}, ""),
        ({**_given(), "data": "!"}, "observatory.base64"),
    ],
)
def test_what_cannot_be_estimated_is_said(
    clock: Clock, tmp_path: Path, given: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        actions.estimate(by=house.office()[0], **given)  # type: ignore[arg-type]
    assert refused.value.code == code or not code
    assert "/" not in str(refused.value.problems[0].place.file or "")
    assert not Source.objects.exists()
