"""Domains: which rows a figure is asked for. The rest of the design keeps its part in the error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.engines.statistics.survey.columns import (
    Codes,
    Columns,
    Flags,
    Floats,
    Ints,
    crossed,
    sums,
)
from corridor.engines.statistics.survey.plan import Ask


@dataclass(frozen=True, slots=True)
class Domains:
    """Rows in domains: ``rows`` (members,) of the table, ``code`` (members,) of their domain.

    ``labels`` names each domain by its columns; ``weights`` and ``count`` are the members' final
    weights and the number of domains. ``missing`` (domains,) are rows left out for want of a value.
    """

    rows: Ints
    code: Ints
    labels: tuple[dict[str, str], ...]
    weights: Floats
    missing: Ints

    @property
    def count(self) -> int:
        """How many domains there are."""
        return len(self.labels)

    def sums(self, values: Floats) -> Floats:
        """Totals by domain (domains,) of values (members,)."""
        return sums(self.code, values, self.count)

    @property
    def members(self) -> Ints:
        """Rows in each domain (domains,)."""
        return np.bincount(self.code, minlength=self.count)

    def told(self, *columns: Floats) -> Domains:
        """The same domains without the rows for which a column says nothing (NaN)."""
        kept = np.ones(len(self.rows), dtype=bool)
        for column in columns:
            kept &= ~np.isnan(column[self.rows])
        return self._kept(kept)

    def coded(self, codes: Ints) -> Domains:
        """The same domains without the rows whose code is missing (-1)."""
        return self._kept(codes[self.rows] >= 0)

    def _kept(self, kept: Flags) -> Domains:
        if kept.all():
            return self
        gone = np.bincount(self.code[~kept], minlength=self.count)
        return Domains(
            self.rows[kept], self.code[kept], self.labels, self.weights[kept], self.missing + gone
        )


def domains(ask: Ask, columns: Columns, weights: Floats) -> Domains:
    """The domains of an estimate, in the order of their labels; one without a label for all."""
    kept = np.ones(columns.rows, dtype=bool)
    for name, wanted in ask.where.items():
        coded = columns.codes(name)
        chosen = [at for at, label in enumerate(coded.labels) if label in wanted]
        kept &= np.isin(coded.values, chosen)
    if not ask.by:
        rows = np.flatnonzero(kept)
        none = np.zeros(1, dtype=np.int64)
        code = np.zeros(len(rows), dtype=np.int64)
        return Domains(rows, code, ({},), weights[rows], none)
    coded = crossed([columns.codes(name) for name in ask.by])
    rows = np.flatnonzero(kept & (coded.values >= 0))
    none = np.zeros(len(coded.labels), dtype=np.int64)
    return Domains(rows, coded.values[rows], _labels(ask, coded), weights[rows], none)


def _labels(ask: Ask, coded: Codes) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(ask.by, cell, strict=True)) for cell in coded.cells)
