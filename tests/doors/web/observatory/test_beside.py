"""Two tables side by side: a mirror table to everybody; a survey and a register."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import observatory as house
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.core.problems import Problem
from corridor.governance.observatory import actions
from corridor.governance.observatory.models import Source, Table
from corridor.platform.access.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DESK = "/statistics-desk/"
FLOWS = """origin,destination,time,counted by,unit,value,source
NPL,QAT,2025,NPL,departure,1000,Exit records
NPL,QAT,2025,QAT,departure,860,Permits
NPL,DEU,2025,NPL,clearance,50,Labour permits
NPL,DEU,2025,DEU,person,44,Central register
NPL,ARE,2025,NPL,departure,7,Exit records
"""
CAUSES = """origin,destination,time,kind,amount,says,source
NPL,QAT,2025,timing,-60,Left in December and came in January,both registers
NPL,QAT,2025,coverage,-55,Went on leave and left again,exit records
"""


def _flows(by: Actor) -> Table:
    data = base64.b64encode(FLOWS.encode()).decode()
    made: Table = actions.import_public(by=by, data=data, file_name="flows.csv")
    return made


def _post(client: Client, where: str, status: int, causes: str, name: str = "mirror-npl") -> str:
    file = SimpleUploadedFile("causes.csv", causes.encode())
    answer = client.post(where, {"indicator": name, "file": file})
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return str(answer.headers.get("Location", answer.content.decode()))


def test_two_counts_of_a_flow_become_a_table_that_everybody_reads(clock: Clock) -> None:
    who = house.office()
    client, table = client_of(who[0]), _flows(who[0])
    own = house.drafted(who[0])
    page = client.get(f"{DESK}mirror/").content.decode()
    assert table.pk in page
    assert own.pk not in page  # what is not public is released first
    assert client.get(f"{DESK}mirror/?origin={own.pk}").status_code == 400
    where = f"{DESK}mirror/?origin={table.pk}&destination={table.pk}"
    page = client.get(where).content.decode()
    for words in ("Nepal", "Qatar", "1,000", "860", "-140", "departures", "no figure"):
        assert words in page, words
    assert "One side counts clearances and the other persons" in page
    wrong = CAUSES + "NPL,QAT,2025,luck,2,,me\nNPL,QAT,2025,unit,1,One,me\n"
    told = _post(client, where, 422, wrong)
    for words in ("Line 4: “luck”", "Line 4: “”", "Line 5: This cause is about fewer than 3"):
        assert words in told, words
    told = _post(client, where, 422, wrong, "No Name")
    assert "cannot be an indicator" in told
    assert "Line 5: This cause is about fewer" in told
    nowhere = CAUSES + "NPL,IND,2025,timing,9,Border,me\n"
    assert "NPL to IND in 2025, which no side has counted" in _post(client, where, 422, nowhere)
    assert Table.objects.count() == 2
    made = Table.objects.get(pk=_post(client, where, 302, CAUSES).split("/")[2])
    assert "Not explained" in client.get(f"{DESK}{made.pk}/").content.decode()
    assert {one.kind for one in Source.objects.filter(pk__in=made.sources)} == {"published"}
    _published(made, who, clock)
    page = Client().get("/statistics/mirror-npl/").content.decode()
    for words in ("One flow, as two countries count it", "-140", "-25", "Went on leave and left"):
        assert words in page, words
    assert page.count("Exit records; Central register; Labour permits; Permits") == 1
    page = Client().get("/statistics/mirror-npl/?destination=DEU").content.decode()
    assert "Went on leave and left" not in page


def _published(table: Table, who: tuple[Actor, Actor], clock: Clock) -> None:
    held = actions.protect(by=who[0], table=table.pk, rules_of_release={"method": "open"})
    actions.review(by=who[0], protection=held.pk, accepted=True, words="All of it is public.")
    release = actions.announce(by=who[0], protection=held.pk, at=house.minute(clock))
    actions.approve(by=who[1], release=release.pk)
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.pk)


def test_a_released_count_stands_beside_a_public_one(clock: Clock) -> None:
    """A version that is out is named as a source by its digest; one in work is refused."""
    who = house.office()
    out = house.published(clock, who)
    table = _flows(who[0])
    own = house.drafted(who[0])
    given: dict[str, Any] = {"by": who[0], "indicator": "mirror-x", "destination": table.pk}
    with house.refused("not_public"):
        actions.mirror(**given, origin=own.pk)
    with pytest.raises(Problem, match="dimensions origin and destination"):
        actions.mirror(**given, origin=out.pk)  # it is by country of work alone
    made = actions.mirror(**given, origin=table.pk)
    _published(made, who, clock)
    again = actions.mirror(
        by=who[0],
        indicator="mirror-again",
        origin=made_out().pk,
        destination=made_out().pk,
        origin_measure="mirror.origin@1",
        destination_measure="mirror.destination@1",
    )
    digests = set(Source.objects.filter(pk__in=again.sources).values_list("digest", flat=True))
    assert digests == {made_out().digest}


def made_out() -> Any:
    """The mirror table that is out."""
    from corridor.governance.observatory.models import Publication

    return Publication.objects.get(indicator="mirror-x")


SURVEY = """sex,time,measure,value,n,se,low,high,quality
_T,2025,imw.stock@1.0,700,70,20,661,739,reliable
F,2025,imw.stock@1.0,200,20,15,171,229,reliable
M,2025,imw.stock@1.0,500,50,18,465,535,reliable
"""


def test_a_survey_and_a_register_are_held_against_each_other(clock: Clock) -> None:
    who = house.office()
    client = client_of(who[0])
    register = house.drafted(who[0])
    survey = house.drafted(who[0], SURVEY, {"absent": "People in work camps."})
    page = client.get(f"{DESK}reconcile/?survey={survey.pk}&register={register.pk}")
    text = page.content.decode()
    for words in ("People in work camps.", "Whoever left without", "661 – 739", "+50", "+2.5"):
        assert words in text, words
    assert "The register counts more than the survey" in text
    assert text.count("The register lies within the survey") == 1
    other = client_of(house.office()[0])
    assert other.get(f"{DESK}reconcile/?survey={survey.pk}").status_code == 400
