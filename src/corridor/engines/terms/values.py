"""One clause's value: from what people write to what can be compared.

Money becomes ``Money``; numbers become integers scaled by the clause's decimals; lists of
deductions become named amounts; the rest becomes normalised text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from corridor.core.codes import isco
from corridor.core.codes.currencies import minor_digits
from corridor.core.codes.languages import language
from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.terms.clauses import PAYERS, Clause, Kind
from corridor.engines.terms.document import FloatText

IN_KIND = "in_kind"
NONE = "none"
BEFORE, AFTER = "before_departure", "after_arrival"
WORKER_KEEPS, EMPLOYER_KEEPS = "worker", "employer"
_PAYER_WORDS = {"employer_pays": "employer", "worker_pays": "worker", "provided": "employer"}
_PASSPORT_WORDS = {"worker_keeps": "worker", "employer_keeps": "employer", NONE: "worker"}
_LONGEST = 2000


def refuse(code: str, message: Sentence, remedy: Sentence, found: Any = None) -> BadInput:
    """A ``BadInput`` whose found value is shown as text."""
    return BadInput(code, message, remedy=remedy, found=None if found is None else str(found)[:80])


def read_value(clause: Clause, raw: Any, currency: str | None) -> Any:
    """The comparable value of ``raw``. Raises ``BadInput`` (without a place)."""
    if isinstance(raw, (FloatText, float)):
        raise refuse(
            "contract.float",
            sentence(N_("{found} is written as a binary fraction."), found=raw),
            sentence(N_("Write figures with decimals as text, such as “1200.00”.")),
            raw,
        )
    if isinstance(raw, str):
        _own_digits(raw)
    reader = _READERS[clause.kind]
    return reader(clause, raw, currency)


def _own_digits(text: str) -> None:
    strange = next((c for c in text if c.isdigit() and not c.isascii()), None)
    if strange is not None and not any(c.isalpha() for c in text):
        raise refuse(
            "contract.digits",
            sentence(N_("“{found}” is written in digits of another script."), found=text),
            sentence(N_("Write the figures 0 to 9.")),
            text,
        )


def money_value(raw: Any, currency: str | None) -> Money:
    """Money that is not negative, in the contract's own currency."""
    if isinstance(raw, Mapping):
        return _money_object(raw, currency)
    if not isinstance(raw, str):
        raise refuse(
            "contract.money",
            sentence(N_("An amount of money is written as text.")),
            sentence(N_("Write it as a decimal in quotation marks, such as “1200.00”.")),
            raw,
        )
    if currency is None:
        raise refuse(
            "contract.currency",
            sentence(N_("The amount {found} has no currency."), found=raw),
            sentence(N_("Give the clause “currency”, such as “QAR”.")),
            raw,
        )
    amount = Money.parse(raw, currency)
    if amount.minor < 0:
        raise refuse(
            "contract.negative",
            sentence(N_("The amount {found} is negative."), found=raw),
            sentence(N_("Write what the worker is paid; deductions have a clause of their own.")),
            raw,
        )
    return amount


def _money_object(raw: Mapping[str, Any], currency: str | None) -> Money:
    own = raw.get("currency")
    if own != currency:
        raise refuse(
            "contract.currency",
            sentence(
                N_("The amount is in {found}, the contract in {expected}."),
                found=own,
                expected=currency,
            ),
            sentence(N_("Give every amount of one contract in its own currency.")),
            own,
        )
    return money_value(raw.get("amount"), currency)


def _wage(clause: Clause, raw: Any, currency: str | None) -> Money:
    return money_value(raw, currency)


def _allowance(clause: Clause, raw: Any, currency: str | None) -> Money | str:
    if raw == IN_KIND:
        return IN_KIND
    if raw == NONE:
        return Money(0, currency) if currency else NONE
    return money_value(raw, currency)


def _currency(clause: Clause, raw: Any, currency: str | None) -> str:
    code = _text(clause, raw, currency)
    minor_digits(code)
    return code


def number(raw: Any, decimals: int, top: int) -> int:
    """``raw`` (a whole number, or a decimal as text) times 10**decimals, from 0 to ``top``."""
    text = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw
    match = (
        re.fullmatch(r"(\d{1,6})(?:\.(\d+))?", text.strip(), re.ASCII)
        if isinstance(text, str)
        else None
    )
    part = (match[2] or "").rstrip("0") if match else ""
    if match is None or len(part) > decimals or int(match[1]) + bool(part) > top:
        raise refuse(
            "contract.number",
            sentence(N_("“{found}” is not a number from 0 to {top}."), found=raw, top=top),
            sentence(N_("Write a whole number, or a decimal in quotation marks."))
            if decimals
            else sentence(N_("Write a whole number.")),
            raw,
        )
    return int(match[1] + part.ljust(decimals, "0"))


def _number(clause: Clause, raw: Any, currency: str | None) -> int:
    if clause.name == "overtime_rate":
        return _overtime(clause, raw)
    return number(0 if raw == NONE else raw, clause.decimals, clause.top)


