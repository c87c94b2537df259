"""Sentences that can be said later, in the reader's language.

The lower floors know no language. They name a sentence by its English template and
its parameters; a door translates the template with gettext and fills it in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(template: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark ``template`` for the translators and return it unchanged."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with ``{named}`` places, and what fills them.

    A parameter may itself be a ``Sentence``; it is translated before it is filled in.
    """

    template: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language of ``translate`` (by default, English)."""
        filled = {
            name: value.say(translate) if isinstance(value, Sentence) else shortened(value)
            for name, value in self.params.items()
        }
        template = translate(self.template) if self.template else ""
        return template.format(**filled) if filled else template

    def __str__(self) -> str:
        """The English sentence."""
        return self.say()


LONGEST = 400
"""Characters of one value inside a sentence: a reader finds the place, not the whole of it."""


def shortened(value: Any) -> Any:
    """A text of more than ``LONGEST`` characters as its beginning; anything else as it is."""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    return value


def sentence(template: str, /, **params: Any) -> Sentence:
    """``Sentence(template, params)`` without the braces."""
    return Sentence(template, params)


def listing(*parts: Sentence) -> Sentence:
    """Several sentences as one enumeration; the comma between them is translated too."""
    if len(parts) < 2:
        return parts[0] if parts else Sentence("")
    return sentence(N_("{first}, {rest}"), first=parts[0], rest=listing(*parts[1:]))


def paragraph(*parts: Sentence) -> Sentence:
    """Several full sentences, one after the other."""
    if len(parts) < 2:
        return parts[0] if parts else Sentence("")
    return sentence("{first} {rest}", first=parts[0], rest=paragraph(*parts[1:]))
