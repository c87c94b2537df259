"""``corridor inspection``: the running totals of establishments, computed again."""

from __future__ import annotations

from typing import Annotated

import typer

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import start
from corridor.doors.cli.output import Json, answer_json, aside, refusals, screen

app = typer.Typer(no_args_is_help=True)
_AT_ONCE = 200


@app.callback()
def _noun() -> None:
    """Compute again where establishments stand."""


@app.command()
def refresh(
    country: Annotated[
        str, typer.Option(metavar="CODE", help="Only establishments of this country, as QAT.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Compute every establishment's standing again, and the national figures.

    What is there is replaced; nothing else changes. It may be interrupted and run again.
    """
    with refusals(as_json):
        start.django_ready()
        done, counted = _refresh(country.upper())
    if as_json:
        answer_json({"establishments": done, "countries": counted})
    else:
        screen.print(f"{done} establishments, {', '.join(counted) or 'no country'}", markup=False)


def _refresh(country: str) -> tuple[int, list[str]]:
    from corridor.governance.inspection import actions
    from corridor.governance.inspection.queries import stale
    from corridor.platform.access.actor import SYSTEM

    sites, done = stale.all_sites(country), 0
    for first in range(0, len(sites), _AT_ONCE):
        done += actions.refresh(by=SYSTEM, employers=sites[first : first + _AT_ONCE])
        aside.print(f"{done} of {len(sites)}", end="\r", markup=False)
    countries = [one for one in stale.countries() if country in {"", one}]
    if country and not countries:
        raise NotFound(
            "inspection.country",
            sentence(N_("No establishment of {country} is on record."), country=country),
            remedy=sentence(N_("Give a country's code of three letters, such as QAT.")),
        )
    for one in countries:
        actions.count_nation(by=SYSTEM, country=one)
    return done, countries
