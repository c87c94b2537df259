"""Sentences in a reader's language, from the same catalogues that Django's templates use."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period, RoughDate
from corridor.core.problems import Problem
from corridor.core.text import Sentence, shortened
from corridor.locale import formats
from corridor.locale.languages import LOCALE_DIR, language


@cache
def _catalog(code: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE_DIR, [code], fallback=True)


def translator(code: str) -> Callable[[str], str]:
    """A function from an English template to the template in language ``code``.

    What has no translation stays English. An empty text stays empty (gettext would answer
    with the catalogue's header).
    """
    catalog = _catalog(language(code).code)
    return lambda text: catalog.gettext(text) if text else ""


def plural(code: str, one: str, many: str, count: int) -> str:
    """The form of a template that ``count`` asks for in language ``code``."""
    return _catalog(language(code).code).ngettext(one, many, count)


def say(what: Sentence | str | None, code: str) -> str:
    """``what`` in language ``code``; money, dates and numbers in it are written as it writes them.

    A plain ``str`` is taken as an English template without places. None is the empty text.
    """
    if what is None:
        return ""
    translate = translator(code)
    if not isinstance(what, Sentence):
        return translate(str(what))
    template = translate(what.template)
    if not what.params:
        return template
    return template.format(**{name: spoken(value, code) for name, value in what.params.items()})


def problem_text(problem: Problem, code: str) -> str:
    """What happened and what to do, in language ``code``."""
    return " ".join(filter(None, (say(problem.message, code), say(problem.remedy, code))))


def spoken(value: Any, code: str) -> Any:
    """One parameter of a sentence, as language ``code`` writes it.

    ``str`` is a proper name or a value as it was given, and stays as it is.
    """
    match value:
        case Sentence():
            return say(value, code)
        case Money():
            return formats.money_spoken(value, code)
        case date():
            return formats.day(value, code)
        case Period():
            return formats.period(value, code)
        case RoughDate():
            return formats.rough_date(value, code)
        case bool() | None:
            return value
        case int():
            return formats.whole(value, code)
        case list() | tuple():
            return formats.listing([str(spoken(item, code)) for item in value], code)
        case _:
            return shortened(value)
