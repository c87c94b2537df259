"""Cells of a queue that hold more than one word: a text with its reason, four small lights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corridor.doors.web.components.icons import icon
from corridor.doors.web.components.models import VERDICTS, Light
from corridor.doors.web.words import Text, say


@dataclass(frozen=True, slots=True)
class Stack:
    """A text, and under it in small letters what explains it."""

    main: Text
    hint: Text = ""

    def html(self) -> SafeString:
        """The two lines; the second is left out when there is nothing to explain."""
        first = format_html("<bdi>{}</bdi>", say(self.main))
        if not self.hint:
            return first
        text = '<span class="stack">{} <bdi class="cell-hint">{}</bdi></span>'
        return format_html(text, first, say(self.hint))


@dataclass(frozen=True, slots=True)
class Lamps:
    """The four lights of a row: their signs, with name, state and reason in words for all."""

    lights: Sequence[Light]

    def html(self) -> SafeString:
        """One sign for each light; the words are in its title and for screen readers."""
        rows = (
            (light.state, _words(light), icon(light.state), _words(light)) for light in self.lights
        )
        lamp = (
            '<span class="lamp is-{}" title="{}">{}<span class="visually-hidden">{} </span></span>'
        )
        return format_html('<span class="lamps">{}</span>', format_html_join("", lamp, rows))


def _words(light: Light) -> str:
    return " · ".join(filter(None, (say(light.name), say(VERDICTS[light.state]), say(light.why))))
