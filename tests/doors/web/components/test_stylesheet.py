"""The stylesheet: logical properties only, small, and readable in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import corridor.doors.web

CSS = (Path(corridor.doors.web.__file__).parent / "static/web/corridor.css").read_text()
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border|inset|scroll-\w+)-(left|right|top|bottom)|left|right"
    r"|(min-|max-)?(width|height)|float|clear)\s*:",
)
INKS = ("ink", "muted", "accent", "ok", "breach", "soon", "unknown")
PAIRS = [
    *((ink, "paper") for ink in INKS),
    *((ink, "wash") for ink in ("ink", "muted", "accent")),
    ("on-accent", "accent"),
    ("breach", "breach-wash"),
    ("ok", "ok-wash"),
    ("soon", "soon-wash"),
    ("unknown", "unknown-wash"),
    ("ink", "breach-wash"),
    ("muted", "breach-wash"),
    ("muted", "accent-wash"),
    ("accent", "accent-wash"),
]


def test_logical_properties_only() -> None:
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    rules = re.sub(r"@(media|container)[^{]*", "@", rules)
    assert not [found[0] for found in PHYSICAL.finditer(rules)]
    assert not re.search(r"text-align:\s*(left|right)", rules)


def test_no_third_party_and_no_decoration() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "gradient" not in CSS
    assert len(CSS.encode()) <= 48_000  # what a phone must load before the first page


def _palette(dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, flags=re.S)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[0]))
    if dark:
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", blocks[1]))
    return colours


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_can_be_read(pair: tuple[str, str], dark: bool) -> None:
    colours = _palette(dark)
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_edges_of_inputs_can_be_seen(dark: bool) -> None:
    colours = _palette(dark)
    assert contrast(colours["edge"], colours["paper"]) >= 3
