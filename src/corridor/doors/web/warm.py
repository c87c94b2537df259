"""What a server reads before its readers need it: law, addresses, words and the forms of pages.

Without it the first reader of each page waits while its form is read, and when many come at once
to a server that was just started, some are turned away.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from corridor.engines import law
from corridor.locale import formats

log = logging.getLogger("corridor.warm")
_TEMPLATES = Path(__file__).parent / "templates"


def in_the_background() -> None:
    """Begin at once, while requests are answered already."""
    threading.Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    try:
        warm()
    except Exception:  # a reader will meet the fault and be told; the server goes on
        log.exception("not everything could be read beforehand")


def warm() -> int:
    """Read everything; answers how many forms of pages were read."""
    law.book()
    get_resolver().resolve("/")
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Help")
        formats.short_day(date(2026, 1, 31), code)
    return sum(get_template(name) is not None for name in _names())


def _names() -> Iterator[str]:
    for path in sorted(_TEMPLATES.rglob("*.html")):
        yield path.relative_to(_TEMPLATES).as_posix()
