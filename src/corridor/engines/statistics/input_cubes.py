"""Public inputs as cubes: what was read, in the form in which every table is handed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.remittance_averages import Quarter
from corridor.engines.statistics.remittances import MEASURE as CORRIDOR_COST
from corridor.engines.statistics.remittances import TARGETS, Panel, Price, series
from corridor.engines.statistics.stocks import MEASURE as STOCK
from corridor.engines.statistics.stocks import Stocks

SMART = "rpw.smart@1"
MEAN = "rpw.mean_of_corridors@1"
SERVICES = "rpw.mean_of_services@1"
AT_MOST = {target: f"rpw.corridors_at_most_{target}@1" for target in TARGETS}
CORRIDORS = "rpw.corridors@1"


def of_panel(panel: Panel) -> Cube:
    """Cost by sender, receiver and quarter; under the totals mean and counts of corridors."""
    rows = [_price(one) for one in panel.prices]
    for one in series(panel):
        rows.append(_row(TOTAL, TOTAL, one.quarter, MEAN, one.mean, one.corridors))
        rows.append(_row(TOTAL, TOTAL, one.quarter, CORRIDORS, one.corridors, one.corridors))
        for target, count in one.at_most.items():
            rows.append(_row(TOTAL, TOTAL, one.quarter, AT_MOST[target], count, one.corridors))
    return _cube(rows)


def of_services(quarters: Mapping[str, Quarter]) -> Cube:
    """Mean and SmaRT by corridor and quarter, and the mean over all services."""
    rows = []
    for when, one in quarters.items():
        rows.append(_row(TOTAL, TOTAL, when, SERVICES, one.mean_of_services, one.services))
        for cost in one.corridors:
            pair = (cost.sender, cost.receiver, when)
            rows.append(_row(*pair, CORRIDOR_COST, cost.mean, cost.services))
            if cost.smart is not None:
                rows.append(_row(*pair, SMART, cost.smart, min(cost.qualifying, 3)))
    return _cube(rows)


def of_stocks(stocks: Stocks) -> Cube:
    """People by destination, origin, sex and year; unknown stocks have no cell."""
    rows = [
        {
            "destination": one.destination,
            "origin": one.origin,
            "sex": one.sex,
            "time": str(one.year),
            "measure": STOCK,
            "value": one.people,
        }
        for one in stocks.rows
        if one.people is not None
    ]
    return Cube.of(pl.DataFrame(rows, infer_schema_length=None))


def _price(one: Price) -> dict[str, Any]:
    return _row(one.sender, one.receiver, one.quarter, CORRIDOR_COST, one.cost, None)


def _row(
    sender: str, receiver: str, when: str, measure: str, value: Any, count: int | None
) -> dict[str, Any]:
    return {
        "sender": sender,
        "receiver": receiver,
        "time": f"{when[:4]}-{when[4:]}",
        "measure": measure,
        "value": None if value is None else float(value),
        "n": count,
    }


def _cube(rows: Iterable[dict[str, Any]]) -> Cube:
    keys = dict.fromkeys(("sender", "receiver", "time", "measure"), pl.String())
    schema: dict[str, pl.DataType] = {**keys, "value": pl.Float64(), "n": pl.Int64()}
    return Cube.of(pl.DataFrame(list(rows), schema=schema))
