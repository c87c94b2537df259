"""A contract clause by clause in sentences that can be read aloud, each with its law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.problems import Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.queries import Case
from corridor.cycle.corridors.terms import CLAUSE_LABELS, clause_of
from corridor.doors.web.components.models import LawRef
from corridor.doors.web.shared.figures import counted, occupation
from corridor.doors.web.shared.terms import amount
from corridor.engines import law

# The order in which a contract is read to her: what she gets, what she gives, how it ends.
ORDER = (
    "occupation_isco",
    "worksite",
    "basic_wage",
    "allowance_food",
    "allowance_housing",
    "hours_week",
    "rest_days_week",
    "overtime_rate",
    "annual_leave_days",
    "deductions",
    "contract_months",
    "probation_months",
    "notice_days_worker",
    "ticket_out",
    "ticket_return",
    "medical_insurance",
    "penalty_clause",
    "passport_clause",
    "dispute_forum",
)
_WAGE = {
    "month": N_("Your basic wage is {value} every month."),
    "week": N_("Your basic wage is {value} every week."),
    "hour": N_("Your basic wage is {value} for every hour of work."),
}
_PLAIN: dict[str, str] = {
    "occupation_isco": N_("Your work is: {value}."),
    "worksite": N_("You work at this place: {value}."),
    "hours_week": N_("You work {value} in a week."),
    "rest_days_week": N_("In every week you rest for {value}."),
    "overtime_rate": N_("An hour of overtime is paid at {value} times the wage of an hour."),
    "annual_leave_days": N_("In every year you have {value} of paid leave."),
    "contract_months": N_("The contract runs for {value}."),
    "probation_months": N_("The first {value} are a trial time."),
    "notice_days_worker": N_("If you want to leave, you say so {value} before."),
    "dispute_forum": N_("If you and your employer disagree, you can go to: {value}."),
    "deductions": N_("This may be taken from your wage: {value}."),
    "penalty_clause": N_("The contract names a penalty: {value}."),
    "allowance_food": N_("For food you get {value} every month."),
    "allowance_housing": N_("For housing you get {value} every month."),
    "ticket_out": N_("For the ticket to the country of work: {value}."),
    "ticket_return": N_("For the ticket home: {value}."),
    "medical_insurance": N_("For medical insurance: {value}."),
    "passport_clause": N_("About your passport: {value}."),
}
_EXACT: dict[tuple[str, str], str] = {
    ("allowance_food", "in_kind"): N_("Your employer gives you food. You pay nothing for it."),
    ("allowance_food", "none"): N_("Your employer gives you no food. You pay for it yourself."),
    ("allowance_housing", "in_kind"): N_(
        "Your employer gives you a place to live. You pay nothing for it."
    ),
    ("allowance_housing", "none"): N_(
        "Your employer gives you no place to live. You pay for it yourself."
    ),
    ("ticket_out", "employer"): N_("Your employer pays your ticket to the country of work."),
    ("ticket_out", "worker"): N_("You are asked to pay your ticket to the country of work."),
    ("ticket_out", "shared"): N_("You and your employer share the ticket to the country of work."),
    ("ticket_return", "employer"): N_("Your employer pays your ticket home."),
    ("ticket_return", "worker"): N_("You are asked to pay your ticket home."),
    ("ticket_return", "shared"): N_("You and your employer share the ticket home."),
    ("medical_insurance", "employer"): N_("Your employer pays your medical insurance."),
    ("medical_insurance", "worker"): N_("You are asked to pay your medical insurance."),
    ("medical_insurance", "shared"): N_("You and your employer share the medical insurance."),
    ("deductions", "none"): N_("Nothing is taken from your wage."),
    ("penalty_clause", "none"): N_("The contract names no penalty."),
    ("passport_clause", "worker"): N_("You keep your passport yourself."),
    ("passport_clause", "employer"): N_("The paper says that your employer keeps your passport."),
    ("rest_days_week", "0"): N_("The paper gives you no day of rest in the week."),
}
_UNITS = {
    "hours_week": "hours",
    "rest_days_week": "days",
    "annual_leave_days": "days",
    "contract_months": "months",
    "probation_months": "months",
    "notice_days_worker": "days",
}
_SILENT = N_("The contract does not say this. Ask before you sign.")


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause for the ear: its name, a plain sentence, the amount if it is money, its law.

    ``state`` is ``ok``, ``breach`` or ``unknown`` where the law was asked, else empty.
    """

    name: str
    label: Sentence
    plain: Sentence
    money: Money | None
    law: tuple[LawRef, ...]
    state: str = ""


def law_ref(value_id: str) -> LawRef:
    """A law value's name and page; its bare id where no pack knows it."""
    try:
        title = law.book().parameter(value_id).title
    except Problem:
        title = value_id
    return LawRef(value_id, title, f"/law/{value_id}/")


def clauses(case: Case, findings: Iterable[Finding]) -> list[ClauseText]:
    """Every clause in the order it is read; those on which the contract is silent say so."""
    checked: dict[str, list[Finding]] = {}
    for found in findings:
        checked.setdefault(clause_of(found), []).append(found)
    return [_clause(name, case, checked.get(name, [])) for name in ORDER]


def _clause(name: str, case: Case, findings: list[Finding]) -> ClauseText:
    raw = case.version.terms.get(name)
    ids = dict.fromkeys(one for found in findings for one in found.law)
    verdicts = {found.verdict for found in findings}
    state = "breach" if Verdict.BREACH in verdicts else "ok" if Verdict.OK in verdicts else ""
    currency = case.terms.currency or ""
    is_money = name == "basic_wage" or name.startswith("allowance_")
    return ClauseText(
        name=name,
        label=Sentence(CLAUSE_LABELS[name]),
        plain=plain(name, raw, case.version.terms),
        money=amount(raw, currency) if is_money and raw is not None else None,
        law=tuple(law_ref(one) for one in ids),
        state="unknown" if raw in (None, "") else state,
    )


def plain(name: str, raw: Any, terms: Mapping[str, Any]) -> Sentence:
    """One clause as a sentence without abbreviations; silence is said too."""
    if raw is None or raw == "":
        return Sentence(_SILENT)
    text = {"worker_keeps": "worker", "employer_keeps": "employer"}.get(str(raw), str(raw))
    if (name, text) in _EXACT:
        return Sentence(_EXACT[name, text])
    if name == "basic_wage":
        template = _WAGE.get(str(terms.get("pay_period", "month")), _WAGE["month"])
        return sentence(template, value=_money(raw, terms))
    return sentence(_PLAIN[name], value=_value(name, raw, terms))


def _value(name: str, raw: Any, terms: Mapping[str, Any]) -> Any:
    if name == "occupation_isco":
        return occupation(str(raw))
    if name in _UNITS:
        return counted(int(str(raw)), _UNITS[name]) if str(raw).isdigit() else str(raw)
    if name.startswith("allowance_"):
        return _money(raw, terms)
    if isinstance(raw, list | tuple):
        return ", ".join(str(one) for one in raw)
    return str(raw)


def _money(raw: Any, terms: Mapping[str, Any]) -> Any:
    return amount(raw, str(terms.get("currency") or "")) or str(raw)
