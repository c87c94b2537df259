"""ISO 20022 credit transfer initiation (pain.001) for salaries, versions 001.03 and 001.09.

The file says who is paid how much and when; the parts of the wage come from a table of payslips
beside it. It names no salary month: whoever reads it says which month it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl

from corridor.core.periods import Period
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import payslips as slips
from corridor.engines.wagefiles import sniff
from corridor.engines.wagefiles.faults import Faults
from corridor.engines.wagefiles.model import Progress, Summary
from corridor.engines.wagefiles.pain_rows import Rows
from corridor.engines.wagefiles.pain_totals import Totals
from corridor.engines.wagefiles.pain_xml import Element, elements, refused

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001."
VERSIONS = ("03", "09")
_HEADER = {
    ("MsgId",): "MsgId",
    ("CreDtTm",): "CreDtTm",
    ("NbOfTxs",): "NbOfTxs",
    ("CtrlSum",): "CtrlSum",
    ("InitgPty", "Nm"): "InitgPty",
    ("InitgPty", "Id", "OrgId", "Othr", "Id"): "InitgPtyId",
}
_BATCH = {
    ("PmtInfId",): "PmtInfId",
    ("PmtMtd",): "PmtMtd",
    ("NbOfTxs",): "NbOfTxs",
    ("CtrlSum",): "CtrlSum",
    ("PmtTpInf", "CtgyPurp", "Cd"): "CtgyPurp",
    ("ReqdExctnDt",): "ReqdExctnDt",
    ("ReqdExctnDt", "Dt"): "ReqdExctnDt",
    ("ReqdExctnDt", "DtTm"): "ReqdExctnDt",
    ("Dbtr", "Nm"): "Dbtr",
    ("Dbtr", "Id", "OrgId", "Othr", "Id"): "DbtrId",
    ("DbtrAcct", "Id", "IBAN"): "DbtrAcct",
    ("DbtrAcct", "Id", "Othr", "Id"): "DbtrAcct",
    ("DbtrAgt", "FinInstnId", "BIC"): "DbtrAgt",
    ("DbtrAgt", "FinInstnId", "BICFI"): "DbtrAgt",
}
_PAYMENT = {
    ("PmtId", "EndToEndId"): "EndToEndId",
    ("PmtTpInf", "CtgyPurp", "Cd"): "CtgyPurp",
    ("Purp", "Cd"): "Purp",
    ("Amt", "InstdAmt"): "InstdAmt",
    ("CdtrAgt", "FinInstnId", "BIC"): "CdtrAgt",
    ("CdtrAgt", "FinInstnId", "BICFI"): "CdtrAgt",
    ("CdtrAgt", "FinInstnId", "ClrSysMmbId", "MmbId"): "CdtrAgt",
    ("Cdtr", "Nm"): "Nm",
    ("Cdtr", "Id", "PrvtId", "Othr", "Id"): "PrvtId",
    ("CdtrAcct", "Id", "IBAN"): "IBAN",
    ("CdtrAcct", "Id", "Othr", "Id"): "Othr",
    ("RmtInf", "Ustrd"): "Ustrd",
}
Values = dict[str, tuple[str, int]]
"""Field -> its text and the line on which it begins."""


@dataclass(frozen=True)
class Pain001:
    """Reader of ``pain001``; ``month`` and ``payslips`` are what the reader was given."""

    month: Period | None = None
    payslips: slips.Source | None = None
    id = "pain001"
    currency = ""
    first_field = "Document"

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """See ``model.Format``. A byte order mark is allowed: XML knows what to do with it."""
        return sniff.opening(head.removeprefix(b"\xef\xbb\xbf"), self.first_field)

    def frames(
        self,
        stream: BinaryIO,
        name: str | None,
        faults: Faults,
        summary: Summary,
        progress: Progress | None,
    ) -> Iterator[pl.DataFrame]:
        """Stream the payments; see ``model.Format``."""
        summary.month = self.month
        run = _Run(faults, summary, self.payslips)
        try:
            for element in elements(stream, progress):
                run.take(element)
                if run.rows.full:
                    yield from run.rows.frames()
        except BadInput as problem:
            faults.add(problem, always=True)
            summary.total = None
            return
        yield from run.rows.frames()
        run.close()


class _Run:
    """One pass over one file."""

    def __init__(self, faults: Faults, summary: Summary, source: slips.Source | None) -> None:
        self.faults, self.summary = faults, summary
        self.totals = Totals(faults)
        self.rows = Rows(faults, summary, source)
        self.group: Values = {}
        self.batch: Values = {}
        self.payment: Values = {}
        self.batches = 0
        self.known = False

    def take(self, element: Element) -> None:
        """One element that has ended."""
        if not self.known:
            self._namespace(element)
        path = element.path[2:]
        if path[:1] == ("GrpHdr",):
            _keep(self.group, _HEADER, path[1:], element)
        elif path[:2] == ("PmtInf", "CdtTrfTxInf"):
            self._payment(path[2:], element)
        elif path[:1] == ("PmtInf",):
            self._batch(path[1:], element)

    def _namespace(self, element: Element) -> None:
        """The first element to end tells whether this is a file of a version known here."""
        self.known = True
        version = element.namespace.removeprefix(NAMESPACE)
        if element.namespace.startswith(NAMESPACE) and version in VERSIONS:
            self.summary.version = f"001.{version}"
        else:
            raise refused(
                "namespace",
                1,
                sentence(N_("The file is not a pain.001 file of a version known here.")),
                sentence(N_("Export it as one of {versions}."),
                         versions=", ".join(f"pain.001.001.{one}" for one in VERSIONS)),
                ", ".join(NAMESPACE + one for one in VERSIONS),
                element.namespace[:100],
            )  # fmt: skip
        if element.path[:2] != ("Document", "CstmrCdtTrfInitn"):
            raise refused(
                "root",
                element.line,
                sentence(N_("The file does not begin with Document and CstmrCdtTrfInitn.")),
                sentence(N_("Export it as a credit transfer initiation.")),
                "Document/CstmrCdtTrfInitn",
                "/".join(element.path[:2])[:100],
            )

    def _payment(self, path: tuple[str, ...], element: Element) -> None:
        if path:
            _keep(self.payment, _PAYMENT, path, element)
            if path == ("Amt", "InstdAmt"):
                self.payment["Ccy"] = (element.attributes.get("Ccy", ""), element.line)
            return
        payment, self.payment = self.payment, {}
        amount, currency = (payment.get(name, ("", 0))[0] for name in ("InstdAmt", "Ccy"))
        self.totals.payment(amount, currency)
        self.rows.add(element.line, payment, self.batch)

    def _batch(self, path: tuple[str, ...], element: Element) -> None:
        if path:
            _keep(self.batch, _BATCH, path, element)
            return
        self.batches += 1
        self.totals.batch(self.batch, element.line)
        self.batch = {}

    def close(self) -> None:
        """What only the whole file can tell."""
        header = {name: text for name, (text, _line) in self.group.items()}
        made = re.match(r"\d{4}-\d{2}-\d{2}", header.get("CreDtTm", ""))
        header["file_date"] = made[0] if made else ""
        self.summary.header = header | self.rows.debtor
        self.totals.group(self.group)
        self.rows.close(header.get("InitgPtyId", ""))
        if self.summary.month is None:
            note = N_("The file names no salary month: say which month it is for.")
            self.summary.notes.append(sentence(note))


def _keep(
    into: Values, names: dict[tuple[str, ...], str], path: tuple[str, ...], element: Element
) -> None:
    """Keep the text of an element that a table of names knows, the first time it is said."""
    name = names.get(path)
    if name is not None and (element.text or name not in into):
        into.setdefault(name, (element.text, element.line))
