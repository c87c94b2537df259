"""A publisher's file becomes a table in work, with its publisher and its licence."""

from __future__ import annotations

import base64

import pytest
from tests.support import observatory as house

from corridor.core.problems import Problem
from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PANEL = (
    "Sending Countries Code,Series Code,Receiving Countries  Code,2020Q2,2020Q3\n"
    "QAT,ATCR.CORR,NPL,3,2.5\nQAT,ATCR.CORR,IND,..,6.5\n"
)
STOCKS = "Year,Dest,Nepal\n2019,Qatar,4\n2015,Qatar,3\n"


def _given(text: str, **more: object) -> dict[str, object]:
    return {"data": base64.b64encode(text.encode()).decode(), "file_name": "given.csv", **more}


def test_remittance_prices_and_stocks_become_tables() -> None:
    by = house.office()[0]
    table = actions.import_public(by=by, **_given(PANEL))  # type: ignore[arg-type]
    assert table.indicator == "remittance-costs"
    _, cube = queries.table_of(table.id, by)
    mean = cube.where({"measure": "rpw.mean_of_corridors@1", "time": "2020-Q3"})
    assert [one["value"] for one in mean.cells()] == [4.5]
    source = Source.objects.get(pk=table.sources[0])
    assert (source.kind, source.licence, source.rows) == ("published", "CC BY 4.0", 2)
    assert source.period == "2020-Q2/2020-Q3"
    stocks = actions.import_public(by=by, **_given(STOCKS, year=2019))  # type: ignore[arg-type]
    assert (stocks.indicator, stocks.cells) == ("migrant-stock", 1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (_given("a,b\n"), "statistics.public"),
        (_given(PANEL.replace("6.5", "six")), "statistics.number"),
        ({**_given(PANEL), "data": "!"}, "observatory.base64"),
        (_given(STOCKS, year=1999), "stocks.asked"),
    ],
)
def test_what_is_no_public_table_is_said(given: dict[str, object], code: str) -> None:
    before = Source.objects.count()
    with pytest.raises(Problem) as refused:
        actions.import_public(by=house.office()[0], **given)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.place.file in {None, "given.csv"}
    assert Source.objects.count() == before
