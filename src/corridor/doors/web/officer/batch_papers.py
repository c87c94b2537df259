"""What leaves the office of a batch: slips to print, the form of its register, its report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import get_language, gettext

from corridor.cycle.departure.models import Batch
from corridor.cycle.departure.queries import blanks_to_print, paper_checklist
from corridor.cycle.departure.queries.batches import BatchPage, SlipRow
from corridor.cycle.departure.registers.table import TABLE
from corridor.cycle.departure.registers.words import OUTCOME_WORDS
from corridor.doors.web.words import reader, say
from corridor.engines import law
from corridor.locale import formats
from corridor.platform.documents.paper import Paper, Row, Section, Slip, slips_pdf
from corridor.platform.exchange import exports

HEADING = tuple(column.name for column in TABLE.columns)


def slips_file(batch: Batch, verify_at: str) -> bytes:
    """The slips as PDF in the reader's language, after a page that says how they are used."""
    days = (batch.valid_from, batch.valid_to)
    first, last = (formats.short_day(day, reader().code) for day in days)
    corridor = law.book().corridor(batch.corridor).title
    count = gettext("{serial} of {count}")
    slips = [
        Slip(
            batch.named(one.serial),
            count.format(serial=one.serial, count=batch.size),
            one.text,
            one.short_code,
        )
        for one in blanks_to_print(batch)
    ]
    return slips_pdf(
        Paper(
            title=gettext("Departure pass, filled in by hand"),
            language=get_language() or "en",
            number=batch.code,
            subtitle=gettext("{corridor} · valid from {first} to {last}").format(
                corridor=corridor, first=first, last=last
            ),
            facts=[Row(gettext("Passes"), str(batch.size)), Row(gettext("What for"), batch.reason)],
            sections=[_how()],
            slips=slips,
            blanks=_blanks(),
            boxes=[say(one) for one in paper_checklist(batch.corridor)],
            signatures=[
                gettext("First officer: name and signature"),
                gettext("Second officer: name and signature"),
            ],
            verify_at=verify_at,
            foot=gettext(
                "Each slip is one pass. Keep spoilt slips: every number is accounted for."
            ),
        )
    )


def _how() -> Section:
    """The page before the slips, for two officers without a server."""
    return Section(
        gettext("When the server is down"),
        paragraphs=[
            gettext("Look at the papers and tick what you have seen. Sign with your name."),
            gettext("Another officer looks again and signs. One officer never signs twice."),
            gettext("Write the slip’s number and the contract’s number into the register."),
            gettext("A spoilt slip is not thrown away: write “void” beside its number."),
            gettext("When the server is back, hand in the register the same day."),
        ],
    )


def _blanks() -> list[str]:
    return [
        gettext("Family name of the worker"),
        gettext("Given names"),
        gettext("Date of birth"),
        gettext("Contract number"),
        gettext("Employer"),
        gettext("Cleared on"),
    ]


def register_form(page: BatchPage, kind: str) -> bytes:
    """The register to fill in: one line for each slip that is not accounted for."""
    rows = [[slip.named, *[""] * (len(HEADING) - 1)] for slip in page.slips if _is_open(slip)]
    if kind == "xlsx":
        return exports.as_xlsx(HEADING, rows, page.batch.code)
    return exports.as_csv(HEADING, rows)


def _is_open(slip: SlipRow) -> bool:
    return slip.closing is None


def report_file(page: BatchPage) -> bytes:
    """What became of each slip, and the counts below, which add up."""
    heading = [
        gettext("Pass"),
        gettext("What became of it"),
        gettext("Day"),
        gettext("Contract"),
        gettext("First officer"),
        gettext("Second officer"),
    ]
    return exports.as_csv(heading, [*_slip_rows(page), [], *count_rows(page)])


def _slip_rows(page: BatchPage) -> Iterator[Sequence[Any]]:
    for slip in page.slips:
        one = slip.closing
        clearance = one.clearance if one is not None else None
        yield (
            slip.named,
            say(OUTCOME_WORDS[slip.outcome]),
            one.on.isoformat() if one is not None else "",
            clearance.contract.code if clearance is not None else "",
            page.names.get(one.first_officer, "") if one is not None else "",
            page.names.get(one.second_officer, "") if one is not None else "",
        )


def count_rows(page: BatchPage) -> list[tuple[str, int]]:
    """How many were issued and what became of them, in words."""
    counts = page.counts
    parts = [(say(words), getattr(counts, name)) for name, words in OUTCOME_WORDS.items()]
    return [(gettext("Issued"), counts.issued), *parts]
