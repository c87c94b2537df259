"""What a definition forbids, whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions.model import Catalogue, Indicator

PLACES = ("area", "country", "destination", "origin")
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


def of_cube(known: Catalogue, cube: Cube, sources: Collection[str]) -> list[Problem]:
    """What the definitions forbid of a table, whoever made it: asked at the door out.

    Only figures that are limited (``finest``) are judged: their breakdowns, and the kinds of the
    ``sources`` the table names. Others may be broken down as a country likes.
    """
    found: list[Problem] = []
    for measure in cube.codes("measure"):
        one = known.indicators.get(measure.partition("@")[0])
        if one is None or not one.finest:
            continue
        cells = cube.where({"measure": measure})
        used = [name for name in cube.dimensions if cells.codes(name) != [TOTAL]]
        if one.estimator == "imported":
            found += _countries(one, cells)
        else:
            for source in sorted(sources) or [""]:
                found += refusals(one, used, source)
    return found


def _countries(one: Indicator, cells: Cube) -> list[Problem]:
    """Refuse single countries of a series that is published for regions of the world."""
    said = N_("{title}: no figure of a single country is published, and “{found}” is one.")
    places = [name for name in PLACES if name in cells.dimensions]
    codes = {code for name in places for code in cells.codes(name) if code.isalpha()}
    return [_refusal("area", said, one, code, TOTAL) for code in sorted(codes)]


def _refusal(kind: str, said: str, one: Indicator, found: str, allowed: str) -> BadInput:
    return BadInput(
        f"definition.{kind}",
        sentence(said, title=one.title.en, found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=allowed or "-"),
        place=Place(field=found),
        found=found,
    )
