"""The verifier as a file on a disk, with the network off: it agrees with Python on every vector."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.support.browser import PHONE, overflow, picture, serious_violations
from tests.verifier import making, papers

from corridor.doors.verifier import build
from corridor.engines.evidence import beside, check, terms_in

SHOWN = "({state, kind, revocation, age, papers, facts}) => ({state, kind, revocation, age, facts,"
SHOWN += " papers: papers.map(({why, ...paper}) => paper)})"
ANSWERS = f"""async ([cases, trusts]) => {{
  const all = [];
  for (const [text, name, on] of cases) all.push(({SHOWN})(await check(text, trusts[name], on)));
  return all;
}}"""


DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(source) { return [window.seen ?? []].flat().map((rawValue) => ({ rawValue })); }
};"""


@pytest.fixture
def asked() -> list[str]:
    """Every address that a page of this test has asked for."""
    return []


@pytest.fixture
def opened(open_page: Callable[..., Page], tmp_path: Path, asked: list[str]) -> Callable[..., Page]:
    """``opened(trust, **page options)``: the file, made, written down and opened offline."""

    def made(trust: dict[str, Any] | None = None, script: str = "", **options: Any) -> Page:
        target = tmp_path / build.FILE
        target.write_text(build.page(trust or papers.trust()), encoding="utf-8")
        page = open_page(**options)
        page.context.set_offline(True)
        if script:
            page.add_init_script(script)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(target.as_uri())
        page.wait_for_function("document.querySelector('#about p')")
        return page

    return made


def wanted(text: str, trust: Any, on: str) -> dict[str, Any]:
    told = check(text, trust, date.fromisoformat(on)).as_json()
    names = ("state", "kind", "revocation", "facts", "papers")
    return {**{name: told[name] for name in names}, "age": told["list_age"]}


def test_it_agrees_with_python_on_every_vector(
    opened: Callable[..., Page], asked: list[str]
) -> None:
    texts, trusts = making.documents(), making.trusts()
    cases = json.loads((making.HERE / "cases.json").read_text(encoding="utf-8"))
    given = [
        (making.edited(texts[case["of"]], case["edits"]), case["trust"], case["on"])
        for case in cases
    ]
    pinned = {name: build.whole(papers.trust() | one) for name, one in trusts.items()}
    page = opened()
    answers = page.evaluate(ANSWERS, [given, pinned])
    read = {name: making.read(given) for name, given in trusts.items()}
    wrong = [
        (case, answer)
        for case, (text, name, on), answer in zip(cases, given, answers, strict=True)
        if answer != wanted(text, read[name], on)
    ]
    assert wrong == []
    assert len([case for case in cases if case["edits"] and not case.get("good")]) >= 300
    # Nothing was asked of any network: the file itself is all that was ever loaded.
    assert asked == [page.url]
    assert page.url.startswith("file://")


def test_a_page_that_says_yes_to_all_would_be_noticed(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("() => { crypto.subtle.verify = async () => true; }")
    bent = papers.PASS.replace("SITA", "RITA")
    answers = page.evaluate(ANSWERS, [[[bent, "base", papers.ON]], {"base": _whole()}])
    assert answers[0]["state"] == "valid"
    assert wanted(bent, making.read({}), papers.ON)["state"] == "forged"


def _whole() -> dict[str, Any]:
    return build.whole(papers.trust())


def test_money_is_counted_as_python_counts_it(opened: Callable[..., Page]) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"basic_wage": "830.00"},
        {"basic_wage": "830", "allowance_food": "none"},
        {"basic_wage": "1200"},
        {"basic_wage": "1300.50", "hours_week": 60},
        {"basic_wage": "12.345"},
        {"basic_wage": "-5"},
        {"basic_wage": 830},
        {"basic_wage": "830.00", "pay_period": "week"},
        {"basic_wage": "830.00", "currency": "INR"},
        {"allowance_food": "100.00", "contract_months": 12},
        {"deductions": "none", "worksite": " Lusail, برج ٣ "},
        {"currency": "KWD", "basic_wage": "100.123"},
        # What a hostile paper may hold.
        {"worksite": {"trim": 1}, "hours_week": 48.0, "contract_months": True},
        {"hours_week": 1e30, "worksite": "\u202e\ufeff", "deductions": [[{"b": 1, "a": None}]]},
    ]
    here = [papers.TERMS, papers.TERMS | {"allowance_food": "250", "contract_months": "24"}]
    here += [{"basic_wage": "100.5", "currency": "KWD"}, {"basic_wage": "9", "currency": "XXX"}]
    pairs = [(one, one | change) for one in here for change in changes]
    found = opened().evaluate(
        """([pairs, trust]) => pairs.map(([one, other]) => {
          const told = beside(one, other, trust);
          const text = (sum) => sum === undefined ? null : String(sum);
          return {rows: told.rows.map((row) => [row.clause, text(row.month), text(row.term)]),
            month: text(told.month), term: text(told.term)};
        })""",
        [pairs, _whole()],
    )
    for (one, other), answer in zip(pairs, found, strict=True):
        there = terms_in(json.dumps(other))  # numbers as a file of JSON has them
        assert there is not None
        told = beside(one, there).as_json()
        rows = [
            [row["clause"], _minor(row["per_month"]), _minor(row["over_term"])]
            for row in told["rows"]
        ]
        assert answer["rows"] == rows, (one, other)
        assert answer["month"] == _minor(told["per_month"])
        assert answer["term"] == _minor(told["over_term"])


