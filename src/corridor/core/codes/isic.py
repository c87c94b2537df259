"""ISIC rev. 4: what an employer does. 21 sections, 88 divisions.

Codes are those of the United Nations Statistics Division; the titles are our own, shortened.
"""

from __future__ import annotations

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

SECTIONS: dict[str, str] = {
    "A": N_("Agriculture, forestry and fishing"),
    "B": N_("Mining and quarrying"),
    "C": N_("Manufacturing"),
    "D": N_("Electricity and gas supply"),
    "E": N_("Water, sewerage and waste"),
    "F": N_("Construction"),
    "G": N_("Trade and vehicle repair"),
    "H": N_("Transport and storage"),
    "I": N_("Hotels and restaurants"),
    "J": N_("Information and communication"),
    "K": N_("Finance and insurance"),
    "L": N_("Real estate"),
    "M": N_("Professional and technical services"),
    "N": N_("Administrative and support services"),
    "O": N_("Public administration and defence"),
    "P": N_("Education"),
    "Q": N_("Health and social work"),
    "R": N_("Arts, sport and recreation"),
    "S": N_("Other services"),
    "T": N_("Households as employers"),
    "U": N_("International organisations"),
}
"""Section letter to English title, marked for translation."""

DIVISIONS: dict[str, tuple[str, str]] = {
    "01": ("A", N_("Crops, animals and hunting")),
    "02": ("A", N_("Forestry and logging")),
    "03": ("A", N_("Fishing and fish farming")),
    "05": ("B", N_("Coal and lignite mining")),
    "06": ("B", N_("Oil and gas extraction")),
    "07": ("B", N_("Metal ore mining")),
    "08": ("B", N_("Other mining and quarrying")),
    "09": ("B", N_("Services to mining")),
    "10": ("C", N_("Food")),
    "11": ("C", N_("Beverages")),
    "12": ("C", N_("Tobacco")),
    "13": ("C", N_("Textiles")),
    "14": ("C", N_("Clothing")),
    "15": ("C", N_("Leather and footwear")),
    "16": ("C", N_("Wood, cork and basketry")),
    "17": ("C", N_("Paper")),
    "18": ("C", N_("Printing and copying of recordings")),
    "19": ("C", N_("Coke and refined oil")),
    "20": ("C", N_("Chemicals")),
    "21": ("C", N_("Medicines")),
    "22": ("C", N_("Rubber and plastics")),
    "23": ("C", N_("Glass, ceramics, cement and stone")),
    "24": ("C", N_("Basic metals")),
    "25": ("C", N_("Metal products")),
    "26": ("C", N_("Computers, electronics and optics")),
    "27": ("C", N_("Electrical equipment")),
    "28": ("C", N_("Machinery")),
    "29": ("C", N_("Motor vehicles and trailers")),
    "30": ("C", N_("Ships, aircraft, trains and other transport equipment")),
    "31": ("C", N_("Furniture")),
    "32": ("C", N_("Other manufacturing")),
    "33": ("C", N_("Repair and installation of machinery")),
    "35": ("D", N_("Electricity, gas, steam and cooling")),
    "36": ("E", N_("Water supply")),
    "37": ("E", N_("Sewerage")),
    "38": ("E", N_("Waste collection and recovery")),
    "39": ("E", N_("Clean-up and other waste services")),
    "41": ("F", N_("Buildings")),
    "42": ("F", N_("Civil engineering")),
    "43": ("F", N_("Specialised building trades")),
    "45": ("G", N_("Sale and repair of motor vehicles")),
    "46": ("G", N_("Wholesale")),
    "47": ("G", N_("Retail")),
    "49": ("H", N_("Land transport and pipelines")),
    "50": ("H", N_("Water transport")),
    "51": ("H", N_("Air transport")),
    "52": ("H", N_("Warehousing and transport support")),
    "53": ("H", N_("Post and couriers")),
    "55": ("I", N_("Accommodation")),
    "56": ("I", N_("Food and drink service")),
    "58": ("J", N_("Publishing")),
    "59": ("J", N_("Film, television and music production")),
    "60": ("J", N_("Broadcasting")),
    "61": ("J", N_("Telecommunications")),
    "62": ("J", N_("Programming and computer consultancy")),
    "63": ("J", N_("Information services")),
    "64": ("K", N_("Banking and other finance")),
    "65": ("K", N_("Insurance and pension funds")),
    "66": ("K", N_("Services to finance and insurance")),
    "68": ("L", N_("Real estate")),
    "69": ("M", N_("Law and accounting")),
    "70": ("M", N_("Head offices and management consultancy")),
    "71": ("M", N_("Architecture, engineering and testing")),
    "72": ("M", N_("Research and development")),
    "73": ("M", N_("Advertising and market research")),
    "74": ("M", N_("Other professional services")),
    "75": ("M", N_("Veterinary services")),
    "77": ("N", N_("Rental and leasing")),
    "78": ("N", N_("Recruitment and staffing")),
    "79": ("N", N_("Travel agencies and tours")),
    "80": ("N", N_("Security and investigation")),
    "81": ("N", N_("Cleaning, building services and landscaping")),
    "82": ("N", N_("Office and business support")),
    "84": ("O", N_("Public administration, defence and compulsory social security")),
    "85": ("P", N_("Education")),
    "86": ("Q", N_("Health care")),
    "87": ("Q", N_("Residential care")),
    "88": ("Q", N_("Social work without accommodation")),
    "90": ("R", N_("Creative arts and entertainment")),
    "91": ("R", N_("Libraries, archives and museums")),
    "92": ("R", N_("Gambling")),
    "93": ("R", N_("Sport and amusement")),
    "94": ("S", N_("Membership organisations")),
    "95": ("S", N_("Repair of computers and household goods")),
    "96": ("S", N_("Other personal services")),
    "97": ("T", N_("Domestic workers employed by households")),
    "98": ("T", N_("Households producing for own use")),
    "99": ("U", N_("Embassies and international organisations")),
}
"""Two-digit division to its section and its English title, marked for translation."""


def section(division: str) -> str:
    """The section letter of a two-digit division. Raises ``BadInput`` ``code.isic``."""
    try:
        return DIVISIONS[division][0]
    except (KeyError, TypeError):
        raise BadInput(
            "code.isic",
            sentence(N_("“{found}” is not a line of business in ISIC."), found=division),
            remedy=sentence(N_("Write the two digits of a division, such as 41 or 97.")),
            expected="ISIC rev. 4",
            found=division,
        ) from None


def title(code: str) -> str:
    """English title of a section or a division. Raises ``BadInput`` ``code.isic``."""
    if code in tuple(SECTIONS):
        return SECTIONS[code]
    section(code)
    return DIVISIONS[code][1]


def counts() -> dict[str, int]:
    """How many sections and divisions there are."""
    return {"sections": len(SECTIONS), "divisions": len(DIVISIONS)}
