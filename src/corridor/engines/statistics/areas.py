"""Countries and areas as publishers of statistics write them, as the codes that we use.

ISO 3166-1 alpha-3; ``XKX`` for Kosovo, which ISO has not coded; the three digits of the United
Nations' own list for the one area that has no letters (the Channel Islands).
"""

from __future__ import annotations

from functools import cache

from corridor.core.codes.countries import COUNTRIES

KOSOVO = "XKX"
FORMER = {"ANT": "Netherlands Antilles"}
"""Areas that were counted once and are no more; figures of their time keep their code."""
CHANNEL_ISLANDS = "830"
_OTHER_CODES = {"KSV": KOSOVO, "UVK": KOSOVO, "XKX": KOSOVO, "ROM": "ROU", "ZAR": "COD"}

_UN_NAMES = {
    "Bolivia (Plurinational State of)": "BOL",
    "Brunei Darussalam": "BRN",
    "Cabo Verde": "CPV",
    "Channel Islands": CHANNEL_ISLANDS,
    "China, Hong Kong SAR": "HKG",
    "China, Macao SAR": "MAC",
    "China, Taiwan Province of China": "TWN",
    "Côte d'Ivoire": "CIV",
    "Dem. People's Republic of Korea": "PRK",
    "Democratic People's Republic of Korea": "PRK",
    "Falkland Islands (Malvinas)": "FLK",
    "Iran (Islamic Republic of)": "IRN",
    "Kosovo": KOSOVO,
    "Lao People's Democratic Republic": "LAO",
    "Micronesia (Fed. States of)": "FSM",
    "Micronesia (Federated States of)": "FSM",
    "Netherlands (Kingdom of the)": "NLD",
    "Republic of Korea": "KOR",
    "Republic of Moldova": "MDA",
    "Russian Federation": "RUS",
    "Saint Helena": "SHN",
    "Saint Vincent and the Grenadines": "VCT",
    "Sao Tome and Principe": "STP",
    "Sint Maarten (Dutch part)": "SXM",
    "State of Palestine": "PSE",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "United Republic of Tanzania": "TZA",
    "United States of America": "USA",
    "United States Virgin Islands": "VIR",
    "Venezuela (Bolivarian Republic of)": "VEN",
    "Viet Nam": "VNM",
    "Wallis and Futuna Islands": "WLF",
}
REGIONS = frozenset(
    {
        "World", "Africa", "Northern Africa", "Sub-Saharan Africa", "Eastern Africa",
        "Middle Africa", "Southern Africa", "Western Africa", "Asia", "Central Asia",
        "Eastern Asia", "Southern Asia", "South-Eastern Asia", "Western Asia", "Europe",
        "Eastern Europe", "Northern Europe", "Southern Europe", "Western Europe",
        "Latin America and the Caribbean", "Caribbean", "Central America", "South America",
        "Northern America", "Oceania", "Australia and New Zealand", "Melanesia", "Micronesia",
        "Polynesia",
    }
)  # fmt: skip
"""Sums of areas: counted beside their parts they would count everybody twice."""


def plain(name: str) -> str:
    """A name without the marks of footnotes."""
    return name.strip().rstrip("*").strip()


@cache
def _named() -> dict[str, str]:
    # "Micronesia" alone is the region to the United Nations; the state has its full name.
    usual = {entry.name: code for code, entry in COUNTRIES.items() if entry.name not in REGIONS}
    return usual | _UN_NAMES


def by_name(name: str) -> str | None:
    """The code of an area by a publisher's name for it, or None."""
    return _named().get(plain(name))


def by_code(code: str) -> str | None:
    """The code we use for a publisher's code, or None for an unknown one."""
    code = code.strip().upper()
    if code in COUNTRIES or code in FORMER:
        return code
    return _OTHER_CODES.get(code)


def by_number(digits: str) -> str | None:
    """The code of the United Nations' three digits, or None."""
    return _numbered().get(digits.strip().zfill(3))


@cache
def _numbered() -> dict[str, str]:
    found = {entry.numeric: code for code, entry in COUNTRIES.items()}
    return found | {CHANNEL_ISLANDS: CHANNEL_ISLANDS}


def name(code: str) -> str:
    """The English name of one of our codes; the code itself where there is none."""
    if code in COUNTRIES:
        return COUNTRIES[code].name
    other = {KOSOVO: "Kosovo", CHANNEL_ISLANDS: "Channel Islands", **FORMER}
    return other.get(code, code)
