"""The ``replicates`` part of a plan: replicate weights made from the design, or given."""

from __future__ import annotations

from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.fields import Fields
from corridor.engines.statistics.survey.plan import GIVEN, MADE, Replication

_AT = "design.replicates"
_KNOWN = (
    "type",
    "columns",
    "repweights",
    "combined",
    "scale",
    "rscales",
    "rho",
    "mse",
    "number",
    "seed",
)


def replication(fields: Fields, body: Any) -> Replication:
    """The replication of a plan; what does not fit together is a fault."""
    given = fields.mapping(body, _AT, _KNOWN)
    columns = fields.names(given.get("columns", given.get("repweights")), f"{_AT}.columns")
    kind = fields.choice(given.get("type"), f"{_AT}.type", GIVEN if columns else MADE, "")
    if not kind:
        words = sentence(N_("Replicate weights need a type."))
        remedy = sentence(N_("It knows: {known}."), known=", ".join(GIVEN if columns else MADE))
        fields.faults.add("stats.replicates.type", words, remedy, field=f"{_AT}.type")
    scale = given.get("scale")
    found = Replication(
        kind,
        columns,
        combined=fields.flag(given.get("combined"), f"{_AT}.combined", default=True),
        scale=None if scale is None else fields.number(scale, f"{_AT}.scale", 1),
        rscales=_rscales(fields, given.get("rscales")),
        rho=fields.number(given.get("rho"), f"{_AT}.rho", 0, 0, 0.999999),
        mse=fields.flag(given.get("mse"), f"{_AT}.mse", default=False),
        number=int(fields.number(given.get("number"), f"{_AT}.number", 50, 2, 100_000)),
        seed=int(fields.number(given.get("seed"), f"{_AT}.seed", 1, 0, 2**63)),
    )
    _scaled(fields, found)
    return found


def _rscales(fields: Fields, body: Any) -> tuple[float, ...] | None:
    given = fields.sequence(body, f"{_AT}.rscales")
    found = tuple(fields.number(one, f"{_AT}.rscales", 1) for one in given)
    return found or None


def _scaled(fields: Fields, found: Replication) -> None:
    """Given jackknife replicates of a stratified design do not tell their own scales."""
    if found.columns and found.type == "JKn" and found.rscales is None:
        words = sentence(N_("Given JKn weights need their scales."))
        remedy = sentence(N_("Give “rscales”: (n − 1) / n of the stratum of each replicate."))
        fields.faults.add("stats.replicates.rscales", words, remedy, field=f"{_AT}.rscales")
    if found.type == "Fay" and not found.rho:
        words = sentence(N_("Fay's method needs rho."))
        remedy = sentence(N_("Give “rho”: by how much a half-sample's weights are kept."))
        fields.faults.add("stats.replicates.rho", words, remedy, field=f"{_AT}.rho")
