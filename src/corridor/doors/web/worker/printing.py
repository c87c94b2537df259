"""Her papers as PDF: contract, pass, statement of wages; in the language she reads."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext

from corridor.core.line import Station as Stop
from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.employment.queries.timeline import Timeline
from corridor.doors.web.components.models import Token
from corridor.doors.web.shared.vocabulary import ROUTES
from corridor.doors.web.words import reader, say, spoken
from corridor.doors.web.worker.clauses import clauses
from corridor.doors.web.worker.months import month_cards
from corridor.engines import law
from corridor.locale import formats
from corridor.locale.numerals import money_in_words
from corridor.platform.documents.paper import (
    Paper,
    Row,
    Section,
    Station,
    contract_pdf,
    pass_pdf,
    statement_pdf,
)


def answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep. It is nobody else's business: no cache keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def contract(page: ContractPage) -> bytes:
    """The contract in plain sentences, with signatures, line and receipt."""
    row, version = page.contract, page.case.version
    receipts = [one for one in page.registrations if one.version_id == version.pk]
    receipt = receipts[-1] if receipts else None
    return contract_pdf(
        Paper(
            title=gettext("Employment contract"),
            language=reader().code,
            number=row.code,
            subtitle=say(sentence(N_("Version {number}"), number=version.number)),
            facts=_parties(page),
            sections=[
                Section(gettext("What was agreed"), _clause_rows(page)),
                Section(gettext("Signatures"), _signatures(page)),
                Section(gettext("Fingerprint of this version"), paragraphs=[version.digest]),
            ],
            line=_line(page.line),
            token=receipt.receipt if receipt else "",
            short_code=receipt.short_code if receipt else "",
            signatures=(gettext("Employer"), gettext("Worker")),
            foot=gettext("You never have to pay for a job. Keep this paper with you."),
        )
    )


def _parties(page: ContractPage) -> list[Row]:
    row = page.contract
    rows = [
        Row(gettext("Worker"), page.worker_name),
        Row(gettext("Employer"), row.employer.name, row.employer.registration_number),
        Row(gettext("Way"), say(ROUTES.get(row.route, row.route))),
    ]
    if row.agency is not None:
        rows.append(Row(gettext("Agency"), row.agency.name))
    if row.starts:
        rows.append(Row(gettext("First day"), _day(row.starts)))
    if row.ends:
        rows.append(Row(gettext("Last day"), _day(row.ends)))
    return rows


def _clause_rows(page: ContractPage) -> list[Row]:
    return [
        Row(
            say(one.label),
            say(one.plain),
            (money_in_words(one.money, reader().code) or "") if one.money else "",
        )
        for one in clauses(page.case, page.findings)
    ]


def _signatures(page: ContractPage) -> list[Row]:
    words = {"employer": gettext("Employer"), "worker": gettext("Worker")}
    version = page.case.version
    return [
        Row(words[one.party], _day(one.on))
        for one in page.signatures
        if one.version_id == version.pk
    ]


def _line(stops: list[Stop]) -> list[Station]:
    return [
        Station(say(stop.label), stop.state, formats.short_day(stop.on, reader().code))
        if stop.on
        else Station(say(stop.label), stop.state)
        for stop in stops
    ]


def travel_pass(page: ContractPage, token: Token) -> bytes:
    """The pass: one page, the code large enough to scan from paper."""
    facts = [Row(gettext("Worker"), page.worker_name)]
    facts += [
        Row(say(name), _day(value) if isinstance(value, date) else say(value))
        for name, value in token.rows
    ]
    return pass_pdf(
        Paper(
            title=say(token.title),
            language=reader().code,
            number=page.contract.code,
            facts=facts,
            token=token.payload,
            short_code=token.code,
            foot=gettext("Show this paper at the airport. It can be used once."),
        )
    )


def statement(page: ContractPage, found: Timeline) -> bytes:
    """Every month: what was due, what the file says, what she said, what is owed, and the law.

    Made to be kept and shown without a network. What she tells nobody is not on it, nor that
    there is such a thing.
    """
    told = found.discreet
    return statement_pdf(
        Paper(
            title=gettext("My wages"),
            language=reader().code,
            number=page.contract.code,
            subtitle=_sum(told),
            facts=[*_parties(page), Row(gettext("Made on"), _day(page.contract.local_today()))],
            sections=[*_months(told), *_sources(told)],
            foot=gettext("Made from the contract, the employer’s wage file and your own word."),
        )
    )


def _months(told: Timeline) -> list[Section]:
    return [
        Section(
            str(spoken(card.name)),
            [
                Row(gettext("You should have"), _amount(card.due)),
                Row(gettext("The wage file says"), _amount(card.paid), say(card.file)),
                Row(gettext("You said"), _said(card.said, card.amount)),
                *_handed_back(card.handed_back),
                Row(gettext("Still owed"), _amount(card.owed), _in_words(card.owed)),
            ],
            [" ".join([say(card.says), *map(say, card.wrong)])],
        )
        for card in month_cards(told)
    ]


def _handed_back(amount: Money | None) -> list[Row]:
    return [Row(gettext("Given back"), _amount(amount))] if amount else []


def _in_words(amount: Money | None) -> str:
    return money_in_words(amount, reader().code) or "" if amount else ""


def _sources(told: Timeline) -> list[Section]:
    """The laws behind what is owed, each with its document, so that anybody can look it up."""
    rows: dict[str, Row] = {}
    for one in told.months:
        on = date.fromisoformat(f"{one.wage.month}-01")
        for found in one.findings:
            for id_ in found.get("law", ()) if found["verdict"] == "breach" else ():
                rows.setdefault(id_, _law_row(id_, on))
    return [Section(gettext("The law behind it"), list(rows.values()))] if rows else []


def _law_row(id_: str, on: date) -> Row:
    """A law value by its plain name and its documents. A row of a table stands for the table."""
    book = law.book()
    whole = id_ if id_ in book.ids() else id_.rpartition(".")[0]
    answer = book.value(whole, on)
    cites = [", ".join(filter(None, (one.document, one.article))) for one in answer.cites]
    return Row(say(book.parameter(whole).title), "; ".join(dict.fromkeys(cites)) or whole, whole)


def _sum(found: Timeline) -> str:
    if not found.currency:
        return ""
    known = sentence(N_("Still owed, as far as is known: {amount}."), amount=found.still_owed)
    return say(known)


def _said(said: object, amount: Money | None) -> str:
    words = say(str(said)) if said else gettext("Nothing said yet")
    return f"{words}: {_amount(amount)}" if amount is not None else words


def _amount(amount: Money | None) -> str:
    return gettext("Not known") if amount is None else formats.money(amount, reader().code)


def _day(when: date) -> str:
    return formats.day(when, reader().code)
