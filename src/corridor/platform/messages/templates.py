"""The sentences of messages. Each room declares its own, marked for the translators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, override

from corridor.core.text import N_

TEMPLATES: dict[str, str] = {}


def declare(name: str, text: str) -> None:
    """Declare the message ``name``; ``text`` is an ``N_``-marked template with {named} places.

    A message goes to a phone that others may hold: it names no employer, wage or complaint,
    and says only that something waits and where.
    """
    if TEMPLATES.get(name, text) != text:
        raise ValueError(f"the message {name!r} is declared twice")
    TEMPLATES[name] = text


def said(name: str, language: str, params: dict[str, Any]) -> str:
    """The message in a language, filled in. Raises ``KeyError`` for an undeclared name."""
    with override(language):
        return gettext(TEMPLATES[name]).format(**params)


declare("sign_in.code", N_("{code} is your OpenCorridor sign-in code. Give it to nobody."))
declare("case.news", N_("There is news in your case. Sign in to read it."))

# What the departure desk tells. The decision itself stands in the person's own pages.
declare("clearance_given", N_("Your clearance was decided. Sign in to see your pass."))
declare("clearance_refused", N_("Your clearance was decided. Sign in to read why and to appeal."))
declare("clearance_revoked", N_("Your pass was withdrawn. Sign in to read why and to appeal."))
declare("appeal_upheld", N_("Your appeal was decided. Sign in to read the answer."))
declare("appeal_dismissed", N_("Your appeal was decided. Sign in to read the answer."))
