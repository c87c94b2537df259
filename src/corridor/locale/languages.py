"""The languages of this node's pages, messages and papers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCALE_DIR = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` as in URLs, catalogues and ``lang`` attributes; ``name`` in the language itself."""

    code: str
    name: str
    english: str
    rtl: bool = False

    @property
    def dir(self) -> str:
        """The HTML ``dir`` value."""
        return "rtl" if self.rtl else "ltr"


_ALL = (
    Language("en", "English", "English"),
    Language("ar", "العربية", "Arabic", rtl=True),
    Language("ne", "नेपाली", "Nepali"),
    Language("fil", "Filipino", "Filipino"),
)
LANGUAGES: dict[str, Language] = {language.code: language for language in _ALL}
"""Every language offered to readers, by code, in the order the switcher shows them."""

CHOICES: list[tuple[str, str]] = [(language.code, language.name) for language in _ALL]
"""What Django's ``LANGUAGES`` setting takes."""


def language(code: str | None) -> Language:
    """The language of ``code`` (``ar-qa`` counts as ``ar``); English when it is not offered."""
    base = (code or "en").replace("_", "-").split("-")[0].lower()
    return LANGUAGES.get(base, LANGUAGES["en"])


def teach_django() -> None:
    """Tell Django's language table about languages it does not know (settings call this once)."""
    from django.conf.locale import LANG_INFO

    for known in LANGUAGES.values():
        LANG_INFO.setdefault(
            known.code,
            {
                "bidi": known.rtl,
                "code": known.code,
                "name": known.english,
                "name_local": known.name,
            },
        )
