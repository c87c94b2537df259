"""The lowest lawful wage: the highest rule wins, doubt never lowers it, nothing is converted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.problems import BadInput
from corridor.engines import law
from corridor.engines.wages.least import Floor, least
from corridor.engines.wages.minima import IN_KIND, Work

BOOK = law.book()
ON = date(2026, 1, 10)
HEAD = """kind: values
recorded_at: 2026-01-01
sources:
  gazette: {document: The gazette, tier: O, date: 2020-01-01}
values:
"""


def rule(id_: str, amount: str, extra: str = "per: month", dated: str = "") -> str:
    return f"""  - id: {id_}
    title: A wage
    plain: A wage.
    type: money
    currency: QAR
    {extra}
    dated:
      - {{from: 2020-01-01, value: "{amount}", status: in_force, cites: [gazette]{dated}}}
"""


@pytest.fixture
def packed(tmp_path: Path) -> Callable[..., law.Book]:
    """A book of one state, QAT, and of its neighbour NPL, with these values."""

    def write(**values: str) -> law.Book:
        for place, text in values.items():
            folder = tmp_path / "jurisdictions" / place
            folder.mkdir(parents=True)
            (folder / "values.yaml").write_text(HEAD + text, encoding="utf-8")
        return law.Book(tmp_path)

    return write


def ask(place: str, on: date = ON, period: str | None = None, **said: str | bool | None) -> Floor:
    in_kind = {w: bool(said.pop(w)) for w in IN_KIND if w in said}
    origin = said.pop("origin", None)
    key = {name: str(value) for name, value in said.items()}
    work = Work(key, str(origin) if origin else None, in_kind)
    return least(BOOK, place, on, work, BOOK.jurisdiction(place).currency, period)


@settings(max_examples=20, deadline=None)
@given(st.fixed_dictionaries({w: st.sampled_from([True, False, None]) for w in IN_KIND}))
def test_what_is_unsaid_opens_the_top_and_leaves_the_floor(said: dict[str, bool | None]) -> None:
    """Qatar: 1,000 riyals, 300 more without food, 500 more without housing."""
    work = Work(in_kind={what: value for what, value in said.items() if value is not None})
    found = least(BOOK, "QAT", ON, work, "QAR")
    worth = {"food": 300, "housing": 500}
    certain = 1000 + sum(worth[w] for w in IN_KIND if said[w] is False)
    top = certain + sum(worth[w] for w in IN_KIND if said[w] is None)
    assert found.amount is not None
    assert found.at_most is not None
    assert (found.amount.minor, found.at_most.minor) == (certain * 100, top * 100)
    assert found.state == ("known" if certain == top else "at_least")
    assert bool(found.reasons) == (certain != top)


def test_one_rule_above_the_other(packed: Callable[..., law.Book]) -> None:
    book = packed(
        QAT=rule("QAT.minimum_wage.basic", "1000")
        + rule("QAT.minimum_wage.building", "1100")
        + rule("QAT.minimum_wage.building.mason", "1200"),
        NPL=rule("NPL.referral_wage.QAT", "1300")
        + rule("NPL.referral_wage.QAT.mason", "900")
        + rule("NPL.minimum_wage.QAT.domestic", "1400", "per: month"),
    )

    def amount(origin: str | None = None, **key: str) -> str:
        found = least(book, "QAT", ON, Work(key, origin), "QAR")
        assert found.chosen is not None
        assert found.state == "known"
        return f"{found.chosen.kind} {found.amount}"

    assert amount() == "general QAR 1000.00"
    assert amount(sector="building", job="painter") == "sector QAR 1100.00"
    assert amount(sector="Building", job="Mason") == "sector QAR 1200.00"
    assert amount(job="mason") == "sector QAR 1200.00"
    assert amount(sector="farming", job="mason") == "general QAR 1000.00"
    assert amount("NPL", job="mason") == "referral QAR 1300.00"
    assert amount("NPL", regime="domestic") == "agreement QAR 1400.00"
    assert amount("IND") == "general QAR 1000.00"


def test_a_job_nobody_named_opens_the_top_and_never_the_floor() -> None:
    found = ask("DEU", date(2025, 8, 1), sector="care")
    assert (found.state, str(found.amount), str(found.at_most)) == (
        "at_least",
        "EUR 12.82",
        "EUR 20.50",
    )
    assert "assistant" in found.reasons[0].say()
    outside = ask("DEU", date(2025, 8, 1), job="hospital_cleaner_outside_scope")
    assert (outside.state, str(outside.amount)) == ("known", "EUR 12.82")
    assert "qualified" in outside.notes[0].say()


def test_an_announced_amount_is_a_doubt_until_it_is_asked_for() -> None:
    on = date(2026, 8, 1)
    doubt = ask("DEU", on, job="assistant")
    assert (doubt.state, str(doubt.amount), doubt.at_most) == ("at_least", "EUR 13.90", None)
    work = Work({"job": "assistant"}, announced=True)
    asked = least(BOOK, "DEU", on, work, "EUR")
    assert (asked.state, str(asked.amount)) == ("known", "EUR 16.52")
    assert any("announced" in note.say() for note in asked.notes)


def test_spans_of_pay_are_never_turned_into_each_other() -> None:
    hour, week = ask("AUS", date(2026, 7, 1)), ask("AUS", date(2026, 7, 1), "week")
    assert (str(hour.amount), hour.period) == ("AUD 26.44", "hour")
    assert (str(week.amount), week.period) == ("AUD 1004.90", "week")
    assert [str(other.amount) for other in hour.also] == ["AUD 1004.90"]
    month = ask("AUS", date(2026, 7, 1), "month")
    assert (month.state, month.amount, len(month.also)) == ("missing", None, 2)


def test_a_pay_period_that_began_before_the_change_keeps_the_earlier_wage() -> None:
    def amount(on: date, begins: date | None) -> str:
        return str(least(BOOK, "AUS", on, Work(begins=begins), "AUD").amount)

    changed = date(2026, 7, 1)
    assert amount(date(2026, 7, 3), date(2026, 6, 29)) == "AUD 24.95"
    assert amount(date(2026, 7, 3), changed) == "AUD 26.44"
    assert amount(date(2026, 7, 3), None) == "AUD 26.44"
    # a wage that changes for everybody on one day takes no notice of the pay period
    deu = least(BOOK, "DEU", date(2026, 1, 2), Work(begins=date(2025, 12, 29)), "EUR")
    assert str(deu.amount) == "EUR 13.90"


def test_no_rule_is_no_wage_of_nought() -> None:
    for place in ("SAU", "ARE", "OMN", "BHR"):
        found = ask(place)
        assert (found.state, found.amount, found.at_most) == ("missing", None, None)
        assert "no minimum wage" in found.reasons[0].say()
    abroad = ask("SAU", origin="PHL", regime="domestic")
    assert (abroad.state, str(abroad.amount)) == ("known", "USD 500.00")
    assert "no minimum wage" in abroad.notes[0].say()
    assert "names no minimum wage" in ask("NPL").reasons[0].say()


def test_currencies_stand_side_by_side() -> None:
    found = ask("QAT", origin="PHL", regime="domestic", food=True, housing=True)
    assert str(found.amount) == "QAR 1460.00"
    assert [str(other.amount) for other in found.also] == ["USD 500.00"]
    assert any("currencies" in note.say() for note in found.notes)


def test_a_size_the_law_asks_for_and_nobody_said() -> None:
    assert ask("MYS", date(2025, 3, 1)).state == "unknown"
    assert str(ask("MYS", date(2025, 3, 1), establishment_size="4").amount) == "MYR 1500.00"
    with pytest.raises(BadInput) as refused:
        ask("MYS", date(2025, 3, 1), establishment_size="0")
    assert refused.value.code == "law.key"
