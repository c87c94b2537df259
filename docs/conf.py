"""Sphinx: the handbook, built offline from the Markdown beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from corridor import __version__

project = "OpenCorridor"
author = "The OpenCorridor authors"
project_copyright = "2026, The OpenCorridor authors"
version = release = __version__
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "schemas/**/README.md"]
# The link check would need the network; sources of law are checked when a pack changes.
nitpicky = False
suppress_warnings = ["toc.not_readable"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "attrs_inline"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"OpenCorridor {__version__}"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5d5e", "color-brand-content": "#0b5d5e"},
    "dark_css_variables": {"color-brand-primary": "#6fc3c2", "color-brand-content": "#6fc3c2"},
}


def setup(app: Sphinx) -> None:
    """Diagrams written in Mermaid stand as text here; forges draw them."""
    app.add_lexer("mermaid", TextLexer)
