"""The published fields of the Saudi wages file.

Source: the ministry's wages file specification (table of contents) as restated in two open payroll
systems that agree on names, order and lengths. The document itself was not read: the format counts
as unverified until it is.
"""

from __future__ import annotations

import polars as pl

from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import kinds, tables
from corridor.engines.wagefiles.kinds import Field, Kind

_IBAN = kinds.iban(
    "SA[0-9]{2}[A-Z0-9]{20}",
    sentence(N_("a Saudi IBAN of 24 characters with right check digits")),
    "SA0380000000608010167519",
)
_EMPTY = kinds.matching("", sentence(N_("left empty: the bank fills it in")), "")


def _one_script(most: int, example: str) -> Kind:
    """Text in Latin or in Arabic letters, not both in one field."""
    plain = kinds.text(most, example)
    expected = sentence(
        N_("text of 1 to {count} characters in one script, Latin or Arabic"), count=most
    )

    def read(value: pl.Expr) -> pl.Expr:
        mixed = value.str.contains("[A-Za-z]") & value.str.contains(r"\p{Arabic}")
        return pl.when(~mixed).then(plain.read(value))

    return Kind(expected, example, read)


def _text(most: int, example: str) -> Kind:
    return kinds.text(most, example)


HEADER: tuple[Field, ...] = (
    Field("DEST-ID", kinds.matching("[A-Z]{4}", sentence(N_("four capital letters")), "RJHI")),
    Field("ESTB-ID", kinds.digits(10, "1234567890")),
    Field("BANK-ACC", kinds.matching("[A-Z0-9]{1,24}", sentence(
        N_("an account of at most 24 capital letters and digits")), "SA0380000000608010167519")),
    Field("32A-CCY", kinds.word("SAR")),
    Field("32A-VAL", kinds.date(hyphens=False)),
    Field("32A-AMT", kinds.amount("4600.00", most=15)),
    Field("D-DATE", kinds.date(hyphens=False), required=False),
    Field("FILE-REF", _text(16, "WPS202606001")),
    Field("FILE-REJCDE", _EMPTY, required=False),
    Field("MOL-ESTBID", kinds.matching("[0-9]{2,15}", sentence(
        N_("a labour establishment number of 2 to 15 digits")), "100123")),
)  # fmt: skip
_PART = kinds.amount("4000.00")
ROW: tuple[Field, ...] = (
    Field("32B-AMT", kinds.amount("4600.00")),
    Field("59-ACC", _IBAN),
    Field("59-NAME", _one_script(140, "SITA GURUNG")),
    Field("57-BANK", _text(140, "RJHI")),
    Field("70-DET", _text(140, "Salary"), required=False),
    Field("RET-CODE", _EMPTY, required=False),
    Field("MOL-BAS", _PART),
    Field("MOL-HAL", _PART),
    Field("MOL-OEA", _PART),
    Field("MOL-DED", _PART),
    Field("MOL-ID", kinds.matching("[12][0-9]{9}", sentence(
        N_("a worker's number of 10 digits that begins with 1 (national) or 2 (iqama)")),
        "2345678901")),
    Field("TRN-REF", _EMPTY, required=False),
    Field("TRN-STATUS", _EMPTY, required=False),
    Field("TRN-DATE", _EMPTY, required=False),
)  # fmt: skip
END = "-"

_SUM = pl.col("MOL-BAS") + pl.col("MOL-HAL") + pl.col("MOL-OEA") - pl.col("MOL-DED")
RULES = (
    tables.Rule(
        "32B-AMT",
        "net",
        pl.col("32B-AMT") == _SUM,
        pl.when(_SUM >= 0).then(tables.decimal_text(_SUM)).otherwise(pl.lit(">= 0.00")),
        tables.decimal_text(pl.col("32B-AMT")),
        N_("The net amount is {found}; basic, housing and other less deductions are {expected}."),
        N_("Correct the net amount or its parts."),
    ),
)


def titles(fields: tuple[Field, ...]) -> list[str]:
    """The tags of a group, as they stand in its line of titles."""
    return [f"[{field.name}]" for field in fields]


def told(name: str) -> Sentence:
    """What to do about a line of titles that is not the published one."""
    return sentence(N_("Write the tags of the group in their published order, such as {tag}."),
                    tag=name)  # fmt: skip
