"""Specifications: the packaged ones hold together, broken ones are told of all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.core.problems import NotFound, Problem
from corridor.engines.statistics import definitions
from corridor.engines.statistics.definitions.model import ESTIMATORS, LANGUAGES

GOALS = {
    "imw.stock", "for_work.stock", "return_imw.stock", "imw.share", "migrants.participation",
    "rci.mean_of_ratios", "rci.ratio_of_means", "rci.quartiles", "rci.zero", "remittance.cost",
    "injuries.fatal", "injuries.other", "wage_gap.raw_mean", "wage_gap.factor_weighted",
    "wage_gap.explained", "wage_gap.unexplained", "contribution.women", "contribution.youth",
    "contribution.care", "contribution.domestic", "sdg.8.8.2", "forced_labour.prevalence",
}  # fmt: skip


def test_every_promised_indicator_is_defined_in_four_languages() -> None:
    known = definitions.catalogue()
    assert set(known.indicators) >= GOALS
    assert set(known.registers) >= {"contracts", "clearances", "departures", "arrivals"}
    for one in (*known.indicators.values(), *known.populations.values()):
        assert set(one.title.texts) == set(LANGUAGES), one.id
        assert {"en", "fr"} <= set(one.counting.texts), one.id
        assert one.standard.document, one.id
        assert one.absent.en, one.id
    assert {one.estimator for one in known.indicators.values()} <= set(ESTIMATORS)
    assert not [text for text in definitions.texts() if not text.strip()]


def test_registers_say_what_they_are_not() -> None:
    registers = definitions.catalogue().registers
    assert registers["clearances"].unit == "clearance"
    assert "neither persons nor stocks" in registers["clearances"].counting.en
    assert {"person", "departure"} <= set(registers["clearances"].not_)


def test_variables_and_options_are_found_through_populations() -> None:
    known = definitions.catalogue()
    one = definitions.indicator(known, "imw.stock@1.0")
    assert definitions.options(known, one) == ("identification", "working_age")
    every = definitions.variables(known, one)
    assert {"foreign_citizen", "born_abroad", "migrant"} <= set(every)
    birth = definitions.variables(known, one, (), {"identification": "birth"})
    assert "foreign_citizen" not in birth
    assert "born_abroad" in birth


def test_a_digest_moves_with_options_and_not_with_titles() -> None:
    known = definitions.catalogue()
    one = definitions.indicator(known, "imw.stock")
    usual, older = (
        definitions.digest(known, one, definitions.chosen(known, one, given))
        for given in ({}, {"working_age": "18"})
    )
    assert usual != older
    assert usual == definitions.digest(known, one, definitions.chosen(known, one, {}))


@pytest.mark.parametrize("asked", ["nothing", "imw.stock@9"])
def test_an_unknown_indicator_or_version_is_refused(asked: str) -> None:
    with pytest.raises(NotFound):
        definitions.indicator(definitions.catalogue(), asked)


def test_wrong_options_come_together() -> None:
    known = definitions.catalogue()
    one = definitions.indicator(known, "imw.stock")
    with pytest.raises(Problem) as refused:
        definitions.chosen(known, one, {"working_age": "30", "colour": "red"})
    assert {problem.place.field for problem in refused.value.problems} == {"working_age", "colour"}


BROKEN = """
standards: [{id: s, name: N, version: "1", document: D}]
options: [{id: limit, title: L, default: "99", least: 1, most: 5}]
variables:
  - {id: sex, title: Sex, kind: code, codes: {M: Men, F: Women}}
  - {id: age, title: Age, kind: integer}
  - {id: age, title: Again, kind: integer}
  - {id: odd, title: Odd, kind: code, derived: {of: nowhere, digits: 1}}
populations:
  - id: p
    version: "1"
    title: P
    standard: absent
    when: {all: [{sex: [X]}, {height: known}, {age: {more: 3, at_least: $no}}, {option: {x: 1}}]}
    counting: C
    absent: A
  - {id: q, version: "1", title: Q, standard: s, when: {in: nobody}, counting: C, absent: A}
indicators:
  - id: i
    version: "1"
    title: {fr: Titre}
    theme: t
    unit: person
    standard: s
    estimator: ratio
    sources: [rumour]
    population: p
    numerator: {quotient: [age]}
    breakdowns: [shoe]
    period: P
    counting: C
    absent: A
    surprise: 1
"""


def test_everything_wrong_with_a_specification_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a: [1\n", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        definitions.load(tmp_path)
    found = {(one.place.line, one.place.field) for one in refused.value.problems}
    assert {
        (3, "default"), (7, "id"), (8, "of"), (13, "standard"), (14, "sex"), (14, "height"),
        (14, "more"), (14, "at_least"), (14, "x"), (17, "in"), (21, "en"), (26, "sources"),
        (28, "numerator"), (29, "breakdowns"), (33, "surprise"), (19, "denominator"),
    } <= found  # fmt: skip
    assert any(one.place.file == "b.yaml" for one in refused.value.problems)


def test_a_population_defined_by_itself_is_refused(tmp_path: Path) -> None:
    text = """
standards: [{id: s, name: N, version: "1", document: D}]
populations:
  - {id: p, version: "1", title: P, standard: s, when: {in: q}, counting: C, absent: A}
  - {id: q, version: "1", title: Q, standard: s, when: {in: p}, counting: C, absent: A}
"""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as refused:
        definitions.load(tmp_path)
    assert {one.code for one in refused.value.problems} == {"definition.circle"}
    (tmp_path / "a.yaml").write_text(text.replace("in: p", "not: {in: p}"), encoding="utf-8")
    with pytest.raises(Problem):
        definitions.load(tmp_path)
