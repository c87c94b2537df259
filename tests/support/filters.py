"""The form above a queue as a browser would send it back: every field the page renders."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl

_FORM = re.compile(r'<form method="get" class="filters".*?</form>', re.DOTALL)
_FIELD = re.compile(r'<input[^>]*name="([^"]+)" value="([^"]*)"')
_SELECT = re.compile(r'<select name="([^"]+)">(.*?)</select>', re.DOTALL)
_HEAD = re.compile(r'<th scope="col"[^>]*><a href="\?([^"]*)"')


def fields(page: str) -> dict[str, str]:
    """Names and values that the form sends when nothing is changed."""
    form = _FORM.search(page)
    assert form is not None, "the page has no form of filters"
    found = {name: unescape(value) for name, value in _FIELD.findall(form[0])}
    for name, options in _SELECT.findall(form[0]):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def heads(page: str) -> list[dict[str, str]]:
    """What each sortable column's head asks for."""
    return [dict(parse_qsl(unescape(query))) for query in _HEAD.findall(page)]
