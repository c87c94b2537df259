"""``corridor stats``: figures with their errors, from the raw file to the release."""

from __future__ import annotations

import typer

from corridor.doors.cli import (
    stats_beside,
    stats_estimate,
    stats_indicators,
    stats_inputs,
    stats_moments,
    stats_protect,
    stats_release,
)

app = typer.Typer(no_args_is_help=True)
app.command("estimate")(stats_estimate.estimate)
stats_inputs.register(app)
stats_indicators.register(app)
stats_beside.register(app)
stats_moments.register(app)
stats_protect.register(app)
stats_release.register(app)


@app.callback()
def _noun() -> None:
    """Estimate, merge, protect, release and audit statistics."""
