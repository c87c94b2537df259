"""Where the machine keeps its browser and its fonts. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# Chromium keeps only the last list of features it is given, so the driver's own, which make
# pages behave the same at every run, stand here again. After them come the parts of a window's
# frame that are pages themselves: two processes more for every visitor, and a third of the work.
_FEATURES_OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    *("InitialWebUI", "WebUIReloadButton", "WebUIToolbar", "WebUILocationBar", "WebUITabSearch"),
    *("PreloadTopChromeWebUI", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)

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
    f"--disable-features={','.join(_FEATURES_OFF)}",
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
