"""Standard tables from exact moments: one pass, mergeable without the records.

``spec`` and ``reading``: what is asked; ``plan``: what to add up; ``collect`` over ``records`` and
``kernel``: the pass; ``state``: moments and how they merge; ``file``: their bytes; ``estimate``:
the figures; ``expressions``: the same sums in plain expressions, which tests hold the pass against.
"""

from typing import TYPE_CHECKING, Any

from corridor.engines.statistics.moments.reading import parse, read
from corridor.engines.statistics.moments.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from corridor.engines.statistics.moments.state import Moments

__all__ = ["Spec", "collect", "merged", "parse", "read", "table"]


def collect(spec: Spec, paths: "Sequence[Path]") -> "tuple[Moments, bool]":
    """``collect.moments``, imported when it is called: compiling takes a second."""
    from corridor.engines.statistics.moments.collect import moments

    return moments(spec, paths)


def merged(parts: "Iterable[Moments]") -> "Moments":
    """``state.merged``."""
    from corridor.engines.statistics.moments import state

    return state.merged(parts)


def table(moments: "Moments") -> Any:
    """``estimate.figures``."""
    from corridor.engines.statistics.moments.estimate import figures

    return figures(moments)
