"""What the supervisor gives the server before it starts."""

from __future__ import annotations

import resource
import subprocess
import sys

ASK = """
import resource
from corridor.doors.cli.nodes.supervisor import allow_files
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
allow_files()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def test_more_files_may_be_open_than_most_systems_allow_unasked() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    soft, hard = map(int, told.stdout.split())
    assert hard == resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert soft == (16_384 if hard == resource.RLIM_INFINITY else min(16_384, hard))
