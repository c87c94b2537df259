"""Files that nobody should take: bombs, wrong encodings, formulas, archives that reach outside.

Each maker gets a ``Random`` and answers a file's bytes. ``TEXTS`` and ``ARCHIVES`` are tables for
the general import; ``WAGES`` damages a true wage file.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from tests.campaign.world import CANARY

Maker = Callable[[Random], bytes]
HEADING = "name,days,on\n"
GOOD = f"{CANARY},3,2026-01-31\n"
FORMULAS = (
    "=1+1",
    "@SUM(A1)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "\t=1",
    "\uff1d1+1",
    "=HYPERLINK(1)",
)
NUMBERS = (
    "1e309",
    "NaN",
    "Infinity",
    "١٢٣",
    "0x10",
    "1,5",
    "1.0",
    "--1",
    "9" * 400,
    "½",
    "1 2",
    "²",
)
DAYS = ("2026-02-30", "30.02.2026", "2026-13-01", "0000-00-00", "tomorrow", "2026-1-1", "20260131")
HIDDEN = ("\u202e", "\u2066", "\u200b", "\ufeff", "\x07", "\x1b", "\u202a")


def _line(text: str, encoding: str) -> bytes:
    return HEADING.encode() + f"{text},3,2026-01-31\n".encode(encoding)


def _table(*rows: str) -> bytes:
    return (HEADING + GOOD + "".join(f"{row}\n" for row in rows) + GOOD).encode()


def _pick(*choices: bytes) -> Maker:
    return lambda rng: rng.choice(choices)


def _cell(values: tuple[str, ...], template: str) -> Maker:
    return lambda rng: _table(template.format(rng.choice(values)))


def _binary(head: bytes) -> Maker:
    return lambda rng: head + rng.randbytes(rng.randint(50, 4000))


TEXTS: dict[str, Maker] = {
    "nothing": _pick(b"", b"\xef\xbb\xbf", b"\n\n\n", b" \r\n ", b"\xff\xfe"),
    "a heading of another table": lambda rng: f"a{rng.random()},b\n1,2\n".encode(),
    "empty bytes": lambda rng: _table("Sita\0,3,2026-01-31"),
    "noise": lambda rng: rng.randbytes(rng.randint(1, 9000)),
    "UTF-16 without its mark": lambda rng: _table(f"{rng.random()}").decode().encode("utf-16-le"),
    "UTF-16 of odd length": lambda rng: _table("").decode().encode("utf-16")[: -rng.choice((1, 3))],
    "Latin-1": lambda rng: _line(f"José {rng.random()}", "latin-1"),
    "Arabic of Windows": lambda rng: _line(f"محمد {rng.random()}", "cp1256"),
    "two encodings": lambda rng: _table("सीता,3,2026-01-31") + _line("José", "cp1252"),
    "half a character": lambda rng: HEADING.encode() + "सीता".encode()[: rng.choice((1, 2, 4, 5))],
    "a lone surrogate": lambda rng: HEADING.encode() + b"a\xed\xa0\x80b,3,2026-01-31\n",
    "a letter too long": lambda rng: HEADING.encode() + b"\xc0\xaf,3,2026-01-31\n",
    "a quotation without end": lambda rng: _table('"Sita,3,2026-01-31' + "x" * rng.randint(0, 999)),
    "a quotation inside a cell": lambda rng: _table('Si"ta",3,"2026"-01-31'),
    "a million columns": lambda rng: _table("," * 1_000_000) if rng.random() < 0.5 else (
        b"a," * 1_000_000
    ),
    "more rows than allowed": lambda rng: (HEADING + GOOD * 200_100).encode(),
    "an endless cell": lambda rng: _line("x" * rng.choice((501, 131_073, 3_000_000)), "ascii"),
    "turned writing": lambda rng: _table(f"Si{rng.choice(HIDDEN)}ta,3,2026-01-31"),
    "turned heading": lambda rng: f"na{rng.choice(HIDDEN)}me,days,on\n{GOOD}".encode(),
    "a formula for a number": _cell(FORMULAS, "Sita,{},2026-01-31"),
    "a formula for a day": _cell(FORMULAS, "Sita,3,{}"),
    "a formula for a heading": lambda rng: f"{rng.choice(FORMULAS)},days,on\n{GOOD}".encode(),
    "no number": _cell(NUMBERS, 'Sita,"{}",2026-01-31'),
    "no day": _cell(DAYS, "Sita,3,{}"),
    "a cell too many": lambda rng: _table("Sita,3,2026-01-31" + ",x" * rng.randint(1, 150)),
    "a cell too few": lambda rng: _table(rng.choice(("Sita", "Sita,3", ",3,2026-01-31"))),
    "a column twice": lambda rng: f"name,days,days,on\n{GOOD}".encode(),
    "a web page": lambda rng: f"<html><body>{rng.random()}<table><tr><td>1</table>".encode(),
    "JSON": lambda rng: json.dumps([{"name": "Sita", "days": rng.randint(1, 9)}]).encode(),
    "a PDF": _binary(b"%PDF-1.7\n"),
    "a picture": _binary(b"\x89PNG\r\n\x1a\n"),
    "a program": _binary(b"MZ\x90\0"),
    "an old workbook": _binary(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "gzip": lambda rng: gzip.compress(_table(str(rng.random()))),
}  # fmt: skip

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><worksheet><sheetData>&j;</sheetData></worksheet>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY x SYSTEM "/etc/passwd">]>'
    "<worksheet><sheetData>&x;</sheetData></worksheet>"
)


def book(rows: list[list[Any]]) -> bytes:
    """A true workbook."""
    from openpyxl import Workbook

    made, out = Workbook(), io.BytesIO()
    for row in [["name", "days", "on"], *rows]:
        made.worksheets[0].append(row)
    made.save(out)
    return out.getvalue()


def _with(parts: dict[str, bytes | str], base: bytes | None = None) -> bytes:
    """An archive of ``parts``, or a workbook with these parts put in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _sheet(content: str | bytes) -> bytes:
    return _with({"xl/worksheets/sheet1.xml": content}, book([["Sita", 3, "2026-01-31"]]))


