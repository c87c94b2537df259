"""ISO 639: the languages this house can name, how they are written and in which direction."""

from __future__ import annotations

from typing import Literal, NamedTuple

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

Direction = Literal["ltr", "rtl"]


class Language(NamedTuple):
    """``code3`` ISO 639-3, ``endonym`` its own name, ``script`` ISO 15924, English ``name``."""

    code3: str
    name: str
    endonym: str
    script: str
    direction: Direction


LANGUAGES: dict[str, Language] = {
    "en": Language("eng", "English", "English", "Latn", "ltr"),
    "ar": Language("ara", "Arabic", "العربية", "Arab", "rtl"),
    "ne": Language("nep", "Nepali", "नेपाली", "Deva", "ltr"),
    "bn": Language("ben", "Bangla", "বাংলা", "Beng", "ltr"),
    "hi": Language("hin", "Hindi", "हिन्दी", "Deva", "ltr"),
    "fil": Language("fil", "Filipino", "Filipino", "Latn", "ltr"),
    "id": Language("ind", "Indonesian", "Bahasa Indonesia", "Latn", "ltr"),
    "si": Language("sin", "Sinhala", "සිංහල", "Sinh", "ltr"),
    "sw": Language("swa", "Swahili", "Kiswahili", "Latn", "ltr"),
    "am": Language("amh", "Amharic", "አማርኛ", "Ethi", "ltr"),
    "fr": Language("fra", "French", "Français", "Latn", "ltr"),
    "es": Language("spa", "Spanish", "Español", "Latn", "ltr"),
    "pt": Language("por", "Portuguese", "Português", "Latn", "ltr"),
    "de": Language("deu", "German", "Deutsch", "Latn", "ltr"),
    "bho": Language("bho", "Bhojpuri", "भोजपुरी", "Deva", "ltr"),
    "mai": Language("mai", "Maithili", "मैथिली", "Deva", "ltr"),
    "ta": Language("tam", "Tamil", "தமிழ்", "Taml", "ltr"),
    "ur": Language("urd", "Urdu", "اردو", "Arab", "rtl"),
}
"""Two-letter code (three-letter where none exists) to language."""

_BY_CODE3 = {entry.code3: code for code, entry in LANGUAGES.items()}


def language(code: str) -> Language:
    """The language of an ISO 639-1 or 639-3 code. Raises ``BadInput`` ``code.language``."""
    try:
        return LANGUAGES[_BY_CODE3.get(code, code)]
    except (KeyError, TypeError):
        raise BadInput(
            "code.language",
            sentence(N_("“{found}” is not a language code known here."), found=code),
            remedy=sentence(
                N_("Write one of these ISO 639 codes: {codes}."), codes=", ".join(LANGUAGES)
            ),
            expected=list(LANGUAGES),
            found=code,
        ) from None


def direction(code: str) -> Direction:
    """Whether it is written from left to right or from right to left."""
    return language(code).direction
