"""The UAE salary information file: one EDR per worker, an optional EVP after it, one SCR last.

Source of fields and order: UAE WPS file format reference guide v1.1; Mashreq and Zoho pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import kinds, tables
from corridor.engines.wagefiles.blocks import Block
from corridor.engines.wagefiles.by_lines import ByLines, Run
from corridor.engines.wagefiles.duplicates import Duplicates
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.kinds import Field
from corridor.engines.wagefiles.model import Summary, payments
from corridor.engines.wagefiles.uae_trailer import SCR, Trailer

_ROUTING = kinds.digits(9, "640110101")
_ACCOUNT = kinds.iban(
    "AE[0-9]{21}",
    sentence(N_("a UAE IBAN of 23 characters with right check digits, or a card number in digits")),
    "AE070331234567890123456",
    other="[0-9]{1,23}",
)
EDR: tuple[Field, ...] = (
    Field("employee_id", kinds.digits(14, "10001016594125")),
    Field("agent_routing", _ROUTING),
    Field("account", _ACCOUNT),
    Field("pay_start", kinds.date(hyphens=True)),
    Field("pay_end", kinds.date(hyphens=True)),
    Field("days", kinds.whole(3, "30")),
    Field("fixed", kinds.amount("1221.92")),
    Field("variable", kinds.amount("0.00")),
    Field("leave_days_unpaid", kinds.whole(3, "0")),
)
EVP_PARTS = ("housing", "conveyance", "medical", "passage", "overtime", "other", "leave_encashment")
EVP: tuple[Field, ...] = (
    Field("employee_id", kinds.digits(14, "10001016594125")),
    Field("agent_routing", _ROUTING),
    *(Field(name, kinds.amount("100.00")) for name in EVP_PARTS),
)
RECORDS = {"EDR": EDR, "EVP": EVP, "SCR": SCR}
FEWEST = {"EDR": 10, "EVP": 10, "SCR": 9}
_MOST = 10

_DAYS = pl.col("pay_end") - pl.col("pay_start") + 1
_IN_ORDER = pl.col("pay_end") >= pl.col("pay_start")
EDR_RULES = (
    tables.Rule(
        "pay_end",
        "dates",
        _IN_ORDER,
        pl.lit(">= ") + tables.day_text(pl.col("pay_start")),
        pl.col("raw.pay_end"),
        N_("The pay period ends on {found}, before it starts."),
        N_("Write an end date {expected}."),
    ),
    tables.Rule(
        "days",
        "days",
        (pl.col("days") == _DAYS) | ~_IN_ORDER,
        _DAYS,
        pl.col("raw.days"),
        N_("The pay period has {expected} days, first and last included; the record says {found}."),
        N_("Write {expected}, or correct the dates."),
    ),
    tables.Rule(
        "leave_days_unpaid",
        "leave",
        pl.col("leave_days_unpaid") <= pl.col("days"),
        pl.lit("<= ") + pl.col("days").cast(pl.String),
        pl.col("raw.leave_days_unpaid"),
        N_("{found} days of unpaid leave are more than the days of the period."),
        N_("Write a number {expected}."),
    ),
)
_PARTS = pl.sum_horizontal(EVP_PARTS, ignore_nulls=False)
_AFTER_EDR = pl.col("p0").eq_missing(pl.lit("EDR"))
EVP_RULES = (
    tables.Rule(
        "record_type",
        "order",
        _AFTER_EDR,
        pl.lit("EDR, EVP"),
        pl.col("p0").fill_null("") + ", EVP",
        N_("This EVP record does not come directly after an EDR record."),
        N_("Put it after the EDR record whose variable pay it breaks down."),
    ),
    tables.Rule(
        "employee_id",
        "evp",
        (pl.col("employee_id") == pl.col("p1")) | ~_AFTER_EDR,
        pl.col("p1"),
        pl.col("raw.employee_id"),
        N_("This EVP record names employee {found}; the EDR record before it names {expected}."),
        N_("Write {expected}."),
    ),
    tables.Rule(
        "agent_routing",
        "evp",
        (pl.col("agent_routing") == pl.col("p2")) | ~_AFTER_EDR,
        pl.col("p2"),
        pl.col("raw.agent_routing"),
        N_("This EVP record names routing code {found}; the EDR record before it, {expected}."),
        N_("Write {expected}."),
    ),
    tables.Rule(
        "record_type",
        "evp",
        (pl.col("p8") > 0) | ~_AFTER_EDR,
        pl.lit("no EVP"),
        pl.lit("EVP"),
        N_("An EVP record follows an EDR record without variable pay."),
        N_("Remove it, or write the variable amount in the EDR record."),
    ),
    tables.Rule(
        "variable",
        "evp_sum",
        (pl.col("p8") == _PARTS) | (pl.col("p8") == 0) | ~_AFTER_EDR,
        tables.decimal_text(pl.col("p8")),
        tables.decimal_text(_PARTS),
        N_("The parts add up to {found}; the variable pay in the EDR record is {expected}."),
        N_("Correct the parts or the variable amount."),
    ),
)


def field_names(text: str) -> Sequence[str]:
    """The field names of the record a line says it is (EDR when it says nothing known)."""
    fields = RECORDS.get(text[:3], EDR)
    return ("record_type", *(field.name for field in fields))


class Uae(ByLines):
    """Reader of ``are-sif``. One employer per file, ASCII, AED."""

    id = "are-sif"
    currency = "AED"
    first_field = "record_type"

    def run(self, name: str | None, faults: Faults, summary: Summary) -> Run:
        """See ``ByLines``: EDR records with their EVP parts."""
        summary.version = "1.1"
        return _Run(name, faults, summary)

    def keeps(self, line: bytes) -> bool:
        """An EDR record stays with the EVP record that may follow it."""
        return line.startswith(b"EDR")


class _Run:
    """One pass over one file."""

    def __init__(self, name: str | None, faults: Faults, summary: Summary) -> None:
        self.name, self.faults, self.summary = name, faults, summary
        self.trailer, self.twice = Trailer(faults, summary), Duplicates("employee_id", 14)

    def close(self) -> None:
        """Employees who stand twice, and what the trailer says of the whole."""
        self.twice.report(self.faults)
        self.trailer.close(self.name)

    def block(self, block: Block) -> Iterator[pl.DataFrame]:
        """The payments of one block."""
        faults = self.faults
        frame, suspicious = tables.lines(block, ascii_only=True)
        bad = tables.unreadable(frame, suspicious, ascii_only=True)
        frame = tables.split(frame, _MOST)
        self.trailer.see(frame)
        known = pl.col("c0").is_in(list(RECORDS)) | (pl.col("text") == "")
        self.trailer.strange(frame.filter(~known).height)
        self.summary.records += frame.filter(pl.col("c0") == "EDR").height
        if bad.any():
            tables.unreadable_faults(frame.filter(bad), True, field_names, faults)
        good = _well_formed(frame.with_columns(_previous()), ~bad, faults)
        edr = tables.typed(good.filter(pl.col("c0") == "EDR"), EDR, 1, faults)
        tables.judge(edr, EDR_RULES, faults)
        self.trailer.pay(edr, self.summary.records)
        self.twice.see(edr, pl.col("employee_id").cast(pl.Int64))
        evp = _breakdown(good.filter(pl.col("c0") == "EVP"), faults)
        if edr.height:
            yield _payments(edr, evp)


def _previous() -> list[pl.Expr]:
    """What an EVP record must match on the line before: type, employee, routing, variable."""
    variable = kinds.amount("").read(pl.col("c8").shift(1))
    return [
        pl.col("c0").shift(1).alias("p0"),
        pl.col("c1").shift(1).alias("p1"),
        pl.col("c2").shift(1).alias("p2"),
        pl.when(pl.col("c0") == "EVP").then(variable).alias("p8"),
    ]


def _well_formed(frame: pl.DataFrame, readable: pl.Series, faults: Faults) -> pl.DataFrame:
    """The readable rows of a known type with the right number of fields; faults for the rest."""
    tag = pl.col("c0")
    fewest = tag.replace_strict(FEWEST, default=None, return_dtype=pl.Int64)
    known = tag.is_in(list(RECORDS))
    right = frame.select((known & pl.col("count").is_between(fewest, _MOST)).alias("ok"))
    right_rows = right.to_series()
    wrong = frame.filter(readable & ~right_rows)
    listed = wrong.head(faults.room)
    for line, text, count in listed.select("line", "text", "count").iter_rows():
        _malformed(line, text, count, faults)
    faults.more(wrong.height - listed.height)
    return frame.filter(readable & right_rows)


def _malformed(line: int, text: str, count: int, faults: Faults) -> None:
    """The fault of a line of an unknown type, or with too few or too many fields."""
    tag = text.split(",", 1)[0]
    if tag not in RECORDS:
        message = (
            sentence(N_("“{found}” is not a record type."), found=shown(tag))
            if text
            else sentence(N_("The line is empty."))
        )
        remedy = sentence(N_("Begin every line with EDR, EVP or SCR."))
        add = fault(
            "record",
            line,
            "record_type",
            message,
            remedy=remedy,
            expected="EDR, EVP, SCR",
            found=shown(tag),
        )
        faults.add(add)
        return
    names, few = field_names(text), FEWEST[tag]
    faults.add(
        fault(
            "fields",
            line,
            names[min(count, len(names) - 1)],
            sentence(
                N_("A {record} record has {expected} fields; this one has {found}."),
                record=tag,
                expected=_MOST,
                found=count,
            ),
            remedy=sentence(N_("Write the fields in their published order, without extra commas.")),
            expected=str(_MOST) if few == _MOST else f"{few}-{_MOST}",
            found=str(count),
        )
    )


def _breakdown(rows: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    """The typed EVP rows, each judged against the EDR before it."""
    table = tables.typed(rows, EVP, 1, faults)
    if rows.height:
        beside = table.hstack(rows.select("p0", "p1", "p2", "p8"))
        tables.judge(beside, EVP_RULES, faults)
    return table


def _payments(edr: pl.DataFrame, evp: pl.DataFrame) -> pl.DataFrame:
    """EDR rows as payments, with the parts of the EVP record on the next line."""
    table = edr
    if evp.height:
        parts = evp.select((pl.col("line") - 1).alias("line"), *EVP_PARTS)
        table = edr.join(parts, on="line", how="left", maintain_order="left")
    return payments(
        table.with_columns(
            pl.col("employee_id").alias("worker_id"),
            pl.col("agent_routing").alias("bank"),
            pl.col("pay_start").alias("start_day"),
            (pl.col("pay_end") + 1).alias("end_day"),
            (pl.col("fixed") + pl.col("variable")).alias("paid"),
        )
    )
