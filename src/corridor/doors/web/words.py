"""Words on pages: a core sentence, amount or date in the language of the request."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language

from corridor.core.text import Sentence
from corridor.locale import catalog
from corridor.locale.languages import Language, language

Text: TypeAlias = Sentence | str | Promise
"""What a view may hand to a component: a sentence, an English template, or a lazy translation."""


def reader() -> Language:
    """The language the page is being written in."""
    return language(get_language())


def say(what: Text | None) -> str:
    """``what`` in the reader's language; money, dates and numbers in it as that language writes.

    A plain ``str`` is translated when the catalogue has it and stays as it is otherwise.
    """
    if isinstance(what, Promise):
        return str(what)
    return catalog.say(what, reader().code)


def spoken(value: Any) -> str:
    """Any parameter value (Money, date, number, sentence) as the reader's language writes it."""
    return str(catalog.spoken(value, reader().code))
