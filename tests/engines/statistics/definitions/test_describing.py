"""A definition as a reader meets it: every text in its languages, every code in words."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from corridor.engines.statistics import definitions, input_cubes
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.definitions import describing
from corridor.engines.statistics.remittances import Panel, Price

KNOWN = definitions.catalogue()


def _cube() -> Cube:
    rows = [
        ("F", "9111", "NPL", "97", "rci.zero@1.0"),
        ("_X", "ZZZZ", "XKX", "_T", "rci.zero@1.0"),
    ]
    names = ["sex", "isco", "citizenship", "isic", "measure"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return Cube.of(frame.with_columns(time=pl.lit("2026"), value=pl.lit(1.0)))


def test_a_figure_says_whom_it_counts_and_how() -> None:
    one = definitions.indicator(KNOWN, "rci.zero")
    found = describing.indicator(KNOWN, one, _cube(), {"reference_years": "3"})
    assert found["unit"] == "person"
    assert set(found["title"]) == {"en", "ar", "ne", "fr"}
    assert found["rule"] != found["definition"]
    assert "18 May 2022" in found["standard"]
    assert found["options"] == {"Jobs begun within so many years": "3"}
    assert list(found["measures"]) == ["rci.zero@1.0"]
    assert found["dimensions"]["sex"]["fr"] == "Sexe"


def test_codes_have_words() -> None:
    codes = describing.indicator(KNOWN, KNOWN.indicators["rci.zero"], _cube())["codes"]
    assert codes["sex"]["F"]["ar"] == "نساء"
    assert codes["sex"]["_X"]["en"] == "Not known"
    assert codes["isic"]["_T"]["ne"] == "जम्मा"
    assert codes["citizenship"]["XKX"] == {"en": "Kosovo"}
    assert codes["isco"]["9111"]["en"].startswith("Domestic")
    assert codes["isco"]["ZZZZ"] == {"en": "ZZZZ"}


def test_a_register_says_the_same() -> None:
    found = describing.register(KNOWN, KNOWN.registers["clearances"])
    assert found["unit"] == "clearance"
    assert "neither persons nor stocks" in found["rule"]["en"]
    assert describing.indicator(KNOWN, KNOWN.indicators["sdg.8.8.2"])["definition"]


def test_a_table_of_several_measures_names_each() -> None:
    panel = Panel((Price("QAT", "NPL", "2020Q3", Fraction(4)),), ("2020Q3",), 1)
    found = describing.table(KNOWN, input_cubes.of_panel(panel), "rpw.mean_of_corridors")
    assert found["title"]["en"] == "Mean cost over all corridors"
    assert found["measures"]["rpw.corridors_at_most_5@1"]["fr"].startswith("Corridors à 5")
    assert found["dimensions"]["receiver"]["en"] == "Receiving country"
    assert found["codes"]["receiver"]["NPL"] == {"en": "Nepal"}
    corridors = describing.indicator(KNOWN, KNOWN.indicators["rpw.corridors"],
                                     input_cubes.of_panel(panel))  # fmt: skip
    assert list(corridors["measures"]) == ["rpw.corridors@1"]
