# ruff: noqa: SIM905 - lists of words read best as text
"""Whole numbers and amounts in Filipino words, with the linker before what is counted."""

from __future__ import annotations

_TO_10 = "sero isa dalawa tatlo apat lima anim pito walo siyam sampu".split()
_TENS = "_ sampu dalawampu tatlumpu apatnapu limampu animnapu pitumpu walumpu siyamnapu".split()
_SCALES = ((10**9, "bilyon"), (10**6, "milyon"), (1000, "libo"))
NAMES: dict[str, tuple[str, str]] = {
    "QAR": ("Qatari riyal", "dirham"),
    "AED": ("UAE dirham", "fils"),
    "SAR": ("Saudi riyal", "halala"),
    "KWD": ("Kuwaiti dinar", "fils"),
    "BHD": ("Bahraini dinar", "fils"),
    "OMR": ("Omani rial", "baisa"),
    "EUR": ("euro", "sentimo"),
    "USD": ("dolyar ng Amerika", "sentimo"),
    "NPR": ("rupee ng Nepal", "paisa"),
    "INR": ("rupee ng India", "paisa"),
    "PHP": ("piso", "sentimo"),
}


def linked(words: str) -> str:
    """``words`` ready for what follows: limang, daang, apat na."""
    if words[-1] in "aeiou":
        return words + "ng"
    return words + "g" if words.endswith("n") else words + " na"


def _below_100(n: int) -> str:
    if n <= 10:
        return _TO_10[n]
    if n < 20:
        one = _TO_10[n - 10]
        if one[0] in "aeiou":
            return f"labing-{one}"
        return ("labin" if one[0] in "dtls" else "labim" if one[0] in "p" else "labing") + one
    return _TENS[n // 10] + (f"'t {_TO_10[n % 10]}" if n % 10 else "")


def _hundreds(head: int) -> str:
    return linked(_TO_10[head]) + (" raan" if head in (4, 6, 9) else " daan")


def number(n: int) -> str:
    """``n`` (from 0) in words."""
    parts: list[str] = []
    for size, name in _SCALES:
        head, n = divmod(n, size)
        if head:
            parts.append(f"{linked(number(head))} {name}")
    head, n = divmod(n, 100)
    if head:
        parts.append(_hundreds(head))
    if n or not parts:
        parts.append(_below_100(n))
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" at {parts[-1]}"


def amount(major: int, minor: int, currency: str) -> str | None:
    """``isang libo at dalawang daang Qatari riyal at limampung dirham``."""
    if currency not in NAMES:
        return None
    parts = [
        f"{linked(number(count))} {name}"
        for count, name in zip((major, minor), NAMES[currency], strict=True)
        if count
    ]
    return " at ".join(parts) or f"{linked(number(0))} {NAMES[currency][0]}"
