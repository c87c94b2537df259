"""A wage month as a card: should have, file says, I said, still owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import RoughDate
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.queries.months import STATE_WORDS
from corridor.cycle.employment.queries.timeline import OwnMonth, Timeline
from corridor.doors.web.components.models import LawRef
from corridor.doors.web.shared.months import Sum, arithmetic, laws, what_is_wrong
from corridor.doors.web.words import Text
from corridor.doors.web.worker.now import at

SAID: Mapping[str, str] = {
    "full": N_("I got all of it"),
    "less": N_("I got less"),
    "nothing": N_("I got nothing"),
}
GIVEN: Mapping[tuple[str, bool], str] = {
    ("food", True): N_("I got the food that was promised"),
    ("food", False): N_("I did not get the food that was promised"),
    ("housing", True): N_("I got the housing that was promised"),
    ("housing", False): N_("I did not get the housing that was promised"),
}
HOURS: tuple[tuple[str, str], ...] = (
    ("hours", N_("Hours worked, says the file")),
    ("overtime_day", N_("Hours of overtime, says the file")),
    ("overtime_night", N_("Hours of overtime at night, says the file")),
    ("overtime_rest", N_("Hours on the day of rest, says the file")),
)
_VERDICT = {"paid": "ok", "late": "late", "short": "breach", "missing": "breach"}
_OWED, _IN_ORDER = N_("Money is owed to you"), N_("In order")


@dataclass(frozen=True, slots=True)
class MonthCard:
    """One month; money None is not known. ``file`` is what the file says, in words."""

    name: RoughDate
    says: Sentence
    verdict: str
    word: Text
    due: Money | None
    paid: Money | None
    file: Text
    said: Text
    amount: Money | None
    handed_back: Money | None
    owed: Money | None
    tell_nobody: bool
    ask: bool
    url: str
    asks_items: bool
    items: Sequence[Text]
    items_url: str
    only_you: bool
    hours: Sequence[tuple[Text, str]]
    wrong: Sequence[Text]
    sums: Sequence[Sum]
    laws: Sequence[LawRef]


def month_cards(found: Timeline) -> list[MonthCard]:
    """Newest month first."""
    return [_card(one, str(found.contract.pk)) for one in found.months]


def _card(one: OwnMonth, contract: str) -> MonthCard:
    owed = one.still_owed
    known = owed is not None
    verdict, word = _standing(one)
    return MonthCard(
        name=RoughDate(one.wage.month),
        says=says(one),
        verdict=verdict,
        word=word,
        due=one.wage.due,
        paid=one.wage.paid,
        file=STATE_WORDS[one.wage.state],
        said=SAID[one.said] if one.said else "",
        amount=one.amount,
        handed_back=one.handed_back,
        owed=owed if known else None,
        tell_nobody=one.tell_nobody,
        ask=one.wage.state != "expected" or one.said is not None,
        url=at("month", contract, one.wage.month),
        asks_items=bool(one.promised) and one.wage.state != "expected",
        items=_items(one),
        items_url=at("items", contract, one.wage.month),
        only_you=one.tell_nobody or "items" in one.beside.hidden,
        hours=[(words, _hours(one.slip[name])) for name, words in HOURS if one.slip.get(name)],
        wrong=[status.words for status in what_is_wrong((*_breaches(one), *one.beside.findings))],
        sums=arithmetic(one.figures, str(one.figures.get("currency") or "")) if known else (),
        laws=laws((*_breaches(one), *one.beside.findings)),
    )


def _hours(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _items(one: OwnMonth) -> list[Text]:
    """What she said of food and housing."""
    return [GIVEN[item, said] for item, said in one.beside.given.items() if said is not None]


def _standing(one: OwnMonth) -> tuple[str, Text]:
    """The sign of the month and its word: about her money, and no judgement of anybody."""
    owed = one.still_owed
    if owed is None:
        return _VERDICT.get(one.wage.state, "unknown"), STATE_WORDS[one.wage.state]
    return ("breach", _OWED) if owed.minor > 0 else ("ok", _IN_ORDER)


def _breaches(one: OwnMonth) -> tuple[Mapping[str, Any], ...]:
    """What contract and law hold against the file. What nobody knows is no reproach to anybody."""
    if one.wage.state in {"not_covered", "expected"}:
        return ()
    return tuple(found for found in one.findings if found["verdict"] == "breach")


def says(one: OwnMonth) -> Sentence:
    """The month in one sentence with its amount in words of the reader's language."""
    month, owed = RoughDate(one.wage.month), one.still_owed
    if owed is not None and owed.minor > 0:
        return sentence(
            N_("Your employer still owes you {amount} for {month}."), amount=owed, month=month
        )
    if owed is not None:
        return sentence(N_("Nothing more is owed to you for {month}."), month=month)
    if one.wage.state == "expected":
        return sentence(N_("The wage for {month} is not due yet."), month=month)
    return sentence(N_("Nobody has said yet what you received for {month}."), month=month)
