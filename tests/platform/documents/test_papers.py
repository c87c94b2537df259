"""Papers print in every language, carry a code that scans, and take no markup from data."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from corridor.engines import qr
from corridor.platform.documents import paper
from corridor.platform.documents.paper import Paper, Row, Section, Station

TOKEN = "OC1:P:PASS-0123456789AB:" + "C.01KAM0Q3T5S6X7Y8Z9A0B1C2D3:" * 7 + "A" * 103
WORDS = {
    "en": ("Departure pass", "Basic wage", "Registered"),
    "ar": ("تصريح المغادرة", "الأجر الأساسي", "مسجل"),
    "ne": ("प्रस्थान अनुमति", "आधारभूत तलब", "दर्ता भयो"),
    "fil": ("Pahintulot sa pag-alis", "Batayang sahod", "Nakarehistro"),
}


def view(language: str) -> Paper:
    title, wage, station = WORDS[language]
    return Paper(
        title=title,
        language=language,
        number="01KAM0Q3T5S6X7Y8Z9A0B1C2D3",
        subtitle="NPL-QAT",
        facts=[Row(title, "Sita Maya Tamang")],
        sections=[Section(wage, [Row(wage, "QAR 1,200.00", "QAT.minimum_wage.basic")], [wage])],
        line=[Station(station, state) for state in ("done", "now", "ahead", "broken", "unknown")],
        token=TOKEN,
        short_code="7K3QD-0XH2M",
        signatures=["A", "B"],
        foot=title,
        verify_at="https://corridor.example/verify/",
    )


def ink(page: bytes) -> int:
    grey = Image.open(io.BytesIO(page)).convert("L")
    return sum(grey.histogram()[:128])


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("template", ["contract", "receipt", "pass", "statement"])
def test_each_paper_prints_and_its_code_scans(template: str, language: str) -> None:
    pages = paper.rendered(template, view(language), "png")
    assert len(pages) == 1
    assert qr.read(pages[0]) == TOKEN
    bare = Paper(title="", language=language)
    assert ink(pages[0]) > ink(paper.rendered(template, bare, "png")[0]) + 2000


@pytest.mark.parametrize(
    "made", [paper.contract_pdf, paper.receipt_pdf, paper.pass_pdf, paper.statement_pdf]
)
def test_each_paper_is_a_pdf(made: object) -> None:
    assert callable(made)
    assert made(view("en")).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ar", "ne"])
def test_the_script_is_really_drawn(language: str) -> None:
    # A missing glyph is drawn as the same empty box for each letter: two different words
    # of equal length would then give the same picture.
    letters = {"ar": ("بببب", "لللل"), "ne": ("कककक", "मममम")}[language]
    pictures = {
        paper.rendered("receipt", Paper(title=word, language=language), "png")[0]
        for word in letters
    }
    assert len(pictures) == 2


def test_arabic_reads_from_the_right() -> None:
    def edges(language: str) -> tuple[int, int]:
        page = Paper(title="OOO", language=language)
        picture = Image.open(io.BytesIO(paper.rendered("receipt", page, "png")[0])).convert("L")
        band = picture.crop((0, 185, picture.width, 260)).point(lambda v: 255 if v < 128 else 0)
        box = band.getbbox()
        assert box is not None
        return box[0], picture.width - box[2]

    (left, _), (_, right) = edges("en"), edges("ar")
    assert left < 200
    assert right < 200


@pytest.mark.parametrize("evil", ['#panic("x")', '"; #read("/etc/passwd")', "$ x $ *b* _i_ @a <b>"])
def test_data_is_never_markup(evil: str) -> None:
    page = replace(view("en"), title=evil, facts=[Row(evil, evil)], foot=evil)
    assert qr.read(paper.rendered("pass", page, "png")[0]) == TOKEN


def test_a_long_contract_runs_over_pages() -> None:
    rows = [Row(f"clause {n}", "text " * 20) for n in range(80)]
    long = Paper(title="x", language="en", sections=[Section("all", rows)])
    assert len(paper.rendered("contract", long, "png")) > 2


def test_the_fonts_of_every_script_are_there() -> None:
    assert {"Noto Sans", "Noto Naskh Arabic", "Noto Sans Devanagari"} <= paper.families()