def _bomb(rng: Random) -> bytes:
    """A workbook of a hundred kilobytes that unpacks to hundreds of megabytes of one text."""
    text = b"<sst><si><t>" + b"A" * (rng.randint(280, 320) << 20) + b"</t></si></sst>"
    return _with({"xl/sharedStrings.xml": text}, book([["Sita", 3, "2026-01-31"]]))


def _nested(rng: Random) -> bytes:
    inner = _with({f"{n}.bin": bytes(30 << 20) for n in range(2)})
    return _with({f"xl/{n}.zip": inner for n in range(rng.randint(400, 900))})


def _symlink(rng: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("xl/workbook.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, rng.choice(("/etc/passwd", "../../../etc/shadow")))
    return out.getvalue()


def _lying(rng: Random) -> bytes:
    """The archive's directory says that its parts are small."""
    whole = bytearray(_with({"xl/workbook.xml": bytes(40 << 20)}))
    at = whole.index(b"PK\x01\x02")
    whole[at + 24 : at + 28] = rng.randint(1, 999).to_bytes(4, "little")
    return bytes(whole)


def _locked(rng: Random) -> bytes:
    whole = bytearray(book([["Sita", rng.randint(1, 9), "2026-01-31"]]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + offset] |= 1
            at = whole.find(mark, at + 4)
    return bytes(whole)


ARCHIVES: dict[str, Maker] = {
    "a bomb": _bomb,
    "bombs in an archive": _nested,
    "an archive that reaches outside": lambda rng: _with(
        {f"{'../' * rng.randint(1, 9)}etc/cron.d/x": b"* * * * *", "/etc/profile.d/x.sh": b"x"}
    ),
    "a link in an archive": _symlink,
    "an archive that lies about sizes": _lying,
    "a locked workbook": _locked,
    "a torn workbook": lambda rng: book([["Sita", 3, "2026-01-31"]])[: rng.randint(30, 4000)],
    "an empty archive": lambda rng: _with({"[Content_Types].xml": b"", "x": rng.randbytes(9)}),
    "entities in entities": lambda rng: _sheet(BOMB),
    "an entity from outside": lambda rng: _sheet(OUTSIDE),
    "thousands of parts": lambda rng: _with({f"{n}": b"" for n in range(2001 + rng.randint(0, 9))}),
    "a sheet that is no XML": lambda rng: _sheet(rng.randbytes(500)),
    "a formula in a workbook": lambda rng: book([["Sita", "=1+1", "2026-01-31"]]),
    "a link to another workbook": lambda rng: book([["Sita", "='[http://x/y.xlsx]A'!A1", "-"]]),
    "a workbook with too many columns": lambda rng: book([["x"] * rng.randint(201, 900)]),
    "a number that is none": lambda rng: book([["Sita", rng.choice((1.5, 1e300, True)), "-"]]),
}  # fmt: skip


def _damage(change: Callable[[Random, bytes], bytes]) -> Callable[[bytes, Random], bytes]:
    return lambda good, rng: change(rng, good)


def _swap(old: str, *new: str) -> Callable[[bytes, Random], bytes]:
    return lambda good, rng: good.replace(old.encode(), rng.choice(new).encode(), 1)


WAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "cut off": _damage(lambda rng, good: good[: rng.randint(1, len(good) - 200)]),
    "a line twice": _damage(lambda rng, good: good + good.splitlines(keepends=True)[-1]),
    "a line of noise": _damage(lambda rng, good: good + rng.randbytes(60) + b"\n"),
    "empty bytes inside": _damage(lambda rng, good: good[:600] + b"\0" * 9 + good[600:]),
    "another total": _swap("1200.00", "1200.01", "-1200.00", "1e9", "NaN", "1,200.00"),
    "a month that is none": _swap("202602", "202613", "999999", "2026-2", "February"),
    "a number of letters": _swap("28800000000", "288OOOOOOOO", "2", "2" * 60, "=1+1"),
    "an account that is none": _swap("QA58DOHB", "QA00DOHB", "=cmd|'/C calc'!A0", "XX58DOHB"),
    "UTF-16": _damage(lambda rng, good: good.decode().encode("utf-16-be")),
    "a quotation without end": _damage(lambda rng, good: good[:900] + b',"' + good[900:]),
}