def _overtime(clause: Clause, raw: Any) -> int:
    """The multiple of an ordinary hour's wage, times 10,000.

    Below 1 (or 100 %) the figure is what comes on top, as laws state it; from 1 on it is the
    multiple itself. ``25 %``, ``0.25``, ``125 %`` and ``1.25`` are one rate.
    """
    text = raw.strip() if isinstance(raw, str) else raw
    if isinstance(text, str) and text.endswith("%"):
        scaled = number(text[:-1].rstrip(), clause.decimals - 2, clause.top * 100)
    else:
        scaled = number(0 if raw == NONE else text, clause.decimals, clause.top)
    whole: int = 10**clause.decimals
    return scaled + whole if 0 < scaled < whole else scaled


def _text(clause: Clause, raw: Any, currency: str | None) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > _LONGEST or _steers(raw):
        raise refuse(
            "contract.text",
            sentence(N_("This clause is a short text.")),
            sentence(N_("Write it in quotation marks, or leave the clause out.")),
            raw,
        )
    return " ".join(unicodedata.normalize("NFC", raw).split())


def _steers(text: str) -> bool:
    """Whether it holds characters that steer a terminal instead of being read."""
    return any(unicodedata.category(c) == "Cc" and not c.isspace() for c in text)


def _choice(raw: Any, words: Mapping[str, str], choices: tuple[str, ...]) -> str:
    word = words.get(raw, raw) if isinstance(raw, str) else raw
    if word not in choices:
        raise refuse(
            "contract.choice",
            sentence(N_("“{found}” is not one of the possible answers."), found=raw),
            sentence(N_("Write one of: {choices}."), choices=", ".join(choices)),
            raw,
        )
    return str(word)


def _payer(clause: Clause, raw: Any, currency: str | None) -> str:
    if isinstance(raw, bool) and clause.name == "medical_insurance":
        raw = "employer" if raw else NONE
    return _choice(raw, _PAYER_WORDS, tuple(PAYERS))


def _passport(clause: Clause, raw: Any, currency: str | None) -> str:
    return _choice(raw, _PASSPORT_WORDS, (WORKER_KEEPS, EMPLOYER_KEEPS))


def _isco(clause: Clause, raw: Any, currency: str | None) -> str:
    code = _text(clause, raw, currency)
    isco.title(code)
    return code


def _burden(clause: Clause, raw: Any, currency: str | None) -> tuple[tuple[str, Money | None], ...]:
    """Named burdens, sorted; an amount alone has the empty name; () is none."""
    items = raw if isinstance(raw, list) else [raw]
    if raw == NONE or raw is False:
        return ()
    found: dict[str, Money | None] = {}
    for item in items:
        name, amount = _burden_item(clause, item, currency)
        if amount is None or amount.minor:
            found[name] = amount
    return tuple(sorted(found.items()))


def _burden_item(clause: Clause, item: Any, currency: str | None) -> tuple[str, Money | None]:
    if isinstance(item, Mapping):
        amount = item.get("per_month")
        name = _text(clause, item.get("what"), currency)
        return name, None if amount is None else money_value(amount, currency)
    text = _text(clause, item, currency)
    if re.fullmatch(r"-?[\d.,]+", text, re.ASCII):
        return "", money_value(text, currency)
    return text, None


def _forum(clause: Clause, raw: Any, currency: str | None) -> str:
    return _text(clause, raw, currency)


def _languages(clause: Clause, raw: Any, currency: str | None) -> tuple[str, ...]:
    codes = raw if isinstance(raw, list) else re.split(r"[\s,+/;]+", _text(clause, raw, currency))
    for code in codes:
        language(_text(clause, code, currency))
    return tuple(sorted(set(codes)))


def _signed(clause: Clause, raw: Any, currency: str | None) -> tuple[str, date | None]:
    """Where (a country's alpha-3 code, other text, or before/after) and when."""
    if isinstance(raw, Mapping):
        when = raw.get("date")
        place = _text(clause, raw.get("place"), currency)
        return place, None if when is None else day(str(when))
    text = _text(clause, raw, currency)
    if text in (BEFORE, AFTER):
        return text, None
    match = re.fullmatch(r"(.*?)[\s,]*(\d{4}-\d{2}-\d{2})", text, re.ASCII)
    return (match[1], day(match[2])) if match else (text, None)


_READERS: Mapping[Kind, Any] = {
    Kind.IDENTITY: _text,
    Kind.ISCO: _isco,
    Kind.WAGE: _wage,
    Kind.CURRENCY: _currency,
    Kind.ALLOWANCE: _allowance,
    Kind.HIGHER_WORSE: _number,
    Kind.LOWER_WORSE: _number,
    Kind.MONTHS: _number,
    Kind.PAYER: _payer,
    Kind.BURDEN: _burden,
    Kind.PASSPORT: _passport,
    Kind.FORUM: _forum,
    Kind.LANGUAGE: _languages,
    Kind.SIGNED: _signed,
}


def shown(clause: Clause, raw: Any, value: Any) -> Any:
    """The clause as an answer prints it: money in full decimals, the rest as it was written."""
    return value.text() if isinstance(value, Money) and raw != NONE else raw


__all__ = ["AFTER", "BEFORE", "EMPLOYER_KEEPS", "IN_KIND", "NONE", "Problem", "read_value", "shown"]
