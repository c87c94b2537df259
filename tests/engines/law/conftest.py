"""Small packs written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corridor.core.problems import Problem
from corridor.engines import law

HEAD = """kind: values
recorded_at: 2026-01-01
sources:
  gazette: {document: The gazette, tier: O, date: 2020-01-01}
values:
"""

Check = Callable[[str], list[Problem]]


@pytest.fixture
def check_text(tmp_path: Path) -> Check:
    """The problems of one file with this text."""

    def check(text: str) -> list[Problem]:
        path = tmp_path / "pack.yaml"
        path.write_text(text, encoding="utf-8")
        return law.check(path)

    return check


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], law.Book]:
    """A book whose one state, XXX, holds these values."""

    def write(values: str) -> law.Book:
        folder = tmp_path / "jurisdictions" / "XXX"
        folder.mkdir(parents=True)
        (folder / "values.yaml").write_text(HEAD + values, encoding="utf-8")
        return law.Book(tmp_path)

    return write
