"""The receipt of a wage file on paper, from contract and file alone."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from corridor.core.money import Money
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.employment.models import WageFileUpload
from corridor.cycle.employment.queries.employer import MonthPage, WorkerMonth
from corridor.doors.web.employer.presenters import findings_words, month_name
from corridor.doors.web.words import reader, say
from corridor.locale import formats
from corridor.platform.documents.paper import Paper, Row, Section, statement_pdf
from corridor.platform.translog.queries import index_of

LISTED = 200
"""A paper names the workers to whom most is owed, and no more than this; the table has all."""


def entry(upload: WageFileUpload) -> int | None:
    """The number of the file's entry in the public log; None for a file from before the log."""
    try:
        return index_of(upload)
    except NotFound:
        return None


def paper(upload: WageFileUpload, page: MonthPage, log: str) -> bytes:
    """The PDF in the reader's language; ``log`` is the address where its entry can be seen."""
    return statement_pdf(
        Paper(
            title=gettext("Receipt of a wage file"),
            language=reader().code,
            subtitle=say(
                sentence(
                    N_("{month}, version {version}"),
                    month=month_name(upload.month),
                    version=upload.version,
                )
            ),
            facts=_facts(upload, log),
            sections=[_result(page), *_open(page)],
            foot=gettext("Made from contracts and the wage file alone."),
        )
    )


def _facts(upload: WageFileUpload, log: str) -> list[Row]:
    code, number = reader().code, entry(upload)
    rows = [
        Row(gettext("Employer"), upload.employer.name, upload.employer.registration_number),
        Row(gettext("Given on"), formats.day(upload.uploaded_on, code)),
        Row(gettext("Lines"), formats.whole(upload.records, code)),
        Row(gettext("Total"), _money(Money(upload.total_minor, upload.currency))),
        # In pieces of eight: a line of 64 signs would not break on paper.
        Row(gettext("Fingerprint of the file (SHA-256)"), _pieces(upload.digest)),
    ]
    if number is not None:
        rows.append(Row(gettext("Entry in the public log"), str(number), log))
    return rows


def _result(page: MonthPage) -> Section:
    strangers = page.stranger_lines
    rows = [
        Row(gettext("Workers with a contract on record"), _whole(page.workers)),
        Row(gettext("Still owed"), _money(page.owed) if page.owed else gettext("Not known")),
    ]
    said = []
    if strangers:
        said.append(
            ngettext(
                "{n} line names somebody without a contract on record here.",
                "{n} lines name somebody without a contract on record here.",
                strangers,
            ).format(n=_whole(strangers))
        )
    return Section(gettext("What contract and file say"), rows, said)


def _open(page: MonthPage) -> list[Section]:
    """The workers whose month is not in order, the most owed first."""
    wrong = [one for one in page.rows if one.month.state not in {"paid", "not_covered", "expected"}]
    if not wrong:
        fine = gettext("Contract and file agree for every worker on record.")
        return [Section(gettext("Not in order"), (), [fine])] if page.rows else []
    said = []
    if page.workers > LISTED:
        said.append(gettext("The table of the month has every worker; here are those owed most."))
    return [Section(gettext("Not in order"), [_row(one) for one in wrong], said)]


def _row(one: WorkerMonth) -> Row:
    owed = one.month.owed
    return Row(
        one.contract.worker.name,
        f"{say(one.month.label)} · {findings_words(one.findings)}",
        _money(owed) if owed is not None else gettext("Not known"),
    )


def _pieces(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _money(amount: Money) -> str:
    return formats.money(amount, reader().code)


def _whole(number: int) -> str:
    return formats.whole(number, reader().code)
