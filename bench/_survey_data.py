"""Invents a labour-force survey in Parquet: 60 strata, sampling units of 50 records, 24 columns.

Not a bench itself. Written a stratum's part at a time, so that any size fits into memory; the same
size gives the same file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STRATA, UNIT = 60, 50
LEVELS = {"sex": 2, "age": 6, "isco": 11, "isic": 22, "migrant": 2, "origin": 41}
GROUP = 1_000_000

SPEC = """\
tables: corridor-tables/1
id: labour-force
version: "1"
design: {weight: {column: weight, scale: 3}, strata: stratum, psu: psu}
variables:
  wage: {column: wage}
  hours: {column: hours}
  cost: {column: recruitment_cost}
  earnings: {column: first_earnings}
  sent: {column: remitted}
  fee: {column: remittance_fee}
  schooling: {column: schooling}
populations:
  adult: [{column: adult, in: [1]}]
  force: [{column: adult, in: [1]}, {column: status, in: [1, 2]}]
  employed: [{column: adult, in: [1]}, {column: status, in: [1]}]
  unemployed: [{column: adult, in: [1]}, {column: status, in: [2]}]
  informal: [{column: informal, in: [1]}]
  union: [{column: union_member, in: [1]}]
  injured: [{column: injured, in: [1]}]
  written: [{column: written_contract, in: [1]}]
  recruited: [{column: recruited, in: [1]}]
  sender: [{column: sender, in: [1]}]
indicators:
  - {id: people, kind: total}
  - {id: employed, kind: total, of: employed}
  - {id: unemployed, kind: total, of: unemployed}
  - {id: labour_force, kind: total, of: force}
  - {id: wage_bill, kind: total, of: wage, where: employed}
  - {id: hours_worked, kind: total, of: hours, where: employed}
  - {id: participation, kind: rate, of: force, over: adult, per: 100}
  - {id: employment, kind: rate, of: employed, over: adult, per: 100}
  - {id: unemployment, kind: rate, of: unemployed, over: force, per: 100}
  - {id: mean_wage, kind: mean, of: wage, where: employed}
  - {id: mean_hours, kind: mean, of: hours, where: employed}
  - {id: hourly_wage, kind: ratio, of: wage, over: hours, where: employed}
  - {id: informality, kind: mean, of: informal, where: employed}
  - {id: union_density, kind: mean, of: union, where: employed}
  - {id: injury_rate, kind: rate, of: injured, over: employed, where: employed, per: 100000}
  - {id: written, kind: mean, of: written, where: employed}
  - {id: recruitment_cost, kind: ratio, of: cost, over: earnings, where: recruited}
  - {id: mean_cost, kind: mean, of: cost, where: recruited}
  - {id: remittance_cost, kind: ratio, of: fee, over: sent, where: sender}
  - {id: schooling, kind: mean, of: schooling, where: adult}
dimensions:
  sex: {column: sex}
  age: {column: age}
  isco: {column: isco}
  isic: {column: isic}
  migrant: {column: migrant}
  origin: {column: origin}
breakdowns: [[sex], [age], [isco], [isic], [migrant], [origin]]
"""


def write(path: Path, rows: int) -> Path:
    """The survey with this many records, in order; nothing is done where the file is there."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    units = rows // UNIT
    rng = np.random.default_rng(rows)
    with pq.ParquetWriter(part, _columns(rng, 0, 1, units).schema, compression="zstd") as out:
        step = GROUP // UNIT
        for first in range(0, units, step):
            out.write_table(_columns(rng, first, min(first + step, units), units))
    part.rename(path)
    return path


def _columns(rng: Any, first: int, after: int, units: int) -> pa.Table:
    number = np.arange(first, after)
    psu, n = np.repeat(number, UNIT), (after - first) * UNIT
    stratum = psu * STRATA // units + 1
    near = np.repeat(rng.normal(0, 1, after - first), UNIT)  # units differ from each other

    def one(share: float) -> Any:
        return (rng.random(n, np.float32) < share + 0.02 * near).astype(np.int8)

    def level(name: str) -> Any:
        drawn = rng.random(n, np.float32) ** 2 * LEVELS[name]
        return drawn.astype(np.int8) + 1

    migrant = one(0.2)
    status = 1 + (rng.random(n, np.float32) > 0.6 + 0.03 * near) + one(0.7) % 2
    employed = status == 1
    wage = np.exp(6.5 + 0.4 * rng.standard_normal(n, np.float32) + 0.2 * near).astype(np.int32)
    recruited = (migrant == 1) & (rng.random(n, np.float32) < 0.3)
    sender = rng.random(n, np.float32) < 0.1
    sent = np.where(sender, rng.integers(50, 900, n, np.int32), 0).astype(np.int32)
    fee = sent * rng.integers(2, 12, n, np.int32) // 100
    return pa.table({
        "stratum": pa.array(stratum.astype(np.int16)),
        "psu": pa.array(psu.astype(np.int32)),
        "weight": pa.array(rng.integers(20_000, 900_000, n) // 50 * 50 / 1000),
        "sex": level("sex"), "age": level("age"), "isco": level("isco"), "isic": level("isic"),
        "migrant": migrant + np.int8(1), "origin": level("origin"), "adult": one(0.75),
        "status": np.minimum(status, 3).astype(np.int8),
        "wage": np.where(employed, wage, 0).astype(np.int32),
        "hours": np.where(employed, rng.integers(5, 70, n, np.int16), 0).astype(np.int16),
        "informal": one(0.4), "union_member": one(0.15), "injured": one(0.02),
        "written_contract": one(0.5),
        "recruited": recruited.astype(np.int8),
        "recruitment_cost": np.where(recruited, rng.integers(0, 4000, n, np.int32), 0),
        "first_earnings": np.where(recruited, wage, 0).astype(np.int32),
        "sender": sender.astype(np.int8),
        "remitted": sent,
        "remittance_fee": fee,
        "schooling": rng.integers(0, 20, n, np.int8),
    })  # fmt: skip
