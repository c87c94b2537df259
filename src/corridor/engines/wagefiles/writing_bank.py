"""Writers of the Saudi wages file and of pain.001."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from corridor.core.money import Money
from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.pain import NAMESPACE
from corridor.engines.wagefiles.saudi_fields import END, HEADER, ROW, titles
from corridor.engines.wagefiles.writing_values import Values, line, minor, text

GROUP = ("MsgId", "CreDtTm")
DEBTOR = ("Dbtr", "DbtrAcct")
"""What a pain.001 file needs of the one who pays; ``DbtrId`` and ``DbtrAgt`` may be given."""
PAYMENT = ("EndToEndId", "InstdAmt", "Nm", "ReqdExctnDt")


def saudi(header: Values, rows: Iterable[Values]) -> bytes:
    """The Saudi file with its lines of tags; the total is worked out here."""
    lines, total = [], 0
    for row in rows:
        lines.append(line(None, ROW, row, hyphens=False, separator="\t"))
        total += minor(row, "32B-AMT", "SAR")
    top = {"32A-CCY": "SAR"} | dict(header) | {"32A-AMT": Money(total, "SAR")}
    written = [
        "\t".join(titles(HEADER)),
        line(None, HEADER, top, hyphens=False, separator="\t"),
        "\t".join(titles(ROW)),
        *lines,
        END,
    ]
    return "".join(f"{one}\r\n" for one in written).encode()


def pain(header: Values, rows: Iterable[Values], version: str) -> bytes:
    """A pain.001 file with one batch for each day; counts and sums are worked out here.

    Rows hold ``EndToEndId``, ``InstdAmt`` (``Money``), ``Nm``, ``ReqdExctnDt``, one of ``IBAN``
    and ``Othr``, and any of ``PrvtId``, ``CdtrAgt`` and ``Ustrd``.
    """
    _given(header, (*GROUP, *DEBTOR))
    days = sorted(rows, key=lambda row: text(row.get("ReqdExctnDt")))
    for row in days:
        _given(row, PAYMENT)
    batches = [
        _batch(header, day, list(members), version, number)
        for number, (day, members) in enumerate(
            groupby(days, key=lambda row: text(row["ReqdExctnDt"])), 1
        )
    ]
    body = (
        f"<GrpHdr>{_tag('MsgId', header['MsgId'])}{_tag('CreDtTm', header['CreDtTm'])}"
        f"{_sums(days)}<InitgPty>{_tag('Nm', header['Dbtr'])}</InitgPty></GrpHdr>\n"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{NAMESPACE}{version}">\n<CstmrCdtTrfInitn>\n'
        f"{body}{''.join(batches)}</CstmrCdtTrfInitn>\n</Document>\n"
    ).encode()


def _batch(header: Values, day: str, rows: Sequence[Values], version: str, number: int) -> str:
    when = (
        _tag("ReqdExctnDt", day)
        if version == "03"
        else f"<ReqdExctnDt>{_tag('Dt', day)}</ReqdExctnDt>"
    )
    number_of = header.get("DbtrId")
    known = f"<Id><OrgId><Othr>{_tag('Id', number_of)}</Othr></OrgId></Id>" if number_of else ""
    name = f"{text(header['MsgId'])[:30]}-{number}"
    return (
        f"<PmtInf>{_tag('PmtInfId', name)}<PmtMtd>TRF</PmtMtd>{_sums(rows)}"
        "<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>"
        f"{when}<Dbtr>{_tag('Nm', header['Dbtr'])}{known}</Dbtr>"
        f"<DbtrAcct><Id>{_account(header['DbtrAcct'])}</Id></DbtrAcct>"
        f"{_agent('DbtrAgt', header.get('DbtrAgt'), version)}\n"
        f"{''.join(_payment(row, version) for row in rows)}</PmtInf>\n"
    )


def _payment(row: Values, version: str) -> str:
    amount = row["InstdAmt"]
    worker, note = row.get("PrvtId"), row.get("Ustrd")
    number = f"<Id><PrvtId><Othr>{_tag('Id', worker)}</Othr></PrvtId></Id>" if worker else ""
    account = _tag("IBAN", row["IBAN"]) if row.get("IBAN") else _other(row.get("Othr", ""))
    currency = quoteattr(amount.currency)
    return (
        f"<CdtTrfTxInf><PmtId>{_tag('EndToEndId', row['EndToEndId'])}</PmtId>"
        f"<Amt><InstdAmt Ccy={currency}>{amount.text()}</InstdAmt></Amt>"
        f"{_agent('CdtrAgt', row.get('CdtrAgt'), version)}"
        f"<Cdtr>{_tag('Nm', row['Nm'])}{number}</Cdtr><CdtrAcct><Id>{account}</Id></CdtrAcct>"
        + (f"<RmtInf>{_tag('Ustrd', note)}</RmtInf>" if note else "")
        + "</CdtTrfTxInf>\n"
    )


def _sums(rows: Sequence[Values]) -> str:
    currency = rows[0]["InstdAmt"].currency if rows else "QAR"
    total = Money(sum(row["InstdAmt"].minor for row in rows), currency)
    return f"<NbOfTxs>{len(rows)}</NbOfTxs><CtrlSum>{total.text()}</CtrlSum>"


def _agent(name: str, code: Any, version: str) -> str:
    """A bank by its BIC, or by another code where it is none."""
    if not code:
        return ""
    written = text(code)
    if len(written) in (8, 11) and written.isalnum() and written[:6].isalpha():
        inner = _tag("BIC" if version == "03" else "BICFI", written)
    else:
        inner = f"<ClrSysMmbId>{_tag('MmbId', written)}</ClrSysMmbId>"
    return f"<{name}><FinInstnId>{inner}</FinInstnId></{name}>"


def _account(value: Any) -> str:
    written = text(value)
    return _tag("IBAN", written) if written[:2].isalpha() else _other(written)


def _other(value: Any) -> str:
    return f"<Othr>{_tag('Id', value)}</Othr>"


def _tag(name: str, value: Any) -> str:
    return f"<{name}>{escape(text(value))}</{name}>"


def _given(values: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if values.get(name) in (None, ""):
            raise BadInput(
                "wagefile.missing",
                sentence(N_("{field} is missing."), field=name),
                remedy=sentence(N_("Give {field}."), field=name),
                place=Place(field=name),
            )
