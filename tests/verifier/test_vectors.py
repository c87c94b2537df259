"""The shared vectors: as they are made, as they are kept, and what Python says of each."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import date

import pytest
from tests.verifier import making, papers

from corridor.core.problems import BadInput
from corridor.engines.evidence import beside, check, read_revoked, revoked, terms_in
from corridor.engines.evidence.check import STATES

CASES = json.loads((making.HERE / "cases.json").read_text(encoding="utf-8"))
KEPT = json.loads((making.HERE / "papers.json").read_text(encoding="utf-8"))


def test_the_files_are_what_the_generator_makes() -> None:
    """Regenerate with ``python -m tests.verifier.making`` and read the difference."""
    for name, text in making.files().items():
        assert (making.HERE / name).read_text(encoding="utf-8") == text, name


def test_every_good_paper_is_accepted_and_every_changed_one_refused() -> None:
    changed = [case for case in CASES if case["edits"] and not case.get("good")]
    assert len(changed) >= 300
    assert [case for case in changed if case["want"][0] == "valid"] == []
    harmless = [case for case in CASES if case.get("good")]
    assert {case["want"][0] for case in harmless} == {"valid"}
    # The control: the same papers, unchanged, are good.
    good = {case["of"] for case in CASES if case["trust"] == "base" and case["want"][0] == "valid"}
    assert {"pass", "receipt", "contract", "pass_proof", "receipt_proof"} <= good
    assert Counter(case["want"][0] for case in CASES).keys() == set(STATES)


def want(of: str, trust: str = "base", on: str = papers.ON) -> list[object]:
    keyed = (of, trust, on)
    found = [c for c in CASES if not c["edits"] and (c["of"], c["trust"], c["on"]) == keyed]
    answer: list[object] = found[0]["want"]
    return answer


@pytest.mark.parametrize(
    ("of", "trust", "says"),
    [
        ("pass", "base", ["valid", "pass", "checked", 2]),
        ("pass", "no_list", ["valid", "pass", "none", None]),
        ("pass", "false_list", ["valid", "pass", "false", None]),
        ("pass", "cut_list", ["valid", "pass", "false", None]),
        ("pass", "dated_list", ["valid", "pass", "false", None]),
        ("pass", "old_list", ["valid", "pass", "old", 12]),
        ("pass", "future_list", ["valid", "pass", "checked", 0]),
        ("pass", "taken_back", ["revoked", "pass", "checked", 2]),
        ("blank", "base", ["valid", "blank", "checked", 2]),
        ("blank", "taken_back", ["revoked", "blank", "checked", 2]),
        ("pass", "key_of_later", ["unknown_key", "pass", "", None]),
        ("pass_proof", "taken_back_old", ["revoked", "pass", "old", 12]),
        ("over", "base", ["expired", "pass", "checked", 2]),
        ("receipt", "no_keys", ["unknown_key", "receipt", "", None]),
        ("receipt", "key_ended", ["unknown_key", "receipt", "", None]),
        ("receipt", "key_ended_later", ["valid", "receipt", "", None]),
        ("contract", "no_policy", ["not_in_log", "", "", None]),
        ("contract", "other_log", ["not_in_log", "", "", None]),
        ("contract", "same_name", ["not_in_log", "", "", None]),
        ("contract", "key_changed", ["valid", "contract", "", None]),
        ("contract", "key_changed_earlier", ["not_in_log", "", "", None]),
        ("another_log", "base", ["not_in_log", "", "", None]),
        ("unwitnessed", "base", ["policy_not_met", "pass", "checked", 2]),
        ("unwitnessed", "one_witness", ["policy_not_met", "pass", "checked", 2]),  # our own one
        ("unwitnessed", "log_alone", ["valid", "pass", "checked", 2]),
        ("exchanged", "base", ["forged", "", "", None]),
        ("exchanged_receipt", "base", ["forged", "", "", None]),
        ("two_contracts", "base", ["forged", "", "", None]),
        ("bare_pass", "base", ["forged", "", "", None]),  # it may have ended, or been taken back
        ("bare_receipt", "base", ["forged", "", "", None]),
        ("bare_terms", "base", ["valid", "offer", "", None]),
        ("bare_terms_beside", "base", ["forged", "", "", None]),  # of another contract
        ("offer", "base", ["valid", "offer", "", None]),
        ("json_contract", "base", ["unreadable", "", "", None]),
    ],
)
def test_what_each_paper_is_worth(of: str, trust: str, says: list[object]) -> None:
    assert want(of, trust) == says


def test_a_genuine_file_shows_the_terms_and_nothing_that_was_closed() -> None:
    found = check(KEPT["documents"]["contract"], making.read({}), date.fromisoformat(papers.ON))
    told = json.dumps(found.as_json(), ensure_ascii=False)
    assert "1200.00" in told
    assert "2026-01-12T10" in told
    assert "01HIDDEN" not in told
    assert found.papers[0].payload["registered_by"] == "QAT"


def test_another_paper_beside_the_contract_in_money() -> None:
    offered = terms_in(json.dumps({"terms": papers.TERMS}))
    presented = terms_in(json.dumps(papers.TERMS | {"basic_wage": "830.00", "hours_week": 60}))
    assert offered is not None
    assert presented is not None
    told = beside(offered, presented).as_json()
    assert (told["per_month"], told["over_term"], told["months"]) == ("370.00", "8880.00", 24)
    assert [row["clause"] for row in told["rows"]] == ["basic_wage", "hours_week"]
    # What a hostile paper may hold is a difference like any other: true is not 1, 48.0 is 48.
    strange = terms_in('{"hours_week": 48.0, "contract_months": true, "worksite": {"trim": 1}}')
    assert strange is not None
    named = {row["clause"] for row in beside(offered, offered | strange).as_json()["rows"]}
    assert named == {"contract_months", "worksite"}
    assert terms_in('{"hours_week": NaN}') is None
    same = beside(offered, offered | {"basic_wage": "1200"}).as_json()
    assert (same["rows"], same["per_month"]) == ([], None)
    other_money = beside(offered, offered | {"currency": "INR"}).as_json()
    assert other_money["per_month"] is None
    assert terms_in("not json") is None
    assert terms_in('{"a": 1}') is None


def test_a_thousand_revoked_passes_fit_in_a_small_file() -> None:
    codes = [f"{number:05d}-ABCDE" for number in range(1000)]
    text = papers.listed("2026-01-30", *codes)
    assert len(text.encode()) < 23_300
    keys = making.read({}).public
    assert len(read_revoked(text, keys).codes) == 1000
    # A slip whose pass was taken back twice stands there once, from its first day.
    rows = [("00000-AAAAA", date(2026, 1, day)) for day in (9, 8, 10)]
    assert revoked.list_text("np", date(2026, 1, 30), rows).count("\n00000-AAAAA 2026-01-08\n") == 1
    assert "\n1\n" in revoked.list_text("np", date(2026, 1, 30), rows)
    swapped = text.replace("00001-", "0000X-")
    for bent in (swapped, text.replace("\n1000\n", "\n999\n"), text[:-3], "", "no list\n"):
        with pytest.raises(BadInput):
            read_revoked(bent, keys)


def test_a_hostile_file_is_only_unreadable() -> None:
    trust, on = making.read({}), date.fromisoformat(papers.ON)
    deep = "[" * 100_000
    log = papers.Log()
    odd = [
        "\ud800",
        deep,
        '{"text": ' + deep,
        log.proof("issued", extra=deep.encode()),
        log.proof("issued", extra=b'{"entry":"\\ud800","fields":{},"key":"","marks":{}}'),
        log.proof("issued") * 21,
        "OC1:" + ":" * 300,
        "OC1:P:%:X.%:" + "A" * 103,
    ]
    assert {check(text, trust, on).state for text in odd} <= {"unreadable", "forged"}
    # Nothing that nobody signed is said aloud: a key's name has plain letters only.
    named = papers.PASS.split(":")
    for name in ("\x1b[2J-1", "\u202epass-1", "pass 1", "-", "pass-"):
        named[2] = "%" + base64.b32encode(name.encode()).decode().rstrip("=")
        assert check(":".join(named), trust, on).state == "unreadable"
