"""Two countries' counts of one flow become a table of their own."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.governance.observatory import beside
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.beside import Held
from corridor.governance.observatory.definitions import said
from corridor.governance.observatory.models import Publication, Source, Table
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

_HEADLINE = {"measure": "mirror.difference@1"}
_LANGUAGES = ("en", "ar", "ne", "fr")


@act("observatory.mirror", roles=(Role.STATISTICIAN,))
def mirror(
    *,
    by: Actor,
    indicator: str,
    origin: str,
    destination: str,
    origin_measure: str = "",
    destination_measure: str = "",
    causes: str = "",
) -> Table:
    """Set two countries' counts of one flow side by side, into a table in work.

    ``origin`` and ``destination`` are ids of tables that are public already: versions that are
    out, or tables made of public files. ``causes`` is a CSV text: origin, destination, time,
    kind, amount, says, source.
    """
    from corridor.engines.statistics import mirror_cubes
    from corridor.engines.statistics.definitions import catalogue, describing

    one, other = (beside.held(each, by, public=True) for each in (origin, destination))
    found, stated = beside.mirrored(one, other, (origin_measure, destination_measure), causes)
    if not found:
        raise BadInput(
            "observatory.no_flow",
            sentence(N_("The two tables have no flow in them.")),
            remedy=sentence(N_("Choose tables by country of origin and country of work.")),
        ).at(field="origin")
    cube = mirror_cubes.of_mirrors(found, stated)
    meaning = describing.table(catalogue(), cube, mirror_cubes.HEADLINE)
    sources = [*_sources(one, by), *_sources(other, by)]
    if causes.strip():
        sources.append(_stated(causes, cube, by))
    return draft(
        by=by,
        indicator=indicator,
        definition=meaning | {"note": _beside(one, other), "headline": _HEADLINE},
        table=cube.canonical().decode(),
        sources=sources,
    )


def _sources(one: Held, by: Actor) -> list[str]:
    """What a side was made of; of a version that is out, the version itself."""
    if isinstance(one.row, Table):
        return list(one.row.sources)
    row: Publication = one.row
    made = add_source(
        by=by,
        kind=Source.Kind.PUBLISHED,
        title=f"{said(row.title, 'en')}, {row.number}"[:200],
        sha256=row.digest,
        licence=row.release.office.name,
        period=_period(one.cube),
        rows=row.cells,
        file_name=f"{row.indicator}-{row.number}.csv",
    )
    return [made.id]


def _stated(causes: str, cube: Cube, by: Actor) -> str:
    made = add_source(
        by=by,
        kind=Source.Kind.PUBLISHED,
        title="Stated causes of the difference",
        sha256=sha256(causes.encode()).hexdigest(),
        licence="-",
        period=_period(cube),
        rows=max(sum(1 for line in causes.splitlines() if line.strip()) - 1, 0),
        file_name="causes.csv",
    )
    return made.id


def _period(cube: Cube) -> str:
    times = [one for one in cube.codes("time") if one != TOTAL]
    return times[0] if len(times) == 1 else f"{times[0]}/{times[-1]}"


def _beside(one: Held, other: Held) -> Mapping[str, Any]:
    """What stands side by side, in every language: whose figures they are, else both titles."""
    titles = [each.definition.get("note") or each.definition.get("title") for each in (one, other)]
    return {
        code: " ↔ ".join(dict.fromkeys(said(each, code) for each in titles)) for code in _LANGUAGES
    }
