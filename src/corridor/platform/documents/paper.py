"""Papers we hand out, as PDF: contract, receipt, pass, statement, in the reader's language.

The caller translates and formats what is said (it knows the record); here are the shape, the
few fixed words, the QR code and the fonts. Data reach typst as JSON, never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext, override

from corridor.engines import qr

HERE = Path(__file__).resolve().parent
FONTS, TEMPLATES = HERE / "fonts", HERE / "templates"
Form = Literal["pdf", "png"]
_RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is, what it says, and where that stands."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, and a table."""

    heading: str
    rows: Sequence[Row] = ()
    paragraphs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the corridor line: its name and its state as the line engine says it."""

    label: str
    state: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of a sheet to cut: its number, its own code, and what is written on it by hand."""

    number: str
    count: str
    token: str
    short_code: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything a paper shows; all texts are already in ``language``.

    ``token`` is the signed text (pass or receipt) that the QR code carries, ``short_code``
    its name; ``signatures`` are the names under the lines to sign on. On sheets of ``slips``
    each has a code of its own; ``blanks`` are the lines and ``boxes`` the squares filled by hand.
    """

    title: str
    language: str
    number: str = ""
    subtitle: str = ""
    sections: Sequence[Section] = ()
    line: Sequence[Station] = ()
    token: str = ""
    short_code: str = ""
    signatures: Sequence[str] = ()
    foot: str = ""
    verify_at: str = ""
    facts: Sequence[Row] = field(default=())
    slips: Sequence[Slip] = ()
    blanks: Sequence[str] = ()
    boxes: Sequence[str] = ()


def contract_pdf(view: Paper) -> bytes:
    """A contract in one language: clauses, signatures, receipt code when registered."""
    return rendered("contract", view)[0]


def receipt_pdf(view: Paper) -> bytes:
    """The receipt of a registration, with its signed code."""
    return rendered("receipt", view)[0]


def pass_pdf(view: Paper) -> bytes:
    """A departure pass: one page, the code large enough to scan from paper."""
    return rendered("pass", view)[0]


def statement_pdf(view: Paper) -> bytes:
    """A statement of one month: what is owed, what was paid, where each figure comes from."""
    return rendered("statement", view)[0]


def slips_pdf(view: Paper) -> bytes:
    """Slips to cut apart, two on a page, after a page that says how they are used."""
    return rendered("slips", view)[0]


def rendered(template: str, view: Paper, form: Form = "pdf") -> list[bytes]:
    """The paper as one PDF, or as one PNG picture for each page."""
    import typst

    made: Any = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format=form,
        ppi=144,
        sys_inputs={"data": json.dumps(_data(view), ensure_ascii=False)},
    )
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    ours = FONTS.is_dir() and any(FONTS.glob("*.[to]tf"))
    # The package's own fonts and no others, so that every node prints the same paper.
    return typst.Fonts(include_system_fonts=not ours, font_paths=[str(FONTS)] if ours else [])


def families() -> set[str]:
    """The font families that papers can use on this node."""
    return set(_fonts().families())


def _data(view: Paper) -> dict[str, Any]:
    with override(view.language):
        words = {
            "code": gettext("Code"),
            "check": gettext("Check this paper: scan the code, or type the text under it at"),
            "page": gettext("Page"),
            "name": gettext("Name"),
            "date": gettext("Date"),
            "signature": gettext("Signature"),
            "number": gettext("Number"),
        }
    return {
        "title": view.title,
        "subtitle": view.subtitle,
        "number": view.number,
        "lang": "tl" if view.language == "fil" else view.language,
        "dir": "rtl" if view.language in _RIGHT_TO_LEFT else "ltr",
        "facts": _rows(view.facts),
        "sections": [
            {"heading": s.heading, "rows": _rows(s.rows), "paragraphs": list(s.paragraphs)}
            for s in view.sections
        ],
        "line": [{"label": s.label, "state": s.state, "on": s.on} for s in view.line],
        "signatures": list(view.signatures),
        "foot": view.foot,
        "verify_at": view.verify_at,
        "token": view.token,
        "short_code": view.short_code,
        "qr": qr.svg(view.token) if view.token else "",
        "slips": [_slip(one) for one in view.slips],
        "blanks": list(view.blanks),
        "boxes": list(view.boxes),
        "words": words,
    }


def _slip(one: Slip) -> dict[str, str]:
    return {
        "number": one.number,
        "count": one.count,
        "token": one.token,
        "short_code": one.short_code,
        "qr": qr.svg(one.token, mask=0),
    }


def _rows(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [{"label": row.label, "value": row.value, "note": row.note} for row in rows]