def _minor(text: str | None) -> str | None:
    return None if text is None else str(int(text.replace(".", "")))


def test_the_page_tells_what_is_wrong_and_what_less_money_costs(
    opened: Callable[..., Page], tmp_path: Path, asked: list[str]
) -> None:
    page = opened(size=PHONE)
    page.fill("#day", papers.ON)
    proof = tmp_path / "contract.tlog-proof"
    proof.write_text(making.documents()["contract"], encoding="utf-8")
    other = tmp_path / "presented.json"
    other.write_text(json.dumps({"terms": papers.TERMS | {"basic_wage": "830.00"}}))
    page.set_input_files("#file", [proof, other])
    page.wait_for_selector("text=370.00 QAR less a month")
    told = page.inner_text("#result")
    for words in (
        "Valid",
        "8,880.00 QAR less over 24 months",
        "1200.00",
        "Registration receipt",
        "qa.example/w",
        "12 Jan 2026 10:00 UTC",
    ):
        assert words in told
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert overflow(page) == []
    assert serious_violations(page) == []
    picture(page, "verifier-en-360")
    page.click("[data-language=ar]")
    assert page.get_attribute("html", "dir") == "rtl"
    assert "صالح" in page.inner_text("#result")
    assert overflow(page) == []
    picture(page, "verifier-ar-360")
    page.click("[data-language=ne]")
    assert "मान्य" in page.inner_text("#result")
    assert asked == [page.url]


def test_a_pass_by_keyboard_with_and_without_lists(opened: Callable[..., Page]) -> None:
    page = opened(papers.trust(revoked=""))
    page.focus("#paper")
    page.keyboard.insert_text(papers.PASS)
    page.fill("#day", papers.ON)
    page.keyboard.press("Enter")
    page.wait_for_selector("h2.is-unchecked")
    assert "was not checked" in page.inner_text("h2")
    assert "there is no list here" in page.inner_text("#result")
    page.click("summary[data-say=list]")
    page.fill("#list", making.trusts()["taken_back"]["revoked"])
    page.click("[data-say=check]")
    page.wait_for_selector("h2.is-revoked")
    assert "taken back on 25 Jan 2026" in page.inner_text("#result")
    page.fill("#list", making.trusts()["false_list"]["revoked"])
    page.click("[data-say=check]")
    page.wait_for_selector("h2.is-unchecked")
    page.fill("#list", "")
    page.fill("#paper", " ")
    page.click("[data-say=check]")
    assert "choose a file" in page.inner_text("h2")
    page.fill("#paper", " 7k3qd-0xh2m ")
    page.click("[data-say=check]")
    assert "only be looked up on the server" in page.inner_text("h2")


def test_a_forged_paper_has_no_signer(opened: Callable[..., Page]) -> None:
    page = opened()
    page.fill("#paper", papers.PASS)
    page.click("[data-say=check]")
    assert "Signed by" in page.inner_text("#result")
    page.fill("#paper", papers.PASS.replace("SITA", "RITA"))
    page.click("[data-say=check]")
    page.wait_for_selector("h2.is-forged")
    assert "Signed by" not in page.inner_text("#result")
    assert "without a signature of it" in page.inner_text("#result")


