"""What may stand in the address of a page: anything else is said, not ignored."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from corridor.core.periods import month
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.words import Text, say


class BadAddress(BadInput):
    """The address asks for something this page does not know."""

    status = 400


def only(request: HttpRequest, *names: str) -> None:
    """Refuse parameters other than ``names`` (and ``lang``), each at most 100 characters long."""
    for name, value in request.GET.items():
        if name != "lang" and name not in names:
            raise BadAddress(
                "address.parameter",
                sentence(N_("This page knows no “{name}” in its address."), name=name[:40]),
                remedy=_use(names),
                found=name[:40],
            )
        if "\x00" in value:
            raise BadAddress(
                "address.value",
                sentence(N_("The value of “{name}” in the address cannot be read."), name=name),
                remedy=sentence(N_("Type it again.")),
            )
        if len(value) > 100:
            raise BadAddress(
                "address.value",
                sentence(N_("The value of “{name}” in the address is too long."), name=name),
                remedy=sentence(N_("Use at most 100 characters.")),
            )


def choice(
    request: HttpRequest, name: str, known: list[str], words: Mapping[str, Text] | None = None
) -> str:
    """The parameter's value, empty when absent; one that is not ``known`` is refused.

    ``words`` says the known codes to a reader; the refusal then names each with its code.
    """
    found = request.GET.get(name, "")
    if found and found not in known:
        raise BadAddress(
            "address.choice",
            sentence(N_("“{found}” is no choice for “{name}”."), found=found[:60], name=name),
            remedy=_use([_named(one, words or {}) for one in known]),
            expected=known,
            found=found[:60],
        )
    return found


def _named(code: str, words: Mapping[str, Text]) -> str:
    return f"{say(words[code])} ({code})" if code in words else code


def _use(known: tuple[str, ...] | list[str]) -> Sentence:
    if not known:
        return sentence(N_("Leave it out."))
    return sentence(N_("Use one of: {known}."), known=", ".join(known))


def page_number(request: HttpRequest) -> int:
    """The page of a long list that the address asks for; the first when it asks for none."""
    found = request.GET.get("page", "") or "1"
    if not (found.isascii() and found.isdecimal() and 1 <= int(found) <= 100_000):
        raise BadAddress(
            "address.page",
            sentence(N_("“{found}” is no page number."), found=found[:20]),
            remedy=sentence(N_("Use a whole number from 1.")),
            found=found[:20],
        )
    return int(found)


def month_asked(request: HttpRequest) -> str:
    """``month`` as YYYY-MM, empty when absent; anything else is refused."""
    found = request.GET.get("month", "")
    if found:
        try:
            month(found)
        except Problem as problem:
            raise BadAddress(
                "address.month",
                sentence(N_("“{found}” is no month."), found=found[:20]),
                remedy=sentence(N_("Write the month as year and month, such as 2026-09.")),
                found=found[:20],
            ) from problem
    return found
