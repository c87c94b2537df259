"""Reading a question about an end of service from JSON: every fault at once, each with a field."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from corridor.core.codes.currencies import minor_digits
from corridor.core.money import Money
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.eos.model import REASONS, Wage
from corridor.engines.eos.parts import Book
from corridor.engines.eos.service import Service
from corridor.engines.law.kinds import Ratio
from corridor.engines.law.model import KEY_COLUMNS

T = TypeVar("T")

FIELDS = (
    "law",
    "start",
    "end",
    "service",
    "on",
    "reason",
    "currency",
    "basic",
    "allowances",
    "unpaid_days",
    "days_per_year",
    "for",
)
MOST_MONTHS = 1200
MOST_MINOR = 10**12
MOST_DAYS, MOST_YEAR_DAYS = 30, 365


@dataclass(frozen=True, slots=True)
class Question:
    """One leaver, checked: what ``end_of_service`` takes."""

    place: str
    service: Service
    wage: Wage
    reason: str
    on: date
    key: Mapping[str, str]
    days_per_year: int | None


def read_question(body: Any, book: Book, today: date) -> Question:
    """The question in ``body``, an object as the schema ``end-of-service-question`` says.

    ``today`` is the last day where only a length of service is given. Raises ``BadInput`` (or
    ``Problems``) naming every field that is wrong.
    """
    if not isinstance(body, Mapping):
        words = N_("A question is an object with named fields.")
        raise BadInput(
            "eos.object",
            sentence(words),
            remedy=sentence(N_("“corridor schema end-of-service-question” shows every field.")),
            expected="object",
            found=type(body).__name__,
        )
    read = _Reading(body, book)
    place = read.take("law", lambda: read.place())
    currency = read.take("currency", lambda: read.currency(place))
    basic = read.take("basic", lambda: read.money("basic", currency))
    allowances = read.take("allowances", lambda: read.money("allowances", currency, "0"))
    reason = read.take("reason", lambda: read.choice())
    service = read.service(today)
    on = service.last if service is not None and service.last else today
    more = read.take("days_per_year", lambda: read.whole("days_per_year", None, 366))
    key = read.take("for", lambda: read.key()) or {}
    read.unknown_fields()
    raise_all(read.problems)
    if not (place and service and basic and allowances and reason):
        raise RuntimeError("a question without a fault has all its parts")
    return Question(place, service, Wage(basic, allowances), reason, on, key, more)


def bad(code: str, message: Sentence, remedy: Sentence, **more: Any) -> BadInput:
    """A refusal of one field."""
    return BadInput(f"eos.{code}", message, remedy=remedy, **more)


class _Reading:
    """One question being read; ``problems`` gathers what is wrong with it."""

    def __init__(self, body: Mapping[str, Any], book: Book) -> None:
        self.body, self.book = body, book
        self.problems: list[Problem] = []

    def take(self, field: str, how: Callable[[], T]) -> T | None:
        """What ``how`` reads, or None with its problem noted at ``field``."""
        try:
            return how()
        except BadInput as problem:
            self.problems.append(problem.at(field=problem.place.field or field))
            return None

    def text(self, field: str, example: str) -> str:
        """A required text."""
        found = self.body.get(field)
        if not isinstance(found, str) or not found.strip():
            words = N_("The field “{field}” is missing or is no text.")
            raise bad(
                "field",
                sentence(words, field=field),
                sentence(N_("Write it like {example}."), example=example),
                expected=example,
                found=found,
            )
        return found.strip()

    def place(self) -> str:
        """A state with a pack."""
        found = self.text("law", "SAU")
        known = [one.id for one in self.book.jurisdictions()]
        if found in known:
            return found
        near = difflib.get_close_matches(found.upper()[:3], known, 3) or known
        raise bad(
            "law",
            sentence(N_("There is no law pack for “{found}”."), found=found),
            sentence(N_("Use one of: {known}."), known=", ".join(near)),
            expected=known,
            found=found,
        )

    def currency(self, place: str | None) -> str | None:
        """The wage's currency; the law's own where none is given."""
        own = self.book.jurisdiction(place).currency if place else None
        if "currency" not in self.body:
            return own
        found = self.text("currency", own or "SAR")
        minor_digits(found)
        if own is not None and found != own:
            words = N_("The law of {place} reckons in {own}, not in {found}.")
            raise bad(
                "currency",
                sentence(words, place=place, own=own, found=found),
                sentence(N_("Give the wage in {own}, or name the law of the work place."), own=own),
                expected=own,
                found=found,
            )
        return found

    def money(self, field: str, currency: str | None, default: str | None = None) -> Money:
        """An amount of at least nothing; with no currency known, only its form is looked at."""
        given = self.body.get(field, default)
        text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
        if text is None:
            self.text(field, "8000.00")
        found = Money.parse(text, currency) if currency else Money.some(text)
        if not 0 <= found.minor < MOST_MINOR:
            raise bad(
                "amount",
                sentence(N_("{found} cannot be a monthly wage."), found=str(text)),
                sentence(N_("Write the monthly wage, without a sign.")),
                found=str(text),
            )
        return found

    def choice(self) -> str:
        """A reason that the formulas know."""
        found = self.text("reason", "resigned")
        if found in REASONS:
            return found
        raise bad(
            "reason",
            sentence(N_("“{found}” is not a reason."), found=found),
            sentence(N_("Choose one of: {kinds}."), kinds=", ".join(REASONS)),
            expected=list(REASONS),
            found=found,
        )

    def whole(self, field: str, default: int | None, most: int) -> int | None:
        """A whole number from 0 to ``most``; digits in quotes will do."""
        return _whole(self.body.get(field, default), most)

    def key(self) -> dict[str, str]:
        """What the law may depend on, such as regime or stream."""
        found = self.body.get("for", {})
        texts = isinstance(found, Mapping) and all(isinstance(one, str) for one in found.values())
        strange = [name for name in found if name not in KEY_COLUMNS] if texts else []
        if not texts or strange:
            raise bad(
                "for",
                sentence(N_("“for” names what a law may depend on.")),
                sentence(N_("Use one of: {known}."), known=", ".join(KEY_COLUMNS)),
                expected=list(KEY_COLUMNS),
                found=", ".join(strange) or str(found),
            )
        return dict(found)

    def service(self, today: date) -> Service | None:
        """The service: by dates, or by its length."""
        unpaid = self.take("unpaid_days", lambda: self.whole("unpaid_days", 0, 36_500)) or 0
        dates = [name for name in ("start", "end") if name in self.body]
        if "service" not in self.body:
            return self._between(unpaid)
        if dates:
            words = N_("Give either the first and last day or the length of service, not both.")
            problem = bad("service", sentence(words), sentence(N_("Leave one of them out.")))
            self.problems.append(problem.at(field="service"))
        given = "on" in self.body
        on = self.take("on", lambda: day(self.text("on", "2026-09-30"))) if given else None
        length = self.take("service", lambda: _length(self.body["service"]))
        if length is None:
            return None
        months, days = length
        return self._fits(Service(months, days, unpaid, None, on or today))

    def _between(self, unpaid: int) -> Service | None:
        start = self.take("start", lambda: day(self.text("start", "2018-01-01")))
        last = self.take("end", lambda: day(self.text("end", "2024-12-31")))
        if start is None or last is None:
            return None
        if last < start:
            problem = bad(
                "dates",
                sentence(N_("The last day lies before the first.")),
                sentence(N_("Check both dates.")),
                expected=f">= {start.isoformat()}",
                found=last.isoformat(),
            )
            self.problems.append(problem.at(field="end"))
            return None
        if last.year == date.max.year:  # often “no end”; and there is no day after the last one
            problem = bad(
                "open_end",
                sentence(N_("{found} is no day on which somebody left."), found=last.isoformat()),
                sentence(N_("Give the last day of work.")),
                expected="YYYY-MM-DD",
                found=last.isoformat(),
            )
            self.problems.append(problem.at(field="end"))
            return None
        return self._fits(Service.between(start, last, unpaid))

    def _fits(self, service: Service) -> Service | None:
        """Refuse a service of more than a hundred years, and more unpaid days than service."""
        days = service.months * 31 + service.days
        if service.months <= MOST_MONTHS and service.unpaid_days <= days:
            return service
        too_long = service.months > MOST_MONTHS
        words = (
            N_("Nobody serves for more than a hundred years.")
            if too_long
            else N_("There cannot be more unpaid days than days of service.")
        )
        problem = bad("service", sentence(words), sentence(N_("Check the dates and the days.")))
        self.problems.append(problem.at(field="service" if too_long else "unpaid_days"))
        return None

    def unknown_fields(self) -> None:
        """A field that nobody reads is a mistake, not a detail."""
        for name in self.body:
            if name not in FIELDS:
                near = difflib.get_close_matches(str(name)[:30], FIELDS, 1)
                problem = bad(
                    "unknown_field",
                    sentence(N_("“{found}” is not a field of this question."), found=str(name)),
                    sentence(N_("Use one of: {known}."), known=", ".join(near or FIELDS)),
                    found=str(name)[:60],
                )
                self.problems.append(problem.at(field=str(name)[:60]))


def _whole(given: Any, most: int) -> int | None:
    if given is None:
        return None
    text = str(given) if not isinstance(given, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= most):
        raise bad(
            "number",
            sentence(N_("“{found}” is not a whole number of days."), found=str(given)[:40]),
            sentence(N_("Write digits only, at most {most}."), most=most),
            expected=f"0-{most}",
            found=str(given)[:40],
        )
    return int(text)


def _length(given: Any) -> tuple[Fraction, int]:
    """``{"months": 84}``, ``{"years": "6.25"}``, or the parts of one length: years, months, days.

    Parts beside each other must complement each other, as in ``{"years": 6, "months": 3, "days":
    10}``: two ways of saying the same service are refused, never added up.
    """
    known = {"years", "months", "days"}
    if not isinstance(given, Mapping) or not given or set(given) - known:
        raise bad(
            "service",
            sentence(N_("“service” names years, months or days.")),
            sentence(N_("Write it like {example}."), example='{"months": 84}'),
            expected='{"months": 84}',
            found=str(given)[:60],
        )
    years = _number(given.get("years", "0"), "years")
    months = _number(given.get("months", "0"), "months")
    days = _whole(given.get("days", 0), 36_500) or 0
    _complement(given, years, months, days)
    return years * 12 + months, days


def _complement(given: Mapping[str, Any], years: Fraction, months: Fraction, days: int) -> None:
    """Refuse parts that say more than what is left of the greater one."""
    doubled = "years" in given and "months" in given and (months >= 12 or years.denominator > 1)
    # a worker's own reckoning ends in days of a month, or of a year where no months are said
    most = MOST_DAYS if "months" in given else MOST_YEAR_DAYS
    broken = years.denominator > 1 or months.denominator > 1
    beyond = len(given) > 1 and days > 0 and (days > most or broken)
    if doubled or beyond:
        example = '{"years": 6, "months": 3, "days": 10}'
        words = N_("The parts of “service” say more than one length.")
        raise bad(
            "service",
            sentence(words),
            sentence(
                N_("Give one of them alone, or parts that go on from each other, like {example}."),
                example=example,
            ),
            expected=example,
            found=str(dict(given))[:60],
        )


def _number(given: Any, field: str) -> Fraction:
    """A decimal or fraction of at least nothing, exact."""
    text = "" if isinstance(given, bool) else str(given).strip()
    try:
        found = Ratio.parse(text)
        if found.num < 0 or "%" in text or len(text) > 20:
            raise ValueError(text)
    except (ValueError, ArithmeticError):
        raise bad(
            "number",
            sentence(N_("“{found}” is not a number of {field}."), found=text[:40], field=field),
            sentence(N_("Write it like {example}."), example="6.25"),
            expected="6.25",
            found=text[:40],
        ).at(field=f"service.{field}") from None
    return Fraction(found.num, found.den)
