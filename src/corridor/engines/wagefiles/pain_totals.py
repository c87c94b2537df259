"""Counts and control sums of a pain.001 file: of each batch, and of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from corridor.core.codes.currencies import CURRENCIES
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import Faults, fault, shown

_SUM = re.compile(r"[0-9]{1,17}(?:\.[0-9]{1,17})?")
_COUNT = re.compile(r"[0-9]{1,15}")
_MADE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
Values = Mapping[str, tuple[str, int]]


def _amount_of(currency: str) -> re.Pattern[str]:
    """What an amount of ``currency`` looks like; two decimals where it is not known."""
    digits = CURRENCIES.get(currency, 2)
    return re.compile(rf"[0-9]{{1,13}}(?:\.(?=[0-9])[0-9]{{0,{digits}}}0*)?")


class Totals:
    """Counts payments and adds up amounts as decimals, exactly.

    The sum is None once an amount cannot be read or is of another currency than the first: that
    is a fault of its own, and a sum over it would accuse the header too.
    """

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._count = self._all = 0
        self._sum: Decimal | None = Decimal(0)
        self._whole: Decimal | None = Decimal(0)
        self._last = 1
        self._currency: str | None = None
        self._amount = _amount_of("")

    def payment(self, amount: str, currency: str) -> None:
        """One payment of the open batch."""
        self._count += 1
        if self._currency is None:
            self._currency, self._amount = currency, _amount_of(currency)
        if self._sum is not None:
            good = currency == self._currency and self._amount.fullmatch(amount)
            self._sum = self._sum + Decimal(amount) if good else None

    def batch(self, values: Values, line: int) -> None:
        """The end of a batch: its own count and sum, where it gives them."""
        self._last = line
        if "PmtInfId" not in values:
            self._missing("PmtInfId", line)
        method = values.get("PmtMtd", ("", line))
        if method[0] != "TRF":
            self._add(
                "method", method[1], "PmtMtd",
                N_("The payments are not transfers."), N_("Write {expected}."), "TRF", method[0],
            )  # fmt: skip
        self._held(values, self._count, self._sum)
        self._all += self._count
        known = self._whole is not None and self._sum is not None
        self._whole = self._whole + self._sum if known else None  # type: ignore[operator]
        self._count, self._sum = 0, Decimal(0)

    def group(self, values: Values) -> None:
        """The end of the file: what its group header promised."""
        for name in ("MsgId", "CreDtTm", "NbOfTxs"):
            if not values.get(name, ("", 0))[0]:
                self._missing(name, values.get(name, ("", 1))[1])
        made = values.get("CreDtTm", ("", 1))
        if made[0] and not _MADE.fullmatch(made[0]):
            self._add(
                "field", made[1], "CreDtTm",
                N_("“{found}” is not a date and time."), N_("Write it like {expected}."),
                "2026-07-01T09:30:00", made[0],
            )  # fmt: skip
        if self._all == 0:
            self._add(
                "records", self._last, "CdtTrfTxInf",
                N_("The file holds no payment."), N_("Write one payment for each worker paid."),
                ">= 1", "0",
            )  # fmt: skip
        self._held(values, self._all, self._whole)

    def _held(self, values: Values, count: int, total: Decimal | None) -> None:
        """Hold a count and a control sum against what was found."""
        said, line = values.get("NbOfTxs", ("", 1))
        if said and (not _COUNT.fullmatch(said) or int(said) != count):
            self._add(
                "count", line, "NbOfTxs",
                N_("The header counts {found} payments; there are {expected}."),
                N_("Write {expected}, or restore the missing payments."), str(count), said,
            )  # fmt: skip
        promised, line = values.get("CtrlSum", ("", 1))
        if not promised:
            return
        good = _SUM.fullmatch(promised)
        if not good or (total is not None and Decimal(promised) != total):
            right = "?" if total is None else format(total, "f")
            self._add(
                "total", line, "CtrlSum",
                N_("The control sum is {found}; the payments add up to {expected}."),
                N_("Write {expected}, or correct the amounts."), right, promised,
            )  # fmt: skip

    def _missing(self, name: str, line: int) -> None:
        self._add("missing", line, name, N_("{field} is missing."), N_("Give {field}."), name, "")

    def _add(
        self, code: str, line: int, field: str, message: str, remedy: str, expected: str, found: str
    ) -> None:
        """A fault of a header; whichever of the places a template names is filled in."""
        words = {"field": field, "expected": expected, "found": shown(found)}
        self._faults.add(
            fault(code, max(1, line), field, sentence(message, **words),
                  remedy=sentence(remedy, **words), expected=expected, found=shown(found)),
            always=True,
        )  # fmt: skip
