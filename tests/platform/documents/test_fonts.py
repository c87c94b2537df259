"""The shipped fonts set every language of the catalogues, conjuncts and joined letters included."""

from __future__ import annotations

import io
import json

import pytest
import typst
from babel.messages.pofile import read_po
from PIL import Image, ImageFont

from corridor.locale.languages import LOCALE_DIR
from corridor.platform.documents.fonts import FAMILIES, FONTS

TEXT = f"#set text(font: {json.dumps(FAMILIES).replace('[', '(').replace(']', ')')}, size: 20pt)\n"


def compiled(body: str) -> bytes:
    page = "#set page(width: 16cm, height: auto, margin: 5mm)\n"
    return typst.compile(
        (page + TEXT + body).encode(),
        format="png",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        ppi=96,
    )


def width(text: str) -> float:
    body = f'#context [#metadata(measure("{text}").width.pt()) <w>]'
    found = json.loads(
        typst.query(
            (TEXT + body).encode(),
            "<w>",
            field="value",
            font_paths=[FONTS],
            ignore_system_fonts=True,
        )
    )
    return float(found[0])


def test_fonts_stay_small_and_carry_their_licence() -> None:
    assert sum(file.stat().st_size for file in FONTS.glob("*.ttf")) < 2_500_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()


@pytest.mark.parametrize(
    ("shaped", "apart"),
    [
        ("क्ष", "क्\u200cष"),  # a conjunct, and the same held apart by a non-joiner
        ("श्र", "श्\u200cर"),
        ("ज्ञ", "ज्\u200cञ"),
        ("عقد", "ع\u200cق\u200cد"),  # joined letters, and the same unjoined
    ],
)
def test_letters_are_shaped(shaped: str, apart: str) -> None:
    assert 0 < width(shaped) < width(apart)


def without_glyph(letters: set[str]) -> set[str]:
    """Letters that every shipped font would set as its empty box."""
    fonts = [ImageFont.truetype(str(file), 24) for file in FONTS.glob("*-Regular.ttf")]
    boxes = [bytes(font.getmask("\U0010fffd")) for font in fonts]
    return {
        letter
        for letter in letters
        if all(bytes(font.getmask(letter)) == box for font, box in zip(fonts, boxes, strict=True))
    }


def test_every_letter_of_every_catalogue_has_a_glyph() -> None:
    letters = {
        letter
        for path in LOCALE_DIR.glob("*/LC_MESSAGES/django.po")
        for message in read_po(io.BytesIO(path.read_bytes()))
        for form in (
            message.string if isinstance(message.string, (tuple, list)) else [message.string]
        )
        for letter in str(form)
        if letter.isalnum()
    }
    assert {"ع", "क", "ñ"} & letters >= {"ع", "क"}
    assert not without_glyph(letters)
    assert without_glyph({"ক", "a"}) == {"ক"}, "the check itself must see a missing glyph"


def test_a_contract_line_is_set_in_three_scripts() -> None:
    page = compiled(
        "Basic wage: 1,200 Qatari riyals a month\\\n"
        '#text(lang: "ne")[आधारभूत तलब: महिनाको १,२०० कतारी रियाल, क्षतिपूर्ति र श्रम स्वीकृति]\\\n'
        '#align(right, text(lang: "ar", dir: rtl)[الأجر الأساسي: ألف ومئتا ريال قطري في الشهر])'
    )
    image = Image.open(io.BytesIO(page)).convert("L")
    assert image.width > 500
    darkest, lightest = image.getextrema()
    assert darkest < 80 < lightest, "the page should not be empty"
