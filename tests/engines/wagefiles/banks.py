"""Bank files written by hand: pain.001 in both versions, its payslips, and the Saudi file."""

from __future__ import annotations

_IBAN = "QA58DOHB00001234567890ABCDEFG"


def payment(
    name: str, amount: str, worker: str = "", currency: str = "QAR", account: str = _IBAN
) -> str:
    """One payment of a pain.001 file."""
    number = f"<Id><PrvtId><Othr><Id>{worker}</Id></Othr></PrvtId></Id>" if worker else ""
    return (
        f"<CdtTrfTxInf>\n<PmtId><EndToEndId>{name}</EndToEndId></PmtId>\n"
        f'<Amt><InstdAmt Ccy="{currency}">{amount}</InstdAmt></Amt>\n'
        f"<Cdtr><Nm>SITA &amp; CO GURUNG</Nm>{number}</Cdtr>\n"
        f"<CdtrAcct><Id><IBAN>{account}</IBAN></Id></CdtrAcct>\n</CdtTrfTxInf>\n"
    )


def batch(
    name: str, *payments: str, total: str = "", day: str = "<Dt>2026-07-01</Dt>", more: str = ""
) -> str:
    """One batch of payments, all of one debtor."""
    held = f"<NbOfTxs>{len(payments)}</NbOfTxs>" + (f"<CtrlSum>{total}</CtrlSum>" if total else "")
    return (
        f"<PmtInf>\n<PmtInfId>{name}</PmtInfId><PmtMtd>TRF</PmtMtd>{held}\n"
        "<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>\n"
        f"<ReqdExctnDt>{day}</ReqdExctnDt>\n"
        "<Dbtr><Nm>AL NOOR</Nm><Id><OrgId><Othr><Id>10007822</Id></Othr></OrgId></Id></Dbtr>\n"
        f"<DbtrAcct><Id><IBAN>{_IBAN}</IBAN></Id></DbtrAcct>{more}\n"
        f"{''.join(payments)}</PmtInf>\n"
    )


def pain(*batches: str, count: int, total: str = "", version: str = "09") -> str:
    """A whole file."""
    held = f"<CtrlSum>{total}</CtrlSum>" if total else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}">\n'
        "<CstmrCdtTrfInitn>\n<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-06-30T09:30:00</CreDtTm>\n"
        f"<NbOfTxs>{count}</NbOfTxs>{held}\n<InitgPty><Nm>AL NOOR</Nm></InitgPty></GrpHdr>\n"
        f"{''.join(batches)}</CstmrCdtTrfInitn>\n</Document>\n"
    )


PAIN = pain(
    batch("B-1", payment("E-1", "1221.92", "28912345678"), total="1221.92"),
    batch("B-2", payment("E-2", "1000", "28912345679"), payment("E-3", "0.08"), day="2026-07-02"),
    count=3,
    total="2222.00",
)
PAIN_03 = pain(
    batch("B-1", payment("E-1", "1221.92", "28912345678"), day="2026-07-01"),
    count=1,
    version="03",
)
PAYSLIPS = (
    "end_to_end_id,worker_id,basic,overtime,deductions,deduction_reason\n"
    "E-1,28912345678,1100.00,221.92,100.00,advance\n"
    "E-3,28912345680,0.08,,,\n"
)
_TAGS = "[DEST-ID] [ESTB-ID] [BANK-ACC] [32A-CCY] [32A-VAL] [32A-AMT] [D-DATE] [FILE-REF]"
_ROW = "[32B-AMT] [59-ACC] [59-NAME] [57-BANK] [70-DET] [RET-CODE] [MOL-BAS] [MOL-HAL] [MOL-OEA]"
_SAU = "SA0380000000608010167519"
SAUDI = "\n".join(
    "\t".join(cells)
    for cells in (
        [*_TAGS.split(), "[FILE-REJCDE]", "[MOL-ESTBID]"],
        ["RJHI", "1234567890", _SAU, "SAR", "20260701", "9100.00", "", "WPS2026", "", "100123"],
        [*_ROW.split(), "[MOL-DED]", "[MOL-ID]", "[TRN-REF]", "[TRN-STATUS]", "[TRN-DATE]"],
        ["4600.00", _SAU, "SITA GURUNG", "RJHI", "Salary", "", "4000.00", "500", "200.00",
         "100.00", "2345678901", "", "", ""],
        ["4500.00", _SAU, "سيتا", "RJHI", "", "", "4000", "500", "0", "0", "2345678902",
         "", "", ""],
        ["-"],
    )
) + "\n"  # fmt: skip
