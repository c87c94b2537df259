"""Compiled Python for a test run, where the environment forbids keeping it beside the sources.

A run starts dozens of processes: workers, nodes, commands. Without bytecode each of them compiles
every module again, which takes longer than most tests.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def share(folder: Path) -> None:
    """Keep bytecode in ``folder``, for this process and those it starts. Nothing to do where
    Python may write it in its usual place."""
    if not sys.dont_write_bytecode or sys.pycache_prefix is not None:
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder)
    sys.dont_write_bytecode = False
