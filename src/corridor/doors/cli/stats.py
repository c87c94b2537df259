"""``corridor stats``: figures with their errors, from the raw file to the release."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Estimate, merge, protect, release and audit statistics."""
