"""Lines as tables: split, checked field by field and rule by rule, faults placed exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles.blocks import MAX_LINE, Block
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.kinds import Field

_TROUBLE_ASCII = re.compile(r"[^\x20-\x7E]|\"")
_TROUBLE_TEXT = re.compile('[\x00-\x1f\x7f\ufffd"]')
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\n"
_CONTROL = r"[\x00-\x1F\x7F]"
_FOREIGN = r"[^\x20-\x7E]"
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between fields of one row, over typed columns; null means not judged.

    ``message`` is a template with ``{expected}`` and ``{found}``; both are text expressions.
    """

    field: str
    code: str
    ok: pl.Expr
    expected: pl.Expr
    found: pl.Expr
    message: str
    remedy: str


def lines(block: Block, ascii_only: bool) -> tuple[pl.DataFrame, bool]:
    """A frame of ``line`` (from 1) and ``text``, and whether any character needs a look.

    Bytes that are not UTF-8 come out as the replacement character.
    """
    odd = block.data.translate(None, _PRINTABLE)
    suspicious = bool(odd) if ascii_only else bool(odd) and _odd_for_text(odd)
    whole = block.data.decode("utf-8", errors="replace")
    text = pl.Series("text", [whole], dtype=pl.String).str.split("\n").explode()
    numbers = pl.int_range(block.first, block.first + len(text), eager=True, dtype=pl.Int64)
    return pl.DataFrame({"line": numbers, "text": text}), suspicious


