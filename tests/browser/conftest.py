"""A demo that tests of pages look at together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.support import children
from tests.support.node import Node, running


@pytest.fixture(scope="module")
def node(seeded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """One demo for all pages of a module; nobody changes anything in it."""
    data = tmp_path_factory.mktemp("pages") / "data"
    shutil.copytree(seeded_demo, data)
    with ExitStack() as until_the_end:
        with children.expected():  # this node outlives the first test
            started = until_the_end.enter_context(running(data, "demo"))
        yield started
