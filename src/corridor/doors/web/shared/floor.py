"""What the law asks of a job's terms, check by check, beside what the terms say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.components.models import LawRef
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text
from corridor.engines import law

CHECKS: dict[str, str] = {
    "minimum_wage": N_("Basic wage"),
    "minimum_wage_with_allowances": N_("Wage with food and housing"),
    "minimum_wage_hour": N_("Wage an hour"),
    "referral_wage": N_("Wage the home country asks for"),
    "hours_week": N_("Hours a week"),
    "rest_days_week": N_("Weekly rest"),
    "overtime_rate": N_("Overtime"),
    "ticket_out": N_("Ticket to the country of work"),
    "deductions": N_("Deductions"),
}


_WORST = (Verdict.OK, Verdict.UNKNOWN, Verdict.BREACH)


@dataclass(frozen=True, slots=True)
class LawCheck:
    """One row: what is checked, what this job gives, what the law asks, and the verdict."""

    name: Text
    given: Any
    asked: Any
    verdict: str
    law: tuple[LawRef, ...]


def law_ref(id_: str) -> LawRef:
    """A link to a law value by its plain title."""
    whole = id_ if id_ in law.book().ids() else id_.rpartition(".")[0]
    return LawRef(id_, law.book().parameter(whole).title, f"/law/{whole}/")


def law_checks(findings: Iterable[Finding], currency: str) -> list[LawCheck]:
    """The findings of a floor check as rows; matters that must be settled become one row each
    law, the unsettled ones named."""
    found, matters = [], dict[tuple[str, ...], list[Finding]]()
    for finding in findings:
        if finding.check.startswith("mandatory."):
            matters.setdefault(finding.law, []).append(finding)
        else:
            found.append(_row(finding, currency))
    return found + [_matters(ids, rows) for ids, rows in matters.items()]


def _row(finding: Finding, currency: str) -> LawCheck:
    return LawCheck(
        CHECKS.get(finding.check, finding.check),
        _said(finding.check, finding.actual, currency),
        _asked(finding, currency),
        finding.verdict.value,
        tuple(map(law_ref, finding.law)),
    )


def _asked(finding: Finding, currency: str) -> Any:
    if finding.expected is None:
        return None
    if finding.check == "rest_days_week":
        hours = counted(int(finding.expected), "hours")
        return sentence(N_("at least {hours} in a row"), hours=hours)
    if finding.check == "hours_week":
        return sentence(N_("at most {hours}"), hours=counted(int(finding.expected), "hours"))
    if finding.check == "overtime_rate":
        rate = law.Ratio.parse(str(finding.expected)).percent()
        return sentence(N_("at least {rate} more"), rate=rate)
    if finding.check in {"ticket_out", "deductions"}:
        return clause_words(finding.check, finding.expected, currency)
    return sentence(N_("at least {amount}"), amount=finding.expected)


def _said(check: str, value: Any, currency: str) -> Any:
    return value if isinstance(value, Money) else clause_words(check, value, currency)


def _matters(ids: tuple[str, ...], rows: list[Finding]) -> LawCheck:
    settled = sum(row.verdict is Verdict.OK for row in rows)
    silent = [Sentence(str(row.explain["matter"])) for row in rows if row.verdict is Verdict.BREACH]
    given = sentence(N_("{done} of {all} seen as settled"), done=settled, all=len(rows))
    if silent:
        given = sentence(N_("Not settled: {matters}"), matters=silent)
    verdict = max(
        (row.verdict for row in rows), key=[Verdict.OK, Verdict.UNKNOWN, Verdict.BREACH].index
    )
    return LawCheck(
        N_("Matters that must stand in the contract"),
        given,
        counted(len(rows), "matters"),
        verdict.value,
        tuple(map(law_ref, ids)),
    )
