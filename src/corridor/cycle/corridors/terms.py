"""Contract terms under a corridor: reading them, and holding them against law and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines import law
from corridor.engines import terms as engine
from corridor.engines.terms import ClauseResult, Comparison, Contract
from corridor.engines.terms.floor import floor_check

CLAUSE_LABELS: dict[str, str] = {
    "employer_id": N_("Number of the employer"),
    "worksite": N_("Place of work"),
    "occupation_isco": N_("Occupation"),
    "basic_wage": N_("Basic wage"),
    "currency": N_("Currency"),
    "pay_period": N_("Pay period"),
    "allowance_food": N_("Food"),
    "allowance_housing": N_("Housing"),
    "hours_week": N_("Hours a week"),
    "rest_days_week": N_("Rest days a week"),
    "overtime_rate": N_("Overtime rate"),
    "annual_leave_days": N_("Annual leave"),
    "contract_months": N_("Length of the contract"),
    "probation_months": N_("Probation"),
    "notice_days_worker": N_("Notice the worker gives"),
    "ticket_out": N_("Ticket to the country of work"),
    "ticket_return": N_("Ticket home"),
    "medical_insurance": N_("Medical insurance"),
    "deductions": N_("Deductions"),
    "penalty_clause": N_("Penalties"),
    "passport_clause": N_("Who keeps the passport"),
    "dispute_forum": N_("Where disputes are heard"),
    "language": N_("Languages of the contract"),
    "signed_place_date": N_("Where and when it is signed"),
    "regime": N_("Rules of law that apply"),
}


def clause_label(name: str) -> Sentence:
    """What a clause is called."""
    return Sentence(CLAUSE_LABELS.get(name, name))


def read(
    corridor: str,
    route: str,
    regime: str,
    terms: Mapping[str, Any],
    *,
    start: date | None = None,
    sector: str = "",
    job: str = "",
) -> Contract:
    """The terms as the engines read them.

    ``sector`` and ``job`` are keys on which the law's minimum may depend.

    Raises ``BadInput`` or ``Problems`` holding every bad clause, each with its field.
    """
    data: dict[str, Any] = {
        "corridor": corridor,
        "route": route,
        "regime": regime,
        "terms": terms,
    }
    head = {"start": start.isoformat() if start else "", "sector": sector, "job": job}
    data |= {name: value for name, value in head.items() if value}
    return engine.read_contract(data, law.book(), corridor=corridor)


def floor(contract: Contract, on: date) -> list[Finding]:
    """What the law asks at least of such terms on a day, clause by clause."""
    return floor_check(contract, law.book(), on)


def refuse_below_floor(contract: Contract, on: date) -> list[Finding]:
    """All findings, or one problem per breach: an offer below the law is never made."""
    findings = floor(contract, on)
    raise_all([_below(found) for found in findings if found.verdict is Verdict.BREACH])
    return findings


_CLAUSE_OF = {
    "minimum_wage": "basic_wage",
    "minimum_wage_with_allowances": "basic_wage",
    "minimum_wage_hour": "basic_wage",
    "referral_wage": "basic_wage",
}


def clause_of(found: Finding) -> str:
    """The clause that a finding is about; for a missing matter the first one that is silent."""
    if found.check.startswith("mandatory."):
        return str(found.actual or found.check).partition(",")[0]
    return _CLAUSE_OF.get(found.check, found.check)


def _below(found: Finding) -> Problem:
    clause = clause_of(found)
    if found.check.startswith("mandatory."):
        return _unsettled(found, clause)
    return BadInput(
        "terms.below_law",
        sentence(
            N_("{clause}: the law asks for {expected}; this says {actual}."),
            clause=clause_label(clause),
            expected=_asked(found),
            actual=said(found.actual),
        ),
        remedy=sentence(N_("Change the clause; an offer below the law cannot be made.")),
        expected=_plain(found.expected),
        found=_plain(found.actual),
        law=found.law,
    ).at(field=f"terms.{clause}")


def _asked(found: Finding) -> Any:
    if found.check == "rest_days_week":
        return sentence(N_("{hours} hours of rest in a row"), hours=found.expected)
    return said(found.expected)


def _unsettled(found: Finding, clause: str) -> Problem:
    return BadInput(
        "terms.unsettled",
        sentence(
            N_("The law of {place} wants every contract to settle this: “{matter}”."),
            place=found.explain.get("place"),
            matter=Sentence(str(found.explain.get("matter"))),
        ),
        remedy=sentence(N_("Fill in: {clause}."), clause=clause_label(clause)),
        expected=found.expected,
        law=found.law,
    ).at(field=f"terms.{clause}")


def said(value: Any) -> Any:
    """A finding's value as a reader sees it; silence is said too."""
    if value is None:
        return sentence(N_("nothing"))
    if isinstance(value, Money):
        return f"{value.text()} {value.currency}"
    return value


def _plain(value: Any) -> Any:
    return value.as_json() if hasattr(value, "as_json") else value


def compare(offered: Contract, presented: Contract, on: date) -> Comparison:
    """What ``presented`` changes against ``offered``, as the law stands on ``on``."""
    return engine.compare(offered, presented, law.book(), on)


def refuse_worse(comparison: Comparison, code: str, remedy: Sentence) -> None:
    """One problem per clause that is worse or was never agreed, each with its money."""
    rows = [row for row in comparison.clauses if row.verdict in {"worse", "changed"}]
    raise_all([_worse(row, comparison, code, remedy) for row in rows])


def _worse(row: ClauseResult, comparison: Comparison, code: str, remedy: Sentence) -> Problem:
    return BadInput(
        code,
        worse_sentence(row, comparison.currency),
        remedy=remedy,
        expected=row.offered,
        found=row.presented,
        law=row.law,
    ).at(field=f"terms.{row.clause}")


def worse_sentence(row: ClauseResult, currency: str | None) -> Sentence:
    """One worse or changed clause in words, with what it costs."""
    head = {
        "clause": clause_label(row.clause),
        "offered": said(row.offered),
        "presented": said(row.presented),
    }
    if row.per_month is None or row.over_term is None or row.verdict != "worse":
        return sentence(N_("{clause}: agreed {offered}, now {presented}."), **head)
    return sentence(
        N_(
            "{clause}: agreed {offered}, now {presented}; {month} {currency} less a month,"
            " {term} {currency} over the term."
        ),
        **head,
        month=row.per_month.text(),
        term=row.over_term.text(),
        currency=currency,
    )


def breaches(findings: Sequence[Finding]) -> list[Finding]:
    """The findings below the law."""
    return [found for found in findings if found.verdict is Verdict.BREACH]
