"""What a definition forbids, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, sentence
from corridor.engines.statistics.definitions.model import Indicator

AREAS = ("region", "district")
"""Areas within a country, from the largest to the smallest."""


def refusals(one: Indicator, by: Sequence[str], source: str) -> list[Problem]:
    """Everything that forbids this figure from this source in this breakdown; none: it may be.

    ``source`` is ``survey``, ``register``, ``published`` or ``coded``.
    """
    found: list[Problem] = []
    if source not in one.sources:
        said = N_("{title}: this figure never comes from a source of the kind “{found}”.")
        found.append(_refusal("source", said, one, source, ", ".join(one.sources)))
    for name in by:
        if one.finest in AREAS and name in AREAS[AREAS.index(one.finest) + 1 :]:
            said = N_("{title}: this figure is never shown for an area smaller than a region.")
            found.append(_refusal("area", said, one, name, one.finest))
        elif name not in one.breakdowns:
            said = N_("{title}: the definition has no breakdown by “{found}”.")
            found.append(_refusal("breakdown", said, one, name, ", ".join(one.breakdowns)))
    return found


def _refusal(kind: str, said: str, one: Indicator, found: str, allowed: str) -> BadInput:
    return BadInput(
        f"definition.{kind}",
        sentence(said, title=one.title.en, found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=allowed or "-"),
        place=Place(field=found),
        found=found,
    )
