"""The payments of a pain.001 file as rows: typed, judged, joined with their payslips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from corridor.core.codes.currencies import CURRENCIES
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import generic_fields, kinds, tables
from corridor.engines.wagefiles import payslips as slips
from corridor.engines.wagefiles.duplicates import Duplicates
from corridor.engines.wagefiles.faults import Faults
from corridor.engines.wagefiles.generic import unexplained
from corridor.engines.wagefiles.kinds import Field
from corridor.engines.wagefiles.model import Summary

BATCH = 20_000
_EPOCH = date(1970, 1, 1)
_NAMES = (
    *("EndToEndId", "InstdAmt", "Ccy", "CtgyPurp", "Nm", "IBAN", "Othr", "CdtrAgt"),
    *("PrvtId", "Ustrd", "ReqdExctnDt", "DbtrId", "Dbtr"),
)
_NOT_PROVIDED = "NOTPROVIDED"
Values = Mapping[str, tuple[str, int]]


def _iban() -> kinds.Kind:
    return kinds.iban(
        "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}",
        sentence(N_("an IBAN with right check digits")),
        "QA58DOHB00001234567890ABCDEFG",
    )


def _fields(currency: str) -> tuple[Field, ...]:
    text = kinds.text
    return (
        Field("EndToEndId", text(35, "2026-06-0001")),
        Field("InstdAmt", kinds.amount_in(currency)),
        Field("Ccy", generic_fields.CURRENCY),
        Field("CtgyPurp", kinds.word("SALA")),
        Field("Nm", text(140, "SITA GURUNG")),
        Field("IBAN", _iban(), required=False),
        Field("Othr", text(34, "4551902459"), required=False),
        Field("CdtrAgt", text(35, "DOHBQAQA"), required=False),
        Field("PrvtId", text(35, "28912345678"), required=False),
        Field("Ustrd", text(300, "Wage of June 2026"), required=False),
        Field("ReqdExctnDt", kinds.date(hyphens=True)),
        Field("DbtrId", text(35, "10007822"), required=False),
        Field("Dbtr", text(140, "AL NOOR TRADING"), required=False),
    )  # fmt: skip


def _rules(currency: str, debtor: str | None) -> tuple[tables.Rule, ...]:
    no_account = pl.col("raw.IBAN").eq("") & pl.col("raw.Othr").eq("")
    return (
        tables.Rule(
            "Ccy",
            "currency",
            pl.col("raw.Ccy") == currency,
            pl.lit(currency),
            pl.col("raw.Ccy"),
            N_("This payment is in {found}, the first one in {expected}: one file, one currency."),
            N_("Give the payments in {found} in a file of their own."),
        ),
        tables.Rule(
            "CdtrAcct",
            "account",
            ~no_account,
            pl.lit("IBAN / Othr"),
            pl.lit(""),
            N_("The payment names no account."),
            N_("Write the worker's IBAN or account number."),
        ),
        tables.Rule(
            "DbtrId",
            "mixed",
            pl.col("raw.DbtrId") == (debtor or ""),
            pl.lit(debtor or ""),
            pl.col("raw.DbtrId"),
            N_("This payment is of debtor {found}, the first one of {expected}."),
            N_("Give the wages of each employer in a file of their own."),
        ),
    )


class Rows:
    """Gathers payments and hands them on as frames."""

    def __init__(self, faults: Faults, summary: Summary, source: slips.Source | None) -> None:
        self._faults, self._summary, self._source = faults, summary, source
        self._slips: slips.Payslips | None = None
        self._rows: list[tuple[str, ...]] = []
        self._lines: list[int] = []
        self._begun = False
        self._debtor: str | None = None
        self._ids = Duplicates("EndToEndId", 0, payment=True)
        self._workers = Duplicates("PrvtId", 0)
        self._bare = self._odd = self._nameless = 0
        self.debtor: dict[str, str] = {}

    @property
    def full(self) -> bool:
        """Whether it is time for ``frames``."""
        return len(self._rows) >= BATCH

    def add(self, line: int, payment: Values, batch: Values) -> None:
        """One payment with what its batch says of all."""
        said = {name: text for name, (text, _line) in {**batch, **payment}.items()}
        if not said.get("CtgyPurp") and said.get("Purp") in ("SALA", "PAYR"):
            said["CtgyPurp"] = "SALA"  # the purpose of the payment itself says the same
        said["ReqdExctnDt"] = said.get("ReqdExctnDt", "")[:10]
        if not self._begun:
            self._begin(said)
        self._summary.records += 1
        self._lines.append(line)
        self._rows.append(tuple(said.get(name, "") for name in _NAMES))

    def _begin(self, said: Mapping[str, str]) -> None:
        self._begun = True
        currency = said.get("Ccy", "")
        self._summary.currency = currency if currency in CURRENCIES else ""
        self._debtor = said.get("DbtrId", "")
        names = ("Dbtr", "DbtrId", "DbtrAcct", "DbtrAgt", "ReqdExctnDt")
        self.debtor = {name: said[name] for name in names if said.get(name)}

    def frames(self) -> Iterator[pl.DataFrame]:
        """The payments gathered so far."""
        if not self._rows:
            return
        columns = dict(zip((f"c{at}" for at in range(len(_NAMES))),
                           zip(*self._rows, strict=True), strict=True))  # fmt: skip
        frame = pl.DataFrame({"line": self._lines} | columns)
        self._rows, self._lines = [], []
        table = tables.typed(frame, _fields(self._summary.currency), 0, self._faults)
        tables.judge(table, _rules(self._summary.currency, self._debtor), self._faults)
        self._add(table)
        yield self._payments(table)

    def _add(self, table: pl.DataFrame) -> None:
        summary = self._summary
        if table["InstdAmt"].null_count() or summary.total is None:
            summary.total = None
        else:
            summary.total += table.select(pl.col("InstdAmt").sum()).item()
        for seen, name in ((self._ids, "EndToEndId"), (self._workers, "PrvtId")):
            given = pl.col(name).is_not_null() & (pl.col(name) != _NOT_PROVIDED)
            number = pl.col(name).hash(seed=0).reinterpret(signed=True)
            seen.see(table, pl.when(given).then(number), pl.col(name))

    def _payments(self, table: pl.DataFrame) -> pl.DataFrame:
        month = self._summary.month
        start = None if month is None else (month.start - _EPOCH).days
        end = None if month is None or month.end is None else (month.end - _EPOCH).days
        found = table.select(
            "line",
            pl.col("PrvtId").alias("worker_id"),
            pl.coalesce("IBAN", "Othr").alias("account"),
            pl.col("CdtrAgt").alias("bank"),
            pl.col("Nm").alias("name"),
            pl.col("EndToEndId").alias("reference"),
            pl.col("Ustrd").alias("notes"),
            pl.col("ReqdExctnDt").alias("paid_day"),
            pl.col("InstdAmt").alias("net"),
            pl.col("InstdAmt").alias("paid"),
            pl.lit(start, dtype=pl.Int32).alias("start_day"),
            pl.lit(end, dtype=pl.Int32).alias("end_day"),
        )
        if self._source is None:
            self._bare += found.height
        else:
            found = self._with_slips(found, self._source)
        self._nameless += found["worker_id"].null_count()
        named = pl.coalesce("worker_id", "reference").alias("worker_id")
        return slips.parts(found.with_columns(named)) if self._source else _bare(found, named)

    def _with_slips(self, found: pl.DataFrame, source: slips.Source) -> pl.DataFrame:
        if self._slips is None:
            self._slips = slips.read(source, self._summary.currency, self._faults)
        both = slips.join(found, self._slips, self._faults)
        self._bare += both["slip"].null_count()
        self._odd += both.select(unexplained().sum()).item()
        return both

    def close(self, initiator: str) -> None:
        """What only the whole file can tell; ``initiator`` stands in for a debtor without id."""
        summary = self._summary
        self._ids.report(self._faults)
        self._workers.report(self._faults)
        summary.employer_id = self._debtor or initiator or None
        if self._slips is not None:
            slips.unused(self._slips, self._faults)
        if self._bare:
            summary.unknown = slips.PARTS
        for count, note in (
            (self._bare, N_("{count} payments have no payslip: their parts are unknown.")),
            (self._odd, N_("In {count} records the net wage is not the sum of its parts.")),
            (self._nameless, N_("{count} payments name no worker's number; their end-to-end id "
                                "stands for it.")),
        ):  # fmt: skip
            if count:
                summary.notes.append(sentence(note, count=count))
        if summary.employer_id is None:
            summary.notes.append(sentence(N_("The file names no number of the employer.")))


def _bare(found: pl.DataFrame, named: pl.Expr) -> pl.DataFrame:
    empty = [pl.lit(None, dtype=pl.Int64).alias(name) for name in
             ("other_allowances", "unpaid_days")]  # fmt: skip
    return slips.parts(found.with_columns(named, *empty))
