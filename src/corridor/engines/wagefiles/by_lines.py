"""What the readers of states' own files share: text of lines, read block by block in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

import polars as pl

from corridor.core.problems import BadInput
from corridor.engines.wagefiles import sniff
from corridor.engines.wagefiles.blocks import Block, blocks
from corridor.engines.wagefiles.faults import Faults
from corridor.engines.wagefiles.model import Progress, Summary


class Run(Protocol):
    """One pass over one file."""

    def block(self, block: Block) -> Iterator[pl.DataFrame]:
        """The payments of one block; faults go where the run was told."""
        ...

    def close(self) -> None:
        """Say what only the whole file shows."""
        ...


class ByLines:
    """A format whose records are lines; a subclass says how one pass over a file runs."""

    first_field: str

    def run(self, name: str | None, faults: Faults, summary: Summary) -> Run:
        """A new pass; ``name`` is the file's own, as far as it is known."""
        raise NotImplementedError

    def keeps(self, line: bytes) -> bool:
        """Whether a line opens the next block, so that it stays with the line after it."""
        return False

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """See ``model.Format``."""
        return sniff.opening(head, self.first_field)

    def frames(
        self,
        stream: BinaryIO,
        name: str | None,
        faults: Faults,
        summary: Summary,
        progress: Progress | None,
    ) -> Iterator[pl.DataFrame]:
        """Stream the rows; see ``model.Format``."""
        run = self.run(name, faults, summary)
        for block in blocks(stream, self.keeps, progress):
            yield from run.block(block)
        run.close()
