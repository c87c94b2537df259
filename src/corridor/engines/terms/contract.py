"""A contract's terms, read and checked: all problems at once, each with its field."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corridor.core.codes.currencies import minor_digits
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.terms.clauses import BY_NAME, CLAUSES, PAY_PERIODS
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.values import read_value, refuse, shown

TOP = ("corridor", "route", "regime", "signed_on", "start", "language", "terms", "sector", "job")


@dataclass(frozen=True, slots=True)
class Contract:
    """``terms`` holds comparable values by clause name (see ``values``), ``shown`` what to print.

    A clause that is absent is unknown. ``pay_period`` is month, week or hour and says what
    ``basic_wage`` is counted by; allowances are per month. ``start`` is the first day of work.
    """

    corridor: str
    terms: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)
    route: str | None = None
    regime: str | None = None
    signed_on: date | None = None
    start: date | None = None
    language: str | None = None
    sector: str | None = None
    job: str | None = None
    pay_period: str = "month"

    def get(self, clause: str) -> Any:
        """The comparable value, or None when the contract is silent."""
        return self.terms.get(clause)

    @property
    def currency(self) -> str | None:
        """ISO 4217 code of every amount in it."""
        code: str | None = self.terms.get("currency")
        return code

    @property
    def key(self) -> dict[str, str]:
        """The key columns that law values may depend on, as far as the contract tells."""
        known = {"regime": self.regime, "sector": self.sector, "job": self.job, "route": self.route}
        return {name: value for name, value in known.items() if value}


def read_contract(
    data: Any, book: LawBook | None = None, *, corridor: str | None = None, file: str | None = None
) -> Contract:
    """The contract in a JSON-shaped mapping. ``corridor`` is what the caller compares under.

    Raises ``BadInput`` or ``Problems`` holding every problem, each with file and field: unknown
    corridor or clause, wrong currency, negative or inexact amounts, a signature older than the
    corridor's agreement.
    """
    if not isinstance(data, Mapping):
        raise refuse(
            "contract.shape",
            sentence(N_("A contract is a JSON object with “terms”.")),
            sentence(N_("See the example printed by “corridor schema contract-terms”.")),
        ).at(file=file)
    problems: list[Problem] = []
    head = _head(data, problems, book, corridor)
    terms, printed, period = _terms(data, problems)
    for problem in problems:
        problem.at(file=file)
    raise_all(problems)
    return Contract(terms=terms, shown=printed, pay_period=period, **head)


def _head(
    data: Mapping[str, Any], problems: list[Problem], book: LawBook | None, asked: str | None
) -> dict[str, Any]:
    for name in data:
        if name not in TOP:
            problems.append(_unknown_name(str(name), TOP).at(field=str(name)))
    head: dict[str, Any] = {}
    for name in ("route", "regime", "language", "sector", "job"):
        value = data.get(name)
        if value is not None and not isinstance(value, str):
            problems.append(_not_text(value).at(field=name))
        else:
            head[name] = value
    for name in ("signed_on", "start"):
        try:
            head[name] = None if data.get(name) is None else day(str(data[name]))
        except BadInput as problem:
            problems.append(problem.at(field=name))
    head["corridor"] = _corridor(data.get("corridor"), problems, book, asked)
    _known_way(head, problems, book)
    return head


def _corridor(given: Any, problems: list[Problem], book: LawBook | None, asked: str | None) -> str:
    code = asked if given is None else given
    if not isinstance(code, str):
        problems.append(
            refuse(
                "contract.corridor",
                sentence(N_("The contract names no corridor.")),
                sentence(N_("Give “corridor”, such as “NPL-QAT”.")),
            ).at(field="corridor")
        )
        return ""
    if asked is not None and code != asked:
        problems.append(
            refuse(
                "contract.corridor",
                sentence(
                    N_("The contract is of corridor {found}, not of {expected}."),
                    found=code,
                    expected=asked,
                ),
                sentence(N_("Compare it under its own corridor.")),
                code,
            ).at(field="corridor")
        )
    elif book is not None:
        check_corridor(code, book, problems)
    return code


def check_corridor(code: str, book: LawBook, problems: list[Problem]) -> None:
    """Add a problem when no pack describes the corridor."""
    try:
        book.corridor(code)
    except Problem as problem:
        problems.append(
            BadInput(
                "contract.corridor",
                problem.message,
                remedy=problem.remedy,
                expected=problem.expected,
                found=code,
            ).at(field="corridor")
        )


def _known_way(head: Mapping[str, Any], problems: list[Problem], book: LawBook | None) -> None:
    """Route, regime and day of signature against what the law knows of the corridor."""
    if book is None or any(problem.place.field == "corridor" for problem in problems):
        return
    place = book.corridor(head["corridor"])
    for name, choices in (("route", place.routes), ("regime", place.regimes)):
        given = head.get(name)
        if given is not None and given not in choices:
            problems.append(
                refuse(
                    "contract.choice",
                    sentence(N_("“{found}” is not one of the possible answers."), found=given),
                    sentence(N_("Write one of: {choices}."), choices=", ".join(choices)),
                    given,
                ).at(field=name)
            )
    signed = head.get("signed_on")
    if signed is not None and signed < place.opened.earliest:
        problems.append(
            BadInput(
                "contract.before_agreement",
                sentence(
                    N_("The contract was signed on {signed}, before the agreement of {opened}."),
                    signed=signed.isoformat(),
                    opened=place.opened.text,
                ),
                remedy=sentence(N_("Check the year of the signature.")),
                expected=f">= {place.opened.text}",
                found=signed.isoformat(),
                law=(place.opened_by,),
            ).at(field="signed_on")
        )


def _terms(
    data: Mapping[str, Any], problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, Any], str]:
    raw = data.get("terms")
    if not isinstance(raw, Mapping) or not raw:
        problems.append(
            refuse(
                "contract.terms",
                sentence(N_("The contract has no “terms”.")),
                sentence(N_("Give an object of clauses, such as “basic_wage” and “currency”.")),
            ).at(field="terms")
        )
        return {}, {}, "month"
    names = (*BY_NAME, "pay_period")
    for name in raw:
        if name not in names:
            problems.append(_unknown_name(str(name), names).at(field=f"terms.{name}"))
    currency = _currency_of(raw)
    terms, printed = _values(raw, currency, problems)
    if "language" not in terms and isinstance(data.get("language"), str):
        _own_language(data["language"], terms, printed, problems)
    return terms, printed, _pay_period(raw, problems)


def _values(
    raw: Mapping[str, Any], currency: str | None, problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, Any]]:
    terms: dict[str, Any] = {}
    printed: dict[str, Any] = {}
    for clause in CLAUSES:
        if raw.get(clause.name) is None:
            continue
        try:
            value = read_value(clause, raw[clause.name], currency)
        except BadInput as problem:
            if problem.code != "contract.currency" or currency or raw.get("currency") is None:
                problems.append(problem.at(field=f"terms.{clause.name}"))
            continue
        terms[clause.name] = value
        printed[clause.name] = shown(clause, raw[clause.name], value)
    return terms, printed


def _own_language(
    code: str, terms: dict[str, Any], printed: dict[str, Any], problems: list[Problem]
) -> None:
    """The language a contract is written in answers its language clause."""
    try:
        terms["language"] = read_value(BY_NAME["language"], code, None)
        printed["language"] = code
    except BadInput as problem:
        problems.append(problem.at(field="language"))


def _currency_of(raw: Mapping[str, Any]) -> str | None:
    code = raw.get("currency")
    try:
        if isinstance(code, str):
            minor_digits(code)
            return code
    except BadInput:
        return None
    return None


def _pay_period(raw: Mapping[str, Any], problems: list[Problem]) -> str:
    period = "month" if raw.get("pay_period") is None else raw["pay_period"]
    if period not in PAY_PERIODS:
        problems.append(
            refuse(
                "contract.pay_period",
                sentence(N_("“{found}” is not a pay period."), found=period),
                sentence(N_("Write one of: {choices}."), choices=", ".join(PAY_PERIODS)),
                period,
            ).at(field="terms.pay_period")
        )
        return "month"
    return str(period)


def _unknown_name(name: str, names: tuple[str, ...]) -> Problem:
    near = difflib.get_close_matches(name[:60], names, n=1)
    return BadInput(
        "contract.unknown_name",
        sentence(N_("“{found}” is not a name this form knows."), found=name[:60]),
        remedy=sentence(N_("Did you mean “{near}”?"), near=near[0])
        if near
        else sentence(N_("Use one of: {names}."), names=", ".join(names)),
        expected=near[0] if near else None,
        found=name[:60],
    )


def _not_text(value: Any) -> Problem:
    return refuse(
        "contract.text",
        sentence(N_("This must be a text.")),
        sentence(N_("Write it in quotation marks, or leave it out.")),
        value,
    )
