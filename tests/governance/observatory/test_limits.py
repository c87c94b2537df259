"""What a definition forbids is refused at the door out, whoever made the table."""

from __future__ import annotations

import pytest
from tests.support import observatory as house

from corridor.core.problems import Problem

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _table(area: str) -> str:
    return f"{area},time,measure,value,n\nnorth,2026,irregular.stock@1.0,900,60\n"


def test_people_without_papers_come_from_a_survey_and_never_below_a_region() -> None:
    by = house.office()[0]
    assert house.drafted(by, _table("region"), kind="survey").cells == 1
    for area, kind, code in (
        ("district", "survey", "definition.area"),
        ("region", "register", "definition.source"),
    ):
        with pytest.raises(Problem) as refused:
            house.drafted(by, _table(area), kind=kind)
        assert refused.value.code == code