def _odd_for_text(odd: bytes) -> bool:
    """Whether bytes outside printable ASCII are anything but well-formed UTF-8 letters."""
    return any(byte < 0x20 or byte == 0x7F for byte in set(odd)) or not _is_utf8(odd)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def split(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Add ``c0`` ... ``c{most-1}`` and ``count``, the number of fields on the line."""
    parts = frame["text"].str.split_exact(",", most - 1).struct.unnest()
    parts.columns = [f"c{number}" for number in range(most)]
    count = (frame["text"].str.count_matches(",", literal=True) + 1).alias("count")
    return frame.hstack(parts).with_columns(count.cast(pl.Int64))


def unreadable(frame: pl.DataFrame, suspicious: bool, ascii_only: bool) -> pl.Series:
    """Which lines cannot be split at all: too long, a quote, a control or foreign character."""
    text = pl.col("text")
    bad = (text.str.len_bytes() > MAX_LINE) | text.str.contains('"', literal=True)
    if suspicious:
        bad = bad | text.str.contains(_FOREIGN if ascii_only else _CONTROL)
        bad = bad | text.str.contains(_BROKEN, literal=True)
    return frame.select(bad.alias("bad")).to_series()


def unreadable_faults(
    frame: pl.DataFrame, ascii_only: bool, names: Callable[[str], Sequence[str]], faults: Faults
) -> None:
    """One fault for each line of ``frame``, naming the field in which the trouble begins."""
    listed = frame.head(faults.room)
    for line, text in listed.select("line", "text").iter_rows():
        place = _trouble_at(text, ascii_only)
        message, remedy, expected = _trouble(text, place)
        fields = names(text)
        field = fields[min(text.count(",", 0, place), len(fields) - 1)]
        value = text[text.rfind(",", 0, place) + 1 :][:80].split(",")[0]
        if place >= MAX_LINE:
            value = f"> {MAX_LINE} bytes"
        faults.add(
            fault(
                "text", line, field, message, remedy=remedy, expected=expected, found=shown(value)
            )
        )
    faults.more(frame.height - listed.height)


def _trouble_at(text: str, ascii_only: bool) -> int:
    if len(text.encode()) > MAX_LINE:
        return MAX_LINE
    match = (_TROUBLE_ASCII if ascii_only else _TROUBLE_TEXT).search(text)
    return match.start() if match else 0


def _trouble(text: str, place: int) -> tuple[Sentence, Sentence, str]:
    """What is wrong with a line at ``place``, what to do, what was expected."""
    if place >= MAX_LINE:
        return (
            sentence(N_("The line is longer than {most} bytes."), most=MAX_LINE),
            sentence(N_("Check that every record ends in a line break.")),
            f"<= {MAX_LINE} bytes",
        )
    character = text[place]
    if character == '"':
        return (
            sentence(N_("The line holds a quotation mark; fields are not quoted in this format.")),
            sentence(N_("Leave out the quotation marks and any comma inside a value.")),
            "no quotation mark",
        )
    if character < " " or character == "\x7f":
        return (
            sentence(
                N_("The line holds the control character U+{code}."), code=f"{ord(character):04X}"
            ),
            sentence(N_("Save the file again as plain text.")),
            "printable characters",
        )
    if character == _BROKEN:
        return (
            sentence(N_("The line is not written in UTF-8; it may be in Windows-1256 or another.")),
            sentence(N_("Save the file again as plain text in UTF-8.")),
            "UTF-8",
        )
    return (
        sentence(
            N_("The line holds “{found}”, which this format does not allow here."),
            found=shown(character),
        ),
        sentence(N_("Write Latin letters and the digits 0 to 9, and save the file as plain text.")),
        "plain text",
    )


def typed(frame: pl.DataFrame, fields: Sequence[Field], first: int, faults: Faults) -> pl.DataFrame:
    """``line``, the typed columns by field name (null where wrong), and ``raw.<name>`` text.

    ``first`` is the position of the first field on the line. Every wrong field is a fault.
    """
    columns = [pl.col("line")]
    for place, field in enumerate(fields, first):
        text = pl.col(f"c{place}")
        columns += [field.kind.read(text).alias(field.name), text.alias(f"raw.{field.name}")]
    table = frame.select(columns)
    wrong = table.select(_wrong(field).alias(field.name) for field in fields)
    counts = wrong.select(pl.all().sum()).row(0)
    hits: list[tuple[int, int, str]] = []
    for place, (field, count) in enumerate(zip(fields, counts, strict=True)):
        if count:
            rows = table.filter(wrong[field.name]).head(faults.room)
            hits += [
                (line, place, raw or "")
                for line, raw in rows.select("line", f"raw.{field.name}").iter_rows()
            ]
    listed = sorted(hits)[: faults.room]
    for line, place, raw in listed:
        faults.add(field_fault(fields[place], line, raw))
    faults.more(sum(counts) - len(listed))
    return table


def _wrong(field: Field) -> pl.Expr:
    wrong = pl.col(field.name).is_null()
    return wrong if field.required else wrong & (pl.col(f"raw.{field.name}") != "")


def field_fault(field: Field, line: int, raw: str) -> BadInput:
    """The fault of one field that does not read as its kind."""
    kind = field.kind
    message = (
        N_("“{found}” is not {expected}.")
        if raw
        else N_("{field} is empty; it must be {expected}.")
    )
    return fault(
        "field",
        line,
        field.name,
        sentence(message, found=shown(raw), expected=kind.expected, field=field.name),
        remedy=kind.hint(raw) or sentence(N_("Write it like {example}."), example=kind.example),
        expected=kind.expected.say(),
        found=shown(raw),
    )


def judge(table: pl.DataFrame, rules: Sequence[Rule], faults: Faults) -> None:
    """Apply ``rules`` to typed rows; a rule whose fields are null does not judge."""
    wrong = table.select(
        (~rule.ok).fill_null(value=False).alias(str(place)) for place, rule in enumerate(rules)
    )
    counts = wrong.select(pl.all().sum()).row(0)
    for place, (rule, count) in enumerate(zip(rules, counts, strict=True)):
        if not count:
            continue
        rows = table.filter(wrong[str(place)]).head(faults.room)
        shown_rows = rows.select(
            "line",
            rule.expected.cast(pl.String).alias("expected"),
            rule.found.cast(pl.String).alias("found"),
        )
        for line, expected, found in shown_rows.iter_rows():
            faults.add(rule_fault(rule, line, expected, found))
        faults.more(count - rows.height)


def rule_fault(rule: Rule, line: int, expected: str, found: str) -> BadInput:
    """The fault of one broken rule."""
    return fault(
        rule.code,
        line,
        rule.field,
        sentence(rule.message, expected=shown(expected), found=shown(found)),
        remedy=sentence(rule.remedy, expected=shown(expected), found=shown(found)),
        expected=expected,
        found=shown(found),
    )


def decimal_text(minor: pl.Expr) -> pl.Expr:
    """Minor units as decimal text with two decimals."""
    cents = (minor % 100).cast(pl.String).str.pad_start(2, "0")
    return (minor // 100).cast(pl.String) + "." + cents


def day_text(day: pl.Expr) -> pl.Expr:
    """Days since 1970-01-01 as YYYY-MM-DD."""
    return day.cast(pl.Date).dt.to_string("%Y-%m-%d")
