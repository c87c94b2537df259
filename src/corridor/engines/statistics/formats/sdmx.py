"""SDMX-CSV 2.0 and SDMX-ML 3.0 (structure-specific), written so that the bytes are always equal.

The dimensions are the cube's, in capital letters; time is TIME_PERIOD, the measure INDICATOR,
the value OBS_VALUE. Codes are ISO 3166, ISCO-08, ISIC and SDMX cross-domain codes as they stand.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from corridor.engines.statistics.cube import Cube, text

AGENCY = "OPENCORRIDOR"
NAMES = {
    "time": "TIME_PERIOD",
    "measure": "INDICATOR",
    "value": "OBS_VALUE",
    "n": "N_OBS",
    "n_psu": "N_PSU",
    "se": "STD_ERR",
    "low": "LOWER",
    "high": "UPPER",
    "cv": "CV",
    "deff": "DEFF",
    "df": "DF",
    "quality": "QUALITY",
    "conf": "CONF_STATUS",
    "note": "COMMENT_OBS",
}
_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PREPARED = "1980-01-01T00:00:00Z"  # the release says when; a file is the same whenever written


def identifier(name: str) -> str:
    """``name`` as SDMX writes identifiers: capital letters, digits and underscores."""
    made = re.sub(r"[^A-Z0-9_]", "_", name.upper())
    return made if made[:1].isalpha() else f"X{made}"


def structure_id(name: str, version: str) -> str:
    """The cube's structure: agency, identifier and version."""
    return f"{AGENCY}:{identifier(name)}({version})"


def sdmx_csv(cube: Cube, name: str, version: str) -> bytes:
    """SDMX-CSV 2.0, one line an observation, action Information."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    heading, rows = _observations(cube)
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *heading])
    structure = structure_id(name, version)
    writer.writerows(["datastructure", structure, "I", *row] for row in rows)
    return page.getvalue().encode()


def sdmx_ml(cube: Cube, name: str, version: str) -> bytes:
    """SDMX-ML 3.0, structure-specific, all dimensions at the observation."""
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={structure_id(name, version)}"
    heading, rows = _observations(cube)
    found = "".join(_observation(heading, row) for row in rows)
    return f"{_head(urn, identifier(name))}{found}{_FOOT}".encode()


def _observations(cube: Cube) -> tuple[list[str], Iterator[list[str]]]:
    """Component ids in SDMX order (dimensions, time, value, attributes) and rows of texts."""
    columns = [*cube.dimensions, "measure", "time", *cube.used]
    frame = cube.frame.select(columns)
    heading = [NAMES.get(one) or identifier(one) for one in columns]
    return heading, ([text(value) for value in row] for row in frame.iter_rows())


def _observation(heading: list[str], row: list[str]) -> str:
    told = zip(heading, row, strict=True)
    said = " ".join(f"{key}={quoteattr(_ILLEGAL.sub('?', one))}" for key, one in told if one)
    return f"\t\t<Obs {said}/>\n"


def _head(urn: str, name: str) -> str:
    spaces = {
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "mes": f"{_MESSAGE}/message",
        "ss": f"{_MESSAGE}/data/structurespecific",
        "com": f"{_MESSAGE}/common",
        "ns1": f"{urn}:ObsLevelDim:AllDimensions",
    }
    known = " ".join(f"xmlns:{short}={quoteattr(long)}" for short, long in spaces.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:StructureSpecificData {known}>\n"
        "\t<mes:Header>\n"
        f"\t\t<mes:ID>{name}</mes:ID>\n"
        "\t\t<mes:Test>false</mes:Test>\n"
        f"\t\t<mes:Prepared>{PREPARED}</mes:Prepared>\n"
        f'\t\t<mes:Sender id="{AGENCY}"/>\n'
        f'\t\t<mes:Structure structureID="{name}" namespace={quoteattr(urn)}'
        ' dimensionAtObservation="AllDimensions">\n'
        f"\t\t\t<com:Structure>{escape(urn)}</com:Structure>\n"
        "\t\t</mes:Structure>\n"
        "\t</mes:Header>\n"
        f'\t<mes:DataSet ss:structureRef="{name}" xsi:type="ns1:DataSetType"'
        ' action="Information">\n'
    )


_FOOT = "\t</mes:DataSet>\n</mes:StructureSpecificData>\n"
