"""A cube as files: CSV, XLSX, Parquet, SDMX-CSV 2.0, SDMX-ML 3.0 and its SDMX structure.

The same cells give the same bytes, whatever the order of rows and columns they came in: nothing
of the clock or the machine is written into a file. (Parquet names the version of its writer.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.formats.plain import csv_bytes, parquet_bytes, xlsx_bytes
from corridor.engines.statistics.formats.sdmx import sdmx_csv, sdmx_ml
from corridor.engines.statistics.formats.structure import sdmx_structure

__all__ = ["FORMATS", "Format", "written"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how its name ends, its media type, and what writes it."""

    ending: str
    media: str
    write: Callable[[Cube, str, str], bytes]


STRUCTURE = "sdmx-structure"
FORMATS: Mapping[str, Format] = {
    "csv": Format(".csv", "text/csv; charset=utf-8", csv_bytes),
    "xlsx": Format(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_bytes,
    ),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", parquet_bytes),
    "sdmx-csv": Format(
        ".sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", sdmx_csv
    ),
    "sdmx-ml": Format(".sdmx.xml", "application/vnd.sdmx.data+xml; version=3.0.0", sdmx_ml),
    STRUCTURE: Format(
        ".structure.xml", "application/vnd.sdmx.structure+xml; version=3.0.0", sdmx_structure
    ),
}
"""Every file format by its name in addresses and commands."""


def written(
    cube: Cube,
    name: str,
    kind: str,
    version: str = "1.0",
    definition: Mapping[str, Any] | None = None,
) -> bytes:
    """The file of ``kind`` (a key of ``FORMATS``) of a cube called ``name``, in this version.

    Of the structure the ``definition`` gives titles and words; it has no figures in it.
    """
    if kind == STRUCTURE:
        return sdmx_structure(cube, name, version, definition)
    return FORMATS[kind].write(cube, name, version)
