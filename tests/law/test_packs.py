"""The packs as shipped: sound, cited, answered around every change, their cases holding."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from corridor.core.procedure import STATE_ROLES
from corridor.engines import law
from corridor.engines.law.model import Dated, Parameter
from corridor.engines.law.spans import partitions, switch_between

BOOK = law.book()
ONE = timedelta(days=1)


OPEN = {
    "ARE.eos",
    "ARE.eos.shares",
    "ARE.wps.compliant",
    "BGD.minimum_wage.SAU.domestic",
    "BHR.eos",
    "DEU.bluecard.shortage",
    "DEU.bluecard.standard",
    "DEU.wages.fine",
    "KWT.eos.shares",
    "KWT.minimum_wage.basic",
    "NPL.referral_wage.QAT",
    "OMN.eos",
    "QAT.eos",
    "QAT.eos.bands",
    "QAT.overtime.premium",
    "SAU.eos.shares",
    "SAU.final_dues",
    "SAU.heat.ban",
    "SAU.wages.deductions",
    "SAU.wps.coverage",
}


def test_no_problem_and_every_doubt_is_counted() -> None:
    report = law.report()
    assert [problem.say() for problem in report.problems] == []
    assert report.cases >= 90
    assert {id_ for id_, _ in report.conflicts} == OPEN
    assert report.unverified > 20
    assert not any(place.verified for place in BOOK.jurisdictions())


def rows() -> list[tuple[Parameter, list[Dated], int]]:
    """Every dated value with the values of its own key."""
    return [
        (parameter, group, index)
        for parameter in BOOK.parameters()
        for group in partitions(parameter).values()
        for index in range(len(group))
    ]


def expected_state(row: Dated) -> str:
    if row.missing:
        return "missing"
    return "unknown" if row.status == "announced" else "known"


@pytest.mark.parametrize(
    ("parameter", "group", "index"),
    [pytest.param(*row, id=f"{row[0].id}-{row[1][row[2]].line}") for row in rows()],
)
def test_around_every_change(parameter: Parameter, group: list[Dated], index: int) -> None:
    """The day before a value, its first certain day, its last day, and the day after it."""
    row = group[index]
    key = dict(row.key)
    low, high = (switch_between(group[index - 1], row) if index else None) or row.starts
    first = BOOK.value(parameter.id, high, key)
    assert first.state == expected_state(row)
    assert first.value == (row.value if first.known else None)
    before = BOOK.value(parameter.id, low - ONE, key)
    if index:
        assert before.value in (group[index - 1].value, None)
        assert before.state == expected_state(group[index - 1])
    else:
        assert before.state in ("missing", "unknown")
        assert before.reason
    if low < high:
        assert BOOK.value(parameter.id, low, key).state == "unknown"
        assert BOOK.value(parameter.id, high - ONE, key).state == "unknown"
    if row.ends is not None:
        assert BOOK.value(parameter.id, row.ends[0] - ONE, key).state == expected_state(row)
        after = BOOK.value(parameter.id, row.ends[1], key)
        if index + 1 == len(group):
            assert after.state == "missing"
            assert after.reason


def test_announced_values_only_when_asked() -> None:
    ask = ("DEU.minimum_wage.care.assistant", date(2027, 7, 1))
    assert BOOK.value(*ask).state == "unknown"
    answer = BOOK.value(*ask, announced=True)
    assert (str(answer.value), answer.status) == ("EUR 16.95", "announced")
    ahead = BOOK.value("DEU.minimum_wage.care.assistant", date(2026, 6, 30)).next
    assert ahead is not None
    assert ahead.start is not None
    assert (ahead.start.text, ahead.status) == ("2026-07-01", "announced")


def test_every_value_is_cited_and_policy_says_why() -> None:
    for parameter in BOOK.parameters():
        assert parameter.title
        assert parameter.plain.endswith(".")
        assert all(dated.cites for dated in parameter.dated)
        assert parameter.policy == parameter.id.startswith("OC.")
        assert not parameter.policy or parameter.rationale.endswith(".")


def test_answers_are_quick_from_a_cold_start() -> None:
    started = time.process_time()
    law.Book().value("QAT.minimum_wage.basic", date(2026, 1, 10))
    assert time.process_time() - started < 0.15


def test_unknown_ids_suggest_near_ones() -> None:
    from corridor.core.problems import BadInput

    with pytest.raises(BadInput) as refused:
        BOOK.value("QAT.minimum_wage.basics", date(2026, 1, 10))
    assert refused.value.code == "law.id"
    assert "QAT.minimum_wage.basic" in refused.value.say()


CORRIDOR_ROUTES = [
    ("NPL-QAT", "agency", "general"),
    ("NPL-QAT", "agency", "domestic"),
    ("NPL-QAT", "direct", "general"),
    ("NPL-QAT", "direct", "domestic"),
    ("NPL-QAT", "rehire", "general"),
    ("NPL-QAT", "rehire", "domestic"),
    ("NPL-QAT", "renewal", "general"),
    ("NPL-QAT", "renewal", "domestic"),
    ("NPL-QAT", "change_of_employer", "general"),
    ("NPL-QAT", "change_of_employer", "domestic"),
    ("NPL-QAT", "already_abroad", "general"),
    ("NPL-QAT", "already_abroad", "domestic"),
    ("PHL-DEU", "government", "general"),
    ("PHL-DEU", "direct", "general"),
    ("PHL-DEU", "rehire", "general"),
    ("PHL-DEU", "renewal", "general"),
    ("PHL-DEU", "change_of_employer", "general"),
    ("PHL-DEU", "already_abroad", "general"),
]
ON = date(2026, 1, 10)


def test_every_route_of_a_corridor_has_its_procedure() -> None:
    found = {(c.id, r, g) for c in BOOK.corridors() for r, g, _ in BOOK.procedures(c.id)}
    assert found == set(CORRIDOR_ROUTES)
    for corridor in BOOK.corridors():
        assert {r for r, _, _ in BOOK.procedures(corridor.id)} == set(corridor.routes)


@pytest.mark.parametrize(("corridor", "route", "regime"), CORRIDOR_ROUTES)
def test_order_of_every_procedure(corridor: str, route: str, regime: str) -> None:
    procedure = BOOK.procedure(corridor, route, regime, ON)
    for step in procedure.steps:
        assert step.cite.plain.endswith(".")
        assert step.cite.cites
        assert step.office
        # A delay of an authority never voids a contract: no clock on a registration does.
        assert "void" not in (step.clock.expires if step.clock else "")
    if procedure.has("cleared"):
        assert procedure.step("cleared").persons == 2
        assert procedure.step("cleared").appeal is not None
        assert procedure.step("clearance_checked").clock is not None
    if route == "already_abroad":
        assert procedure.steps[0].id == "contract_brought"
        return
    # The employer signs first, the worker last, after the days to think.
    order = [step.id for step in procedure.steps]
    assert order.index("offer_signed") < order.index("offer_explained") < order.index("accepted")
    wait = procedure.step("accepted").not_before
    assert wait is not None
    assert (wait.days, wait.after) == (3, "offer_explained")
    for registration in ("registered_origin", "registered_destination"):
        if procedure.has(registration):
            assert order.index(registration) > order.index("accepted")


def test_the_household_is_registered_after_arrival() -> None:
    domestic = BOOK.procedure("NPL-QAT", "agency", "domestic", ON)
    assert domestic.step("registered_destination").after == ("arrived",)
    assert "domestic" in domestic.step("registered_destination").cite.cites[0].document


def test_germany_takes_no_part() -> None:
    corridor = BOOK.corridor("PHL-DEU")
    assert corridor.participates == {"origin": True, "destination": False}
    procedure = BOOK.procedure("PHL-DEU", "government", "general", ON)
    for step in procedure.steps:
        if step.side == "destination" and STATE_ROLES.issuperset(step.by):
            assert step.optional
            assert procedure.silent(step)
    stations = {station.id: station for station in procedure.line([], ON)}
    assert stations["registered_destination"].state == "unknown"
    assert "union" in corridor.monitoring
    assert not procedure.has("agency_appointed")


def test_contracts_before_the_agreement_are_refused() -> None:
    from corridor.core.problems import BadInput

    with pytest.raises(BadInput) as refused:
        BOOK.procedure("NPL-QAT", "agency", "general", date(2004, 12, 31))
    assert refused.value.code == "law.before_agreement"
    assert refused.value.law == ("NPL-QAT.BLA",)


def test_corridors_routes_and_places_that_are_unknown() -> None:
    from corridor.core.problems import BadInput

    for call in (
        lambda: BOOK.corridor("NPL-MARS"),
        lambda: BOOK.procedure("NPL-QAT", "government", "general", ON),
        lambda: BOOK.jurisdiction("MAR"),
    ):
        with pytest.raises(BadInput) as refused:
            call()
        assert refused.value.expected


def test_what_the_worker_may_be_asked_is_flagged() -> None:
    items = {item.id for item in BOOK.fee_items()}
    for corridor in BOOK.corridors():
        for charge in corridor.pays:
            assert charge.payer != "worker" or charge.against in items
            assert charge.amount is None or charge.amount in BOOK.ids()
    assert not BOOK.corridor("NPL-QAT").wage_file["domestic"].duty
    assert BOOK.corridor("NPL-QAT").wage_file["general"].duty
    assert not BOOK.corridor("PHL-DEU").wage_file["general"].duty


def test_clauses_and_mandatory_lists() -> None:
    clauses = {clause.id: clause for clause in BOOK.clauses()}
    assert len(clauses) == 24
    assert clauses["basic_wage"].worse == "lower"
    assert clauses["passport_clause"].worse == "employer_keeps"
    listed = {place: BOOK.mandatory(place) for place in ("PHL", "IND", "QAT")}
    assert listed["QAT"] is None
    for place, count in (("PHL", 14), ("IND", 15)):
        found = listed[place]
        assert found is not None
        assert len(found.items) == count
        assert {clause for item in found.items for clause in item.clauses} <= set(clauses)
    assert len(BOOK.fee_items()) == 14


def test_texts_for_translators() -> None:
    sentences = list(law.texts())
    assert len(sentences) == len(set(sentences)) > 400
    assert "Minimum basic wage" in sentences
    assert "celsius" in sentences
    assert not {"text", "code", "boolean", "unknown"} & set(sentences)
    assert "Inspection" in sentences
    assert "Ministry of Labour of Qatar" in sentences
    assert all(Path(text.file).suffix == ".yaml" and text.line > 0 for text in sentences)
    answer = BOOK.value("SAU.minimum_wage.basic", ON)
    assert answer.reason is not None
    assert answer.reason.template in sentences
