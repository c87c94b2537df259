"""Every part of the campaign, a few rounds of each: nothing wrong, and its planted bug seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.campaign.smoke import PARTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def smoke() -> dict[str, dict[str, Any]]:
    """All parts in one process of their own, which forks as the campaign does."""
    command = [sys.executable, "-m", "tests.campaign.smoke"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize("part", PARTS)
def test_a_few_rounds(smoke: dict[str, dict[str, Any]], part: str) -> None:
    seen = smoke[part]
    assert (seen["wrong"], seen["told"]) == (0, [])
    assert seen["acknowledged"] > 0
    assert seen["seen"] > 0, "the planted bug was not noticed"
