"""Findings become JSON with money as text; canonical bytes are stable."""

import hashlib
import json
from datetime import date

from corridor.core.canonical import canonical, digest
from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import month


def test_a_finding_as_json() -> None:
    finding = Finding(
        "contract-1",
        "wage.short",
        Verdict.BREACH,
        expected=Money(120000, "QAR"),
        actual=Money(83000, "QAR"),
        owed=Money(37000, "QAR"),
        period=month("2026-09"),
        law=("QAT.minimum_wage",),
        explain={
            "due": date(2026, 10, 7),
            "parts": [Money(1, "QAR")],
            "by": {"x": Money(2, "QAR")},
        },
    )
    body = finding.as_json()
    assert body == {
        "subject": "contract-1",
        "check": "wage.short",
        "verdict": "breach",
        "expected": {"amount": "1200.00", "currency": "QAR"},
        "actual": {"amount": "830.00", "currency": "QAR"},
        "owed": {"amount": "370.00", "currency": "QAR"},
        "period": {"from": "2026-09-01", "to": "2026-09-30"},
        "law": ["QAT.minimum_wage"],
        "explain": {
            "due": "2026-10-07",
            "parts": [{"amount": "0.01", "currency": "QAR"}],
            "by": {"x": {"amount": "0.02", "currency": "QAR"}},
        },
    }
    assert json.loads(canonical(body)) == body


def test_nothing_known_is_null_not_ok() -> None:
    body = Finding("c", "wage.paid", Verdict.UNKNOWN).as_json()
    assert body["verdict"] == "unknown"
    assert body["owed"] is body["period"] is body["expected"] is None


def test_canonical_bytes_do_not_depend_on_order_or_spacing() -> None:
    assert (
        canonical({"b": 1, "a": "न"}) == '{"a":"न","b":1}'.encode() == canonical({"a": "न", "b": 1})
    )
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert digest({"a": 1}) != digest({"a": "1"})
