"""By which day everything must be paid at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.calendars import add_days
from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.eos.model import cited
from corridor.engines.terms.legal import LawBook

NOT_FOUND = N_("The sources do not say by which day everything must be paid.")


@dataclass(frozen=True, slots=True)
class Due:
    """``by`` is the last lawful day, None when unknown; ``says`` tells it or why not."""

    by: date | None
    says: Sentence
    answer: Any = None

    def as_json(self) -> dict[str, Any]:
        """The day, the sentence and the law."""
        return {
            "by": self.by.isoformat() if self.by else None,
            "says": self.says.say(),
            "law": [cited(self.answer)] if self.answer is not None else [],
        }


def final_dues(book: LawBook, place: str, last: date, reason: str) -> Due:
    """The last day on which ``place`` (alpha-3) lets an employer pay, by the law of ``last``.

    Working days leave out the weekend; public holidays are not in the packs.
    """
    try:
        answer = book.value(f"{place}.final_dues", last)
    except BadInput:
        return Due(None, sentence(NOT_FOUND))
    if answer.state != "known":
        return Due(None, answer.reason or sentence(NOT_FOUND), answer)
    row = _row(answer.value.rows, reason)
    if row is None:
        return Due(None, sentence(NOT_FOUND), answer)
    weekend = frozenset(book.jurisdiction(place).weekend)
    by = add_days(last, row["days"], row["counted"], weekend)
    words = (
        N_("Everything must be paid within {days} working days, by {day}.")
        if row["counted"] == "working"
        else N_("Everything must be paid within {days} days, by {day}.")
    )
    return Due(by, sentence(words, days=row["days"], day=by), answer)


def _row(rows: tuple[Mapping[str, Any], ...], reason: str) -> Mapping[str, Any] | None:
    """The row of this reason, else the one for every other."""
    own = next((row for row in rows if row["reason"] == reason), None)
    return own or next((row for row in rows if row["reason"] is None), None)
