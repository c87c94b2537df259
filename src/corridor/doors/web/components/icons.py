"""The few signs that stand beside status words, drawn in the text's own colour."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS: dict[str, str] = {
    "ok": '<circle cx="10" cy="10" r="9" fill="currentColor" stroke="none"/>'
    '<path class="icon-cut" d="M5.5 10.5l3 3 6-6.5"/>',
    "breach": '<path d="M10 1L19 18H1Z" fill="currentColor" stroke="none"/>'
    '<path class="icon-cut" d="M10 7v5M10 14.2v1.6"/>',
    "unknown": '<circle cx="10" cy="10" r="8" stroke-dasharray="3.4 2.2"/>'
    '<path d="M7.7 7.8a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.8-1.1 1.7M10 13.6v1.4"/>',
    "worse": '<path d="M10 3v13M4.5 10.5L10 16l5.5-5.5"/>',
    "better": '<path d="M10 17V4M4.5 9.5L10 4l5.5 5.5"/>',
    "same": '<path d="M4 7.5h12M4 12.5h12"/>',
    "changed": '<path d="M3 7h12l-3-3M17 13H5l3 3"/>',
    "clock": '<circle cx="10" cy="10" r="8"/><path d="M10 5.5V10l3 2"/>',
    "paper": '<path d="M5 1.5h7l4 4v13H5zM12 1.5v4h4M8 10h5M8 13.5h5"/>',
    "phone": '<path d="M5 2l3 1 1 4-2 1.5a10 10 0 0 0 4.5 4.5L13 11l4 1 1 3-2 3C9 18 2 11 2 4z"/>',
    "search": '<circle cx="8.5" cy="8.5" r="6"/><path d="M13 13l5 5"/>',
    "next": '<path class="icon-turns" d="M4 10h12M11 5l5 5-5 5"/>',
    "back": '<path class="icon-turns" d="M16 10H4M9 5l-5 5 5 5"/>',
    "down": '<path d="M10 2v11M5 8.5l5 5 5-5M3 18h14"/>',
    "leave": '<path class="icon-turns" d="M8 2H3v16h5M7 10h11M14 6l4 4-4 4"/>',
    "language": '<circle cx="10" cy="10" r="8"/><path d="M2 10h16M10 2c-5 5-5 11 0 16'
    'M10 2c5 5 5 11 0 16"/>',
    "law": '<path d="M10 2v16M5 18h10M3 6h14M3 6l-2 6h5zM17 6l-3 6h5z"/>',
    "person": '<circle cx="10" cy="6" r="4"/><path d="M2 19c0-5 4-7 8-7s8 2 8 7"/>',
    "late": '<circle cx="10" cy="10" r="9" fill="currentColor" stroke="none"/>'
    '<path class="icon-cut" d="M10 5v5.5l3.5 2"/>',
}


def icon(name: str) -> SafeString:
    """The sign ``name``, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 20 20" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" aria-hidden="true" focusable="false">{}</svg>',
        name,
        mark_safe(_PATHS[name]),  # noqa: S308 - a constant of this module
    )
