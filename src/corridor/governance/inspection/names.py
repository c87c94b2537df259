"""Names as they are looked up."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a name: small letters, accents off, each once, at most 40 characters long."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return list(dict.fromkeys(word[:40] for word in _WORD.findall(kept)))
