"""Make or refresh ``.venv`` from the lock file. Standard library only: it runs before anything is.

``python tools/environment.py`` installs what the system needs to run; ``--dev`` adds what
its developers need. uv does the work; where uv cannot be had, pip does, without the lock.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
READY, READY_DEV = VENV / ".ready", VENV / ".ready-dev"
UV = "uv>=0.8"


def say(sentence: str) -> None:
    """One line for the person who waits."""
    print(sentence, flush=True)


def succeeds(*command: str | Path) -> bool:
    """Whether a command ends well; its output is of no interest."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(*command: str | Path) -> bool:
    """Run a command in the project, in our environment, its errors shown."""
    outer = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    inner = {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        # Offices often sit behind a proxy whose certificate only the system knows.
        "UV_SYSTEM_CERTS": "1",
    }
    return subprocess.run(command, cwd=ROOT, env=outer | inner, check=False).returncode == 0


def ensure_venv() -> None:
    """A virtual environment with a Python that starts, or one sentence saying what is missing."""
    if succeeds(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    version = ".".join(map(str, sys.version_info[:2]))
    if importlib.util.find_spec("ensurepip") is not None:
        say(f"Making .venv with Python {version} ...")
        if run(sys.executable, "-m", "venv", "--clear", VENV):
            return
    elif shutil.which("uv") and run("uv", "venv", "--clear", "--python", sys.executable, VENV):
        return
    sys.exit(
        f"Python {version} is here ({sys.executable}), but it cannot make a virtual environment: "
        "its ensurepip module is missing.\nOn Debian or Ubuntu: sudo apt-get install python3-venv. "
        "Or name another interpreter: make PYTHON=/path/to/python3.11"
    )


def find_uv() -> str | None:
    """The uv of the environment or of the machine; else put one in with pip."""
    ours = VENV / "bin" / "uv"
    if succeeds(ours, "--version"):
        return str(ours)
    pip_install(UV, quiet=True)
    if succeeds(ours, "--version"):
        return str(ours)
    return shutil.which("uv")


def pip_install(*what: str, quiet: bool = False) -> bool:
    """Install with the environment's own pip."""
    flags = ["--disable-pip-version-check", *(["--quiet"] if quiet else [])]
    return run(PYTHON, "-m", "pip", "install", *flags, *what)


def install(extras: list[str]) -> bool:
    """Everything locked, with these extras. Keeps what an earlier call has put in."""
    uv = find_uv()
    wanted = [flag for extra in extras for flag in ("--extra", extra)]
    if uv and run(uv, "sync", "--frozen", "--inexact", "--quiet", "--python", PYTHON, *wanted):
        return True
    say("uv could not install from uv.lock; trying pip, which takes newer versions and longer.")
    return pip_install("-e", f".[{','.join(extras)}]", quiet=True)


def main(arguments: list[str]) -> int:
    """Bring the environment up to the lock file and leave the stamps that make looks at."""
    dev = "--dev" in arguments or READY_DEV.exists()
    started = time.monotonic()
    ensure_venv()
    say(f"Installing {'for development' if dev else 'what the system needs'} ...")
    if not install(["postgres", "dev"] if dev else ["postgres"]):
        say(
            "The libraries could not be installed; the lines above say why. If they speak of the "
            "network or of a certificate, check the connection or the proxy and start again: what "
            "has arrived is kept."
        )
        return 2
    for stamp in [READY, READY_DEV] if dev else [READY]:
        stamp.touch()
    say(f"Environment ready in {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
