# ruff: noqa: SIM905 - lists of words read best as text
"""Whole numbers and amounts in English words."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))

NAMES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "QAR": (("Qatari riyal", "Qatari riyals"), ("dirham", "dirhams")),
    "AED": (("UAE dirham", "UAE dirhams"), ("fils", "fils")),
    "SAR": (("Saudi riyal", "Saudi riyals"), ("halala", "halalas")),
    "KWD": (("Kuwaiti dinar", "Kuwaiti dinars"), ("fils", "fils")),
    "BHD": (("Bahraini dinar", "Bahraini dinars"), ("fils", "fils")),
    "OMR": (("Omani rial", "Omani rials"), ("baisa", "baisa")),
    "EUR": (("euro", "euros"), ("cent", "cents")),
    "USD": (("US dollar", "US dollars"), ("cent", "cents")),
    "NPR": (("Nepalese rupee", "Nepalese rupees"), ("paisa", "paisa")),
    "INR": (("Indian rupee", "Indian rupees"), ("paisa", "paise")),
    "PHP": (("Philippine peso", "Philippine pesos"), ("centavo", "centavos")),
}


def number(n: int) -> str:
    """``n`` (from 0) in words."""
    for size, name in _SCALES:
        if n >= size:
            head, rest = divmod(n, size)
            return f"{number(head)} {name}" + (f" {_linked(rest)}" if rest else "")
    if n >= 100:
        head, rest = divmod(n, 100)
        return f"{_ONES[head]} hundred" + (f" and {number(rest)}" if rest else "")
    if n >= 20:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    return _ONES[n]


def _linked(rest: int) -> str:
    return f"and {number(rest)}" if rest < 100 else number(rest)


def amount(major: int, minor: int, currency: str) -> str | None:
    """``one thousand two hundred Qatari riyals and fifty dirhams``."""
    if currency not in NAMES:
        return None
    parts = [
        f"{number(count)} {names[count != 1]}"
        for count, names in zip((major, minor), NAMES[currency], strict=True)
        if count
    ]
    return " and ".join(parts) or f"zero {NAMES[currency][0][1]}"
