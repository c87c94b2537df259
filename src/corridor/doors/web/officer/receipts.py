"""The receipt of a registration as a paper: what was registered, when, by whom, with its code."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from corridor.cycle.contracts.models import Registration
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.corridors.terms import CLAUSE_LABELS
from corridor.doors.web.officer.history import receipt
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import say, spoken
from corridor.platform.documents.paper import Paper, Row, Section, receipt_pdf

_SHOWN = ("basic_wage", "hours_week", "occupation_isco", "contract_months", "worksite")


def receipt_file(page: ContractPage, row: Registration, verify_at: str) -> bytes:
    """The PDF in the reader's language."""
    shown = receipt(row)
    terms = row.version.terms
    currency = str(terms.get("currency") or "")
    clauses = [
        Row(say(CLAUSE_LABELS[name]), _text(clause_words(name, terms.get(name), currency)))
        for name in _SHOWN
        if terms.get(name)
    ]
    facts = [Row(say(name), _text(value)) for name, value in shown.rows]
    people = [
        Row(gettext("Worker"), page.worker_name),
        Row(gettext("Employer"), page.contract.employer.name),
    ]
    return receipt_pdf(
        Paper(
            title=say(shown.title),
            language=get_language() or "en",
            number=page.contract.code,
            sections=[Section(gettext("The contract"), [*people, *clauses])],
            token=row.receipt,
            short_code=row.short_code,
            foot=gettext("A delay in registering never makes a contract void."),
            verify_at=verify_at,
            facts=facts,
        )
    )


def _text(value: object) -> str:
    return say(value) if isinstance(value, str) else str(spoken(value))
