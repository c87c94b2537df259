"""The table of payslips beside a bank file: what a payment order has no place for.

One line for each payment, found by its end-to-end id: basic wage, allowances, overtime, deductions
and their reason. Without it those parts stay unknown; nothing is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import generic_fields, sniff
from corridor.engines.wagefiles.faults import Faults, fault
from corridor.engines.wagefiles.generic import Csv, Generic, Parquet, Xlsx
from corridor.engines.wagefiles.model import Opener, Summary, payments
from corridor.engines.wagefiles.screening import screened
from corridor.engines.wagefiles.titles import Columns, no_titles, typed

KEY = "end_to_end_id"
PARTS = ("basic", "overtime", "deductions")
"""What is unknown of a payment without a payslip."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the table is, and what it is called in a sentence."""

    opener: Opener
    name: str | None = None


@dataclass(slots=True)
class Payslips:
    """The table once read: ``frame`` has ``slip`` (its line), the key and the parts."""

    frame: pl.DataFrame
    name: str | None
    used: set[str] = field(default_factory=set)


class _Named(Faults):
    """Faults that name the file they stand in."""

    def __init__(self, faults: Faults, name: str | None) -> None:
        super().__init__(faults.limit)
        self._into, self._name = faults, name

    def add(self, problem: BadInput, *, always: bool = False) -> None:
        """Pass it on with the name of the table."""
        problem.at(file=self._name or "payslips")
        self._into.add(problem, always=always)

    def more(self, number: int) -> None:
        """Pass the number on."""
        self._into.more(number)

    @property
    def room(self) -> int:
        """The room of the whole file."""
        return self._into.room


def read(source: Source, currency: str, faults: Faults) -> Payslips:
    """Read the table; everything wrong with it is added to ``faults``, with its file's name."""
    named, fields = _Named(faults, source.name), generic_fields.payslip_fields(currency)
    before, parts = faults.count, []
    with source.opener() as stream:
        head = stream.read(sniff.HEAD)
        stream.seek(0)
        reader = _reader(head)
        problem, skip = reader.opening(head)
        if problem is not None:
            named.add(problem, always=True)
        titles: Columns | None = None
        for batch in reader.cells(stream, named, Summary(), None) if skip is not None else ():
            if titles is None:
                titles = Columns(batch.names, fields, batch.title_line)
                if not titles.report(named):
                    break
            parts.append(typed(screened(batch, titles, named), titles, fields, named))
    if not parts and faults.count == before:
        named.add(no_titles(), always=True)
    frame = pl.concat(parts) if parts else _nothing(currency)
    frame = frame.select("line", *(field.name for field in fields)).rename({"line": "slip"})
    _once(frame, named)
    return Payslips(frame.unique(KEY, keep="first", maintain_order=True), source.name)


def _reader(head: bytes) -> Generic:
    if head.startswith(b"PK\x03\x04"):
        return Xlsx(frozenset({KEY}))
    return Parquet() if head.startswith(b"PAR1") else Csv()


def _nothing(currency: str) -> pl.DataFrame:
    fields = generic_fields.payslip_fields(currency)
    empty = pl.DataFrame(schema={f"c{place}": pl.String for place in range(len(fields))})
    lines = pl.Series("line", [], dtype=pl.Int64)
    columns = Columns([field.name for field in fields], fields)
    return typed(empty.insert_column(0, lines), columns, fields, Faults(0))


def _once(frame: pl.DataFrame, faults: Faults) -> None:
    """Each payment has one payslip."""
    first: dict[str, int] = {}
    for line, key in frame.select("slip", KEY).iter_rows():
        if key is not None and first.setdefault(key, line) != line:
            faults.add(
                fault(
                    "duplicate",
                    line,
                    KEY,
                    sentence(N_("This payment already has a payslip on line {earlier}."),
                             earlier=first[key]),
                    remedy=sentence(N_("Keep one line for each payment.")),
                    expected="one payslip per payment",
                    found=key,
                )
            )  # fmt: skip


def join(table: pl.DataFrame, slips: Payslips, faults: Faults) -> pl.DataFrame:
    """Payments with their parts; ``slip`` is null where a payment has no payslip."""
    both = table.join(slips.frame, left_on="reference", right_on=KEY, how="left",
                      suffix=".slip", maintain_order="left")  # fmt: skip
    slips.used.update(both.filter(pl.col("slip").is_not_null())["reference"].to_list())
    said = pl.col("worker_id.slip")
    other = both.filter(said.is_not_null() & (pl.col("worker_id") != said))
    for line, one, two in other.select("slip", "worker_id", "worker_id.slip").iter_rows():
        _Named(faults, slips.name).add(
            fault(
                "worker",
                line,
                "worker_id",
                sentence(N_("The payslip names worker {found}, the payment worker {expected}."),
                         found=two, expected=one),
                remedy=sentence(N_("Correct the number, or the end-to-end id.")),
                expected=one,
                found=two,
            )
        )  # fmt: skip
    return both.with_columns(pl.coalesce("worker_id", said).alias("worker_id"))


def unused(slips: Payslips, faults: Faults) -> None:
    """A fault for each payslip without a payment."""
    rows = slips.frame.filter(
        pl.col(KEY).is_not_null() & ~pl.col(KEY).is_in(list(slips.used))
    ).select("slip", KEY)  # fmt: skip
    named = _Named(faults, slips.name)
    listed = rows.head(faults.room)
    for line, key in listed.iter_rows():
        named.add(
            fault(
                "payslip",
                line,
                KEY,
                sentence(N_("No payment in the bank file is called {found}."), found=key),
                remedy=sentence(N_("Correct the end-to-end id, or leave the line out.")),
                expected="a payment of the bank file",
                found=key,
            )
        )
    faults.more(rows.height - listed.height)


def parts(table: pl.DataFrame) -> pl.DataFrame:
    """``table`` with its payslip columns under the names of the payments frame."""
    return payments(
        table.with_columns(
            pl.col("other_allowances").alias("other"),
            pl.col("unpaid_days").alias("leave_days_unpaid"),
        )
    )
