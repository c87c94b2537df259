"""What ``corridor wages check`` found, as tables: by finding, by check, by employer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from corridor.core.codes.currencies import minor_digits
from corridor.core.findings import Verdict
from corridor.core.problems import Place, Unavailable
from corridor.core.text import N_, sentence
from corridor.engines.wages import BREACH, CHECKS, OK, UNKNOWN, counts
from corridor.engines.wages.findings import label

LISTED = 1_000
NO_CONTRACT = "no_contract"
_AMOUNTS = ("due", "paid", "still_owed")
_DEBT = ("missing", "short")
_STRANGER = sentence(N_("No contract of this worker with this employer is on record."))


class Report:
    """The checked frame and the payments without a contract, ready to be printed.

    A payment without a contract is ``unknown``, not a breach: a worker without a registered
    contract is to be protected, and what she is owed cannot be said.
    """

    def __init__(self, checked: pl.DataFrame, strangers: pl.DataFrame) -> None:
        self.checked, self.strangers = checked, strangers
        parts = [_of_check(checked, name) for name in CHECKS]
        parts.append(_of_strangers(strangers))
        order = ["employer_id", "worker_id", "check"]
        self.findings = pl.concat(parts).sort(order)

    @property
    def breaches(self) -> int:
        """How many findings are breaches."""
        return self.findings.filter(pl.col("verdict") == Verdict.BREACH.value).height

    def by_check(self) -> dict[str, dict[str, int]]:
        """Check -> verdict -> number, the fine ones included."""
        found = counts(self.checked)
        return found | {NO_CONTRACT: {"unknown": self.strangers.height}}

    def by_employer(self) -> list[dict[str, Any]]:
        """One row per employer: workers, money as far as it is known, findings.

        The largest debt comes first. A sum is null when none of its parts is known.
        """
        breach, doubt = (
            pl.sum_horizontal(
                (pl.col(name) == code).fill_null(value=False).cast(pl.Int64) for name in CHECKS
            ).sum()
            for code in (BREACH, UNKNOWN)
        )
        sums = [_known_sum(f"{name}_minor").alias(name) for name in _AMOUNTS]
        grouped = self.checked.group_by("employer_id", "currency").agg(
            pl.len().cast(pl.Int64).alias("workers"),
            *sums,
            pl.col("deemed_paid").eq_missing(1).cast(pl.Int64).sum().alias("deemed_paid"),
            breach.alias("breaches"),
            doubt.alias("unknown"),
        )
        grouped = grouped.sort(
            ["still_owed", "employer_id"], descending=[True, False], nulls_last=True
        )
        return _texts(grouped).to_dicts()

    def as_json(self) -> dict[str, Any]:
        """Counts, employers, and the first thousand findings."""
        return {
            "checks": self.by_check(),
            "employers": self.by_employer(),
            "findings": _texts(self.findings.head(LISTED)).to_dicts(),
            "findings_total": self.findings.height,
            "breaches": self.breaches,
        }

    def write(self, path: Path) -> None:
        """All findings as CSV; no cell can be taken for a formula."""
        table = _texts(self.findings)
        table = table.with_columns(_harmless(name) for name in ("worker_id", "employer_id"))
        try:
            table.write_csv(path)
        except OSError as error:
            raise Unavailable(
                "report.write",
                sentence(N_("The report {name} cannot be written."), name=path.name),
                remedy=sentence(N_("Name a place where you may write.")),
                place=Place(file=str(path)),
                found=error.strerror,
            ) from None


def _known_sum(name: str) -> pl.Expr:
    column = pl.col(name)
    return pl.when(column.is_not_null().any()).then(column.sum())


def _of_check(checked: pl.DataFrame, name: str) -> pl.DataFrame:
    """The breaches and unknowns of one check. Only the check that carries the debt names it.

    ``deemed_paid`` beside it is the authority's view and lessens no debt; null is unknown.
    """
    words = {BREACH: Verdict.BREACH.value, UNKNOWN: Verdict.UNKNOWN.value}
    debt = name in _DEBT
    owed = pl.col("still_owed_minor") if debt else pl.lit(None, dtype=pl.Int64)
    deemed = pl.col("deemed_paid").cast(pl.Boolean) if debt else pl.lit(None, dtype=pl.Boolean)
    return checked.filter(pl.col(name) > OK).select(
        "worker_id",
        "employer_id",
        pl.lit(name).alias("check"),
        pl.col(name).replace_strict(words, return_dtype=pl.String).alias("verdict"),
        pl.col("due_minor").alias("due"),
        pl.col("paid_minor").alias("paid"),
        owed.alias("still_owed"),
        deemed.alias("deemed_paid"),
        "currency",
        _said(name).alias("message"),
    )


def _said(name: str) -> pl.Expr:
    """The sentence of a check; for an unknown, that it could not be told."""
    told = label(name)
    doubt = sentence(N_("Not known from contract and file: {what}"), what=told)
    breach = pl.col(name) == BREACH
    return pl.when(breach).then(pl.lit(told.say())).otherwise(pl.lit(doubt.say()))


def _of_strangers(strangers: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.Int64)
    return strangers.select(
        "worker_id",
        "employer_id",
        pl.lit(NO_CONTRACT).alias("check"),
        pl.lit(Verdict.UNKNOWN.value).alias("verdict"),
        nothing.alias("due"),
        pl.col("paid_minor").alias("paid"),
        nothing.alias("still_owed"),
        pl.lit(None, dtype=pl.Boolean).alias("deemed_paid"),
        "currency",
        pl.lit(_STRANGER.say()).alias("message"),
    )


def _texts(table: pl.DataFrame) -> pl.DataFrame:
    """Minor units as decimal text, each with its own currency's number of decimals."""
    codes = table["currency"].drop_nulls().unique().to_list()
    columns = []
    for name in _AMOUNTS:
        text: Any = pl.lit(None, dtype=pl.String)
        for code in codes:
            of_code = pl.when(pl.col("currency") == code)
            text = of_code.then(_decimal(pl.col(name), minor_digits(code))).otherwise(text)
        columns.append(text.alias(name))
    return table.with_columns(columns)


def _decimal(minor: pl.Expr, digits: int) -> pl.Expr:
    if not digits:
        return minor.cast(pl.String)
    unit = 10**digits
    part = (minor % unit).cast(pl.String).str.pad_start(digits, "0")
    text: pl.Expr = (minor // unit).cast(pl.String) + "." + part
    return text


def _harmless(name: str) -> pl.Expr:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    text = pl.col(name)
    risky = text.str.contains(r"^[=+\-@\t\r\n|%]")
    return pl.when(risky).then("'" + text).otherwise(text).alias(name)
