"""The figures of the trust page, told by the tests that measured them (``tools/trust.py``)."""

from __future__ import annotations

import pytest

MARK = "trust figure:"


def tell(capsys: pytest.CaptureFixture[str], name: str, value: str) -> None:
    """Print one figure past the capture, on a line of its own."""
    with capsys.disabled():
        print(f"\n{MARK} {name} = {value}")
