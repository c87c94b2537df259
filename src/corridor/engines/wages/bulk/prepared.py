"""A nation's contracts as numbers, from one reading of their table; kept between runs.

Nothing here hangs on a law or a month, so that the run of one more month need not read and
weigh millions of contracts anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from corridor.engines.wages.bulk.index import NOBODY, Index, Known, distinct
from corridor.engines.wages.bulk.kinds import CollisionError, Kinds
from corridor.engines.wages.bulk.laws import WORDS, Laws
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.plain import bounds
from corridor.engines.wages.bulk.tables import Table, as_table, compact
from corridor.engines.wages.refusals import guard_contracts

TERMS = ("basic_minor", "food_minor", "housing_minor", "hours_week")
DAYS = ("start_day", "end_day")
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_SHAPE = 2
"""Counts up when what is kept changes."""
_SURE = (2**25, 2**37, 2**37, 2**20)
"""Terms under it are within every bound of ``guard_contracts``."""
_TRIES = 8
_CHUNK = 500_000


@dataclass(frozen=True, slots=True)
class Contracts:
    """``numbers``: a row for each contract in the table's order, with ``__key`` (worker, employer
    and currency), ``__mark`` (worker), ``__employer``, a row of ``employers``, its days and terms,
    and ``__law``, the row of its kind in ``words``. ``several``: rows (``__c``) of the contracts
    of workers who have more than one. ``folder``: where they are kept, if they are."""

    numbers: pl.DataFrame
    words: pl.DataFrame
    employers: pl.DataFrame
    several: pl.DataFrame
    folder: Path | None = None


def mark() -> pl.Expr:
    """64 bits that stand for a worker, good to choose by, not to join."""
    return pl.col("worker_id").hash(101).alias("__mark")


def marks(part: pl.DataFrame) -> tuple[Any, Any, Any]:
    """64 bits (arrays) for worker, employer and currency together, ``NOBODY`` where one of the
    first two is nobody; for the worker; and for the employer."""
    employer, money = pl.col("employer_id").hash(102), pl.col("currency").hash(103)
    found = part.select(mark(), employer.alias("e"), money.alias("c"))
    worker, employer_, money_ = (column.to_numpy() for column in found)
    key = employer_ * _ODD[0]
    key += worker
    key += money_ * _ODD[1]
    if part["worker_id"].null_count() + part["employer_id"].null_count():
        nobody = part["worker_id"].is_null() | part["employer_id"].is_null()
        key[nobody.to_numpy()] = NOBODY
    return key, worker, employer_


def prepare(contracts: pl.LazyFrame | Table) -> Contracts:
    """The contracts as numbers.

    Raises ``BadInput`` "wages.identifier" for a contract of nobody or with nobody, and
    "exact.too_large".
    """
    for seed in range(_TRIES):
        try:
            return _Preparing(seed).of(as_table(contracts))
        except CollisionError:
            continue
    raise RuntimeError("eight hashes in a row that collide are no accident")


class _Preparing:
    """What one reading of the contracts has found so far; columns are lists of their parts."""

    def __init__(self, seed: int) -> None:
        self._kinds, self._known = Kinds(seed), Known()
        self._columns: dict[str, list[pl.Series]] = {}
        self._names = [pl.DataFrame(schema={"employer_id": pl.String})]
        self._nobody = 0

    def of(self, table: Table) -> Contracts:
        for part in table.parts(("worker_id", "employer_id", *WORDS, *DAYS, *TERMS)):
            self._take(part)
        refuse_nobody(self._nobody, "contract")
        numbers = self._numbers()
        index = Index(numbers["__mark"].to_numpy())
        twins = index.twins
        first = index.find(numbers["__mark"].to_numpy()[twins])
        several = distinct(np.concatenate([twins, first[first != index.none]]))
        rows = pl.DataFrame({"__c": several.astype(np.uint32)})
        return Contracts(numbers, self._kinds.words, pl.concat(self._names), rows)

    def _take(self, part: pl.DataFrame) -> None:
        key, worker, employer = marks(part)
        self._nobody += int((key == np.uint64(NOBODY)).sum())
        codes, new = self._known.codes(employer)
        if len(new):
            self._names.append(compact(part.select("employer_id")[pl.Series(new)]))
        self._add("__key", pl.Series(key))
        self._add("__mark", pl.Series(worker))
        self._add("__employer", pl.Series(codes.astype(np.uint32)))
        self._add("__law", pl.Series(self._kinds.of(part).astype(np.uint32)))
        for name in DAYS:
            self._add(name, part[name].cast(pl.Int32))
        most = _magnitudes(part)
        if any(amount >= sure for amount, sure in zip(most, _SURE, strict=True)):
            guard_contracts(nw.from_native(part))
        for name, amount in zip(TERMS, most, strict=True):
            self._add(name, part[name].cast(pl.Int32 if amount < 2**31 else pl.Int64))

    def _add(self, name: str, column: pl.Series) -> None:
        self._columns.setdefault(name, []).append(column.alias(name))

    def _numbers(self) -> pl.DataFrame:
        """One column after another, so that only one of them is in memory twice."""
        types = dict.fromkeys(("__key", "__mark"), pl.UInt64)
        kinds: dict[str, Any] = types | dict.fromkeys(("__employer", "__law"), pl.UInt32)
        kinds |= dict.fromkeys((*DAYS, *TERMS), pl.Int32)
        found = []
        for name, kind in kinds.items():
            parts = self._columns.pop(name, [])
            wide = kind if all(part.dtype == kind for part in parts) else pl.Int64
            nothing = pl.Series(name, [], dtype=wide)
            found.append(pl.concat([nothing, *(part.cast(wide) for part in parts)], rechunk=True))
        return pl.DataFrame(found)


def _magnitudes(part: pl.DataFrame) -> list[int]:
    """The greatest of each of the terms, whatever its sign."""
    ends = zip(part.select(TERMS).max().row(0), part.select(TERMS).min().row(0), strict=True)
    return [max(abs(high or 0), abs(low or 0)) for high, low in ends]


def needs(contracts: Contracts, laws: Laws) -> pl.Series:
    """What a payment must reach to leave no doubt, by contract; see ``plain.bounds``.

    Kept with the contracts: most months have the law of the month before.
    """
    periods = laws.words.select("pay_period")
    law = laws.bounds.select(pl.col("^__sum_.*$")).hstack(periods)
    folder = contracts.folder
    if folder is None:
        return _needs(contracts, law)
    try:
        if _mapped(folder.joinpath("law.arrow")).equals(law):
            return _mapped(folder.joinpath("needs.arrow"))["__need"]
    except (OSError, ValueError, pl.exceptions.PolarsError):
        pass  # none, or none that can be read
    found = _needs(contracts, law)
    folder.joinpath("law.arrow").unlink(missing_ok=True)
    for name, frame in (("needs", found.to_frame()), ("law", law)):
        _write(frame, folder.joinpath(f"{name}.partial"))
        os.replace(folder.joinpath(f"{name}.partial"), folder.joinpath(f"{name}.arrow"))
    return found


def _needs(contracts: Contracts, law: pl.DataFrame) -> pl.Series:
    found = [pl.Series("__need", [], dtype=pl.Int64)]
    for begun in range(0, contracts.numbers.height, _CHUNK):
        part = contracts.numbers.slice(begun, _CHUNK)
        terms = part.select("start_day", pl.col(TERMS).cast(pl.Int64))
        wide = terms.hstack(law[part["__law"]]).lazy()
        needed: Any = nw.to_native(bounds(nw.from_native(wide)))
        found.append(needed.select("__need").collect()["__need"])
    return pl.concat(found, rechunk=True)


def kept(folder: Path, made_of: Mapping[str, Any], contracts: pl.LazyFrame | Table) -> Contracts:
    """The contracts as an earlier run left them in ``folder``, where they were made of the same.

    Else prepared anew and left there. ``made_of`` is JSON-shaped. Raises what ``prepare`` does.
    """
    probe = str(pl.Series(["another machine may count otherwise"]).hash(101)[0])
    about = {"shape": _SHAPE, "polars": pl.__version__, "probe": probe, **made_of}
    try:
        if json.loads(folder.joinpath("made_of.json").read_text("utf-8")) == about:
            tables = [_mapped(folder.joinpath(f"{name}.arrow")) for name in _TABLES]
            return Contracts(tables[0], tables[1], tables[2], tables[3], folder)
    except (OSError, ValueError, pl.exceptions.PolarsError):
        pass  # none, or none that can be read
    found = prepare(contracts)
    _keep(folder, about, found)
    return replace(found, folder=folder)


_TABLES = ("numbers", "words", "employers", "several")


def _write(table: pl.DataFrame, path: Path) -> None:
    """In one piece, so that it can be used as it lies there."""
    table.write_ipc(path, record_batch_size=max(1, table.height))


def _mapped(path: Path) -> pl.DataFrame:
    """A kept table as it lies in its file: only what is looked at is read.

    Raises ``OSError`` and ``ValueError`` for what is no such file.
    """
    import pyarrow as pa

    with pa.memory_map(str(path)) as file:
        found = pl.from_arrow(pa.ipc.open_file(file).read_all())
    return found if isinstance(found, pl.DataFrame) else found.to_frame()


def _keep(folder: Path, about: Mapping[str, Any], found: Contracts) -> None:
    """Write beside the place, then rename: half of it is never there."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name in _TABLES:
        _write(getattr(found, name), partial.joinpath(f"{name}.arrow"))
    partial.joinpath("made_of.json").write_text(json.dumps(about), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)
