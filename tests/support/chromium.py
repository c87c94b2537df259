"""Where the machine keeps its browser and its fonts. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# Without the background flags a fresh profile looks up its maker's hosts at every start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)


def find_chromium() -> str | None:
    """The browser named by ``CORRIDOR_CHROMIUM``, else the first one on the machine."""
    named = os.environ.get("CORRIDOR_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in NAMES:
        found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/snap/bin")
        if found:
            return found
    return None


def has_fonts() -> bool:
    """Whether some font can draw Arabic and some font Devanagari."""
    if shutil.which("fc-list") is None:
        return False
    for language in ("ar", "ne"):
        listed = subprocess.run(
            ["fc-list", f":lang={language}", "family"], capture_output=True, check=False
        )
        if not listed.stdout.strip():
            return False
    return True
