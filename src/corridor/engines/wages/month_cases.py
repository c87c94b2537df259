"""A wage month as a worked case beside the law: the question in YAML, the figures expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from corridor.core.periods import day
from corridor.engines.terms.legal import LawBook
from corridor.engines.wages.month import month_of
from corridor.engines.wages.month_answer import as_json
from corridor.engines.wages.month_input import read

_WORDS: dict[str, Any] = {"yes": True, "no": False, "unknown": None}
_NUMBERS = ("establishment_size", "due_day", "round_withdrawals")
_TEXTS = {True: "yes", False: "no", None: "unknown"}


def run(book: LawBook, asked: Any, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the month gives for every name in ``expected``, as texts.

    ``asked`` is the question of ``month_input`` with every value as text, ``yes``, ``no`` or
    ``unknown``; it names its day ``on``. Beside the answer's own names, ``breaches`` are the
    published names of what was found, in order, and ``worker.<name>`` is her own view.
    Raises ``Problems`` for a question that cannot be used.
    """
    question = _plain(asked)
    today = day(str(question["on"])) if question.get("on") else date.min
    answer = as_json(month_of(read(question, book), book, today))
    found = {one["id"] for one in answer["findings"] if one["verdict"] == "breach"}
    told = answer | {"breaches": ", ".join(sorted(found)) or "none"}
    told |= {f"worker.{name}": value for name, value in answer["worker"].items()}
    told |= {f"checks.{name}": value for name, value in answer["checks"].items()}
    return {name: _text(told[name]) for name in expected}


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {str(inner): _plain(given, str(inner)) for inner, given in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    text = str(value)
    return int(text) if name in _NUMBERS else _WORDS.get(text, text)


def _text(value: Any) -> str:
    return _TEXTS[value] if value is None or isinstance(value, bool) else str(value)
