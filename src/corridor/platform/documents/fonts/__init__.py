"""The fonts that printed papers are set with (see README.md)."""

from __future__ import annotations

from pathlib import Path

FONTS = Path(__file__).parent
"""The folder to hand to typst as a font path."""

FAMILIES = ("Noto Sans", "Noto Naskh Arabic", "Noto Sans Devanagari")
"""Font families in order of preference; later ones fill in what earlier ones lack."""
