# ruff: noqa: SIM905 - lists of words read best as text
"""Whole numbers and amounts in Arabic words, with the counted noun in its proper form.

The noun follows the last two digits: three to ten take the plural, eleven to ninety-nine the
singular accusative, whole hundreds the singular genitive; one and two are the noun itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: singular, dual, plural, singular accusative, and its gender."""

    one: str
    two: str
    few: str
    many: str
    feminine: bool = False

    @property
    def dual_stem(self) -> str:
        """The dual as it stands before a following noun (the final nun falls)."""
        return self.two[:-1]


_MASCULINE = "_ واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_FEMININE = "_ واحدة اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر".split()
_TENS = "_ _ عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
_HUNDREDS = "_ مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()
_SCALES = (
    (10**9, Noun("مليار", "ملياران", "مليارات", "مليارًا")),
    (10**6, Noun("مليون", "مليونان", "ملايين", "مليونًا")),
    (1000, Noun("ألف", "ألفان", "آلاف", "ألفًا")),
)


def _riyal(adjective: str) -> Noun:
    return Noun(
        f"ريال {adjective}",
        f"ريالان {adjective}ان",
        f"ريالات {adjective}ة",
        f"ريالًا {adjective}ًا",
    )


def _dinar(adjective: str) -> Noun:
    return Noun(
        f"دينار {adjective}",
        f"ديناران {adjective}ان",
        f"دنانير {adjective}ة",
        f"دينارًا {adjective}ًا",
    )


def _rupee(adjective: str) -> Noun:
    return Noun(
        f"روبية {adjective}ة",
        f"روبيتان {adjective}تان",
        f"روبيات {adjective}ة",
        f"روبية {adjective}ة",
        feminine=True,
    )


_DIRHAM = Noun("درهم", "درهمان", "دراهم", "درهمًا")
_UAE_DIRHAM = Noun("درهم إماراتي", "درهمان إماراتيان", "دراهم إماراتية", "درهمًا إماراتيًا")
_FILS = Noun("فلس", "فلسان", "فلوس", "فلسًا")
_HALALA = Noun("هللة", "هللتان", "هللات", "هللة", feminine=True)
_BAISA = Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)
_CENT = Noun("سنت", "سنتان", "سنتات", "سنتًا")
_CENTAVO = Noun("سنتافو", "سنتافوان", "سنتافوات", "سنتافو")
_EURO = Noun("يورو", "يوروان", "يوروات", "يورو")
_DOLLAR = Noun("دولار أمريكي", "دولاران أمريكيان", "دولارات أمريكية", "دولارًا أمريكيًا")
_PESO = Noun("بيزو فلبيني", "بيزوان فلبينيان", "بيزوات فلبينية", "بيزو فلبينيًا")

NAMES: dict[str, tuple[Noun, Noun]] = {
    "QAR": (_riyal("قطري"), _DIRHAM),
    "AED": (_UAE_DIRHAM, _FILS),
    "SAR": (_riyal("سعودي"), _HALALA),
    "KWD": (_dinar("كويتي"), _FILS),
    "BHD": (_dinar("بحريني"), _FILS),
    "OMR": (_riyal("عماني"), _BAISA),
    "EUR": (_EURO, _CENT),
    "USD": (_DOLLAR, _CENT),
    "NPR": (_rupee("نيبالي"), Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)),
    "INR": (_rupee("هندي"), Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)),
    "PHP": (_PESO, _CENTAVO),
}


def _below_100(n: int, feminine: bool) -> str:
    ones = _FEMININE if feminine else _MASCULINE
    if n <= 10:
        return ones[n]
    if n < 20:
        ten = "عشرة" if feminine else "عشر"
        if n == 11:
            return f"إحدى {ten}" if feminine else f"أحد {ten}"
        if n == 12:
            return f"اثنتا {ten}" if feminine else f"اثنا {ten}"
        return f"{ones[n - 10]} {ten}"
    return (f"{ones[n % 10]} و" if n % 10 else "") + _TENS[n // 10]


def _groups(n: int) -> list[tuple[int, Noun | None]]:
    """``n`` as counted scales and hundreds, largest first; the rest (0 to 99) stands last."""
    groups: list[tuple[int, Noun | None]] = []
    for size, noun in _SCALES:
        head, n = divmod(n, size)
        if head:
            groups.append((head, noun))
    return groups + ([(n, None)] if n else [])


def _parts(n: int, feminine: bool, before_noun: bool) -> list[str]:
    """Number words below a thousand."""
    hundreds, rest = divmod(n, 100)
    parts = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        parts.append(word[:-1] if hundreds == 2 and before_noun and not rest else word)
    return parts + ([_below_100(rest, feminine)] if rest else [])


def _scaled(count: int, noun: Noun, before_noun: bool) -> str:
    if count == 1:
        return noun.one
    if count == 2:
        return noun.dual_stem if before_noun else noun.two
    words = " و".join(_parts(count, False, before_noun=True))
    form = _form(count, noun)
    return f"{words} {noun.one if before_noun and form == noun.many else form}"


def _form(count: int, noun: Noun) -> str:
    last = count % 100
    if 3 <= last <= 10:
        return noun.few
    return noun.many if last >= 11 else noun.one


def number(n: int, *, feminine: bool = False, before_noun: bool = False) -> str:
    """``n`` (from 0) in words, agreeing with a masculine or feminine counted noun."""
    if n == 0:
        return "صفر"
    words: list[str] = []
    groups = _groups(n)
    for place, (count, noun) in enumerate(groups):
        last = before_noun and place == len(groups) - 1
        words += _parts(count, feminine, last) if noun is None else [_scaled(count, noun, last)]
    return " و".join(words)


def counted(n: int, noun: Noun) -> str:
    """``n`` of ``noun``: three riyals, eleven riyals, two hundred riyals, each in its form."""
    if n == 1:
        return f"{noun.one} {'واحدة' if noun.feminine else 'واحد'}"
    if n == 2:
        return noun.two
    return f"{number(n, feminine=noun.feminine, before_noun=True)} {_form(n, noun)}"


def amount(major: int, minor: int, currency: str) -> str | None:
    """``ألف ومئتا ريال قطري وخمسون درهمًا``."""
    if currency not in NAMES:
        return None
    parts = [
        counted(count, noun)
        for count, noun in zip((major, minor), NAMES[currency], strict=True)
        if count
    ]
    return " و".join(parts) or counted(0, NAMES[currency][0])


def with_figures(negative: bool, major: int, minor: int, currency: str, figures: str) -> str | None:
    """``370 ريالًا قطريًا``: the noun in the form the figures ask for."""
    if currency not in NAMES:
        return None
    noun = NAMES[currency][0]
    if minor or negative or major == 0:
        return f"{figures} {noun.one}"
    return counted(major, noun) if major <= 2 else f"{figures} {_form(major, noun)}"