def test_nothing_hostile_turns_a_line_round_or_stops_the_page(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened(script=DETECTOR + "window.createImageBitmap = async () => { throw Error(); };")
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    page.set_input_files("#file", broken)
    page.wait_for_selector("text=No code was found")
    page.fill("#day", papers.ON)
    page.evaluate("(text) => { $('paper').value = text; }", "x" + " " * 1_000_000 + "x" * 900_000)
    page.click("[data-say=check]")
    page.wait_for_selector("h2.is-unreadable")
    page.fill("#paper", making.documents()["contract"])
    turned = {"worksite": "\u202eliasuL", "basic_wage": "\x1b[2J", "hours_week": {"trim": 1}}
    page.click("summary[data-say=second]")
    page.fill("#second", json.dumps(papers.TERMS | turned))
    page.click("[data-say=check]")
    page.wait_for_selector("text=\ufffdliasuL")
    assert "\u202e" not in page.inner_text("#result")
    page.fill("#second", '{"hours_week":' + "[" * 90_000 + "]" * 90_000 + "}")
    page.click("[data-say=check]")
    page.wait_for_selector("text=not a contract in JSON")
    assert "Valid" in page.inner_text("h2")


def test_of_two_lists_the_newer_counts(opened: Callable[..., Page]) -> None:
    page = opened(papers.trust(revoked=making.trusts()["taken_back"]["revoked"]))
    page.fill("#paper", papers.PASS)
    page.fill("#day", papers.ON)
    page.click("summary[data-say=list]")
    for given, state in (
        (papers.listed("2026-01-29"), "revoked"),  # an older one hides nothing
        (papers.listed("2026-01-31"), "valid"),
        ("nonsense", "unchecked"),
    ):
        page.fill("#list", given)
        page.click("[data-say=check]")
        page.wait_for_selector(f"h2.is-{state}")
    page.fill("#list", "")
    page.fill("#paper", papers.paper("blank", making.BLANK))
    page.click("[data-say=check]")
    page.wait_for_selector("h2.is-revoked")
    assert "nobody travels on it" in page.inner_text("#result")


def test_an_old_file_says_so(opened: Callable[..., Page]) -> None:
    today = datetime.now(UTC).date()
    fresh = {"made": today.isoformat(), "revoked": papers.listed(today.isoformat())}
    assert opened(papers.trust(**fresh)).query_selector(".warning") is None
    ahead = fresh | {"made": (today + timedelta(days=3)).isoformat()}  # or this clock is behind
    assert "clock shows a day before" in opened(papers.trust(**ahead)).inner_text(".warning")
    old = fresh | {"made": (today - timedelta(days=9)).isoformat()}
    assert "seven days" in opened(papers.trust(**old)).inner_text(".warning")
    old = fresh | {"revoked": papers.listed((today - timedelta(days=9)).isoformat())}
    assert "seven days" in opened(papers.trust(**old)).inner_text(".warning")


def test_without_ed25519_it_decides_nothing(opened: Callable[..., Page]) -> None:
    page = opened(script="SubtleCrypto.prototype.importKey = async () => { throw Error(); };")
    page.wait_for_selector("h2")
    assert "lacks Ed25519" in page.inner_text("h2")
    page.fill("#paper", papers.PASS)
    page.click("[data-say=check]")
    assert "corridor pass verify" in page.inner_text("h2")
    assert "Not genuine" not in page.inner_text("#result")


def test_codes_in_pictures_and_before_the_camera(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    from corridor.engines import qr

    photo = tmp_path / "photo.png"
    photo.write_bytes(qr.png(papers.PASS))
    page = opened(script="delete window.BarcodeDetector;")
    assert page.is_visible("#no_camera")
    assert page.is_hidden("#camera")
    page.set_input_files("#file", photo)
    page.wait_for_selector("h2")
    assert "cannot read codes from pictures" in page.inner_text("h2")
    page = opened(script=DETECTOR)
    page.fill("#day", papers.ON)
    page.set_input_files("#file", photo)
    page.wait_for_selector("text=No code was found")
    page.evaluate("(two) => { window.seen = two; }", [papers.PASS, papers.RECEIPT])
    page.set_input_files("#file", [])
    page.set_input_files("#file", photo)
    page.wait_for_selector("text=or more than one")
    assert page.input_value("#paper") == ""  # of two papers none is chosen for its bearer
    page.evaluate("(text) => { window.seen = text; }", papers.PASS)
    page.set_input_files("#file", [])
    page.set_input_files("#file", photo)
    page.wait_for_selector("h2.is-valid")


def test_the_file_is_small_and_lets_nothing_in() -> None:
    script = build.script()
    lines = [line for line in script.splitlines() if line.strip()]
    assert len(lines) < 300
    assert max(map(len, lines)) <= 145
    made = build.page(papers.trust())
    assert "default-src 'none'" in made
    assert "unsafe" not in made.partition("<script")[0]
    assert "http://" not in made
    assert "https://" not in made
    assert len(made.encode()) < 100_000
    for reach in ("fetch(", "XMLHttpRequest", "WebSocket", "import(", "innerHTML", "eval("):
        assert reach not in script
    hostile = build.page(papers.trust(node="</script><script>alert(1)</script>{script}"))
    assert hostile.count("<script") == made.count("<script")


def test_every_word_is_there_in_every_language_and_the_clauses_are_the_house_s() -> None:
    from corridor.cycle.corridors.terms import CLAUSE_LABELS
    from corridor.engines.evidence.beside import NAMES
    from corridor.engines.evidence.check import STATES, WORDS

    words = build.words()
    assert words["en"].keys() == words["ar"].keys() == words["ne"].keys()
    for name in NAMES:
        assert words["en"][f"clause.{name}"] == CLAUSE_LABELS[name]
    for state in STATES:
        assert words["en"][f"state.{state}"] == WORDS[state]  # the gate's paper explains each
        assert {f"state.{state}", f"means.{state}"} <= words["en"].keys()
    for key, text in words["en"].items():
        places = {part.partition("}")[0] for part in text.split("{")[1:]}
        for language in ("ar", "ne"):
            other = words[language][key]
            assert {part.partition("}")[0] for part in other.split("{")[1:]} == places, key
