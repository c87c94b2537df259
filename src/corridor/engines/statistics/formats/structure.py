"""The structure of a cube as an SDMX-ML 3.0 message: code lists, concepts, data structure.

It is what the data messages of the same version refer to. Dimensions whose codes SDMX allows as
identifiers are enumerated by code lists with the words of every language; others are text, and so
is the indicator, whose codes carry a version (``imw.stock@1.0``): its words stand with its concept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from corridor.engines.statistics.cube import COUNTS, FIGURES, FREE, QUALITIES, Cube
from corridor.engines.statistics.formats.sdmx import AGENCY, NAMES, PREPARED, identifier

Texts = Mapping[str, str]
_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_CODE = re.compile(r"[A-Za-z0-9_@$\-]+")
_STATUS: Mapping[str, Texts] = {
    FREE: {"en": "Free", "fr": "Libre", "ar": "متاح", "ne": "खुला"},
    "C": {"en": "Withheld", "fr": "Non diffusé", "ar": "محجوب", "ne": "रोकिएको"},
    "D": {"en": "Withheld to protect another", "fr": "Non diffusé pour en protéger un autre",
          "ar": "محجوب لحماية غيره", "ne": "अर्कोलाई जोगाउन रोकिएको"},
}  # fmt: skip
_QUALITY: Mapping[str, Texts] = {
    "reliable": {"en": "Reliable", "fr": "Fiable", "ar": "موثوق", "ne": "भरपर्दो"},
    "with_care": {"en": "Use with care", "fr": "À utiliser avec prudence",
                  "ar": "يُستخدم بحذر", "ne": "सावधानीसाथ प्रयोग गर्ने"},
    "unreliable": {"en": "Unreliable", "fr": "Peu fiable", "ar": "غير موثوق", "ne": "अविश्वसनीय"},
}  # fmt: skip
_TOLD: Mapping[str, Texts] = {
    "time": {"en": "Period", "fr": "Période", "ar": "الفترة", "ne": "अवधि"},
    "measure": {"en": "Indicator", "fr": "Indicateur", "ar": "المؤشر", "ne": "सूचक"},
    "value": {"en": "Figure", "fr": "Chiffre", "ar": "الرقم", "ne": "अङ्क"},
    "n": {"en": "Records behind it", "fr": "Enregistrements", "ar": "عدد السجلات",
          "ne": "अभिलेख संख्या"},
    "n_psu": {"en": "Sampling units behind it", "fr": "Unités de sondage"},
    "se": {"en": "Standard error", "fr": "Erreur type", "ar": "الخطأ المعياري",
           "ne": "मानक त्रुटि"},
    "low": {"en": "Lower end of the 95 % interval", "fr": "Borne basse de l'intervalle à 95 %"},
    "high": {"en": "Upper end of the 95 % interval", "fr": "Borne haute de l'intervalle à 95 %"},
    "cv": {"en": "Coefficient of variation", "fr": "Coefficient de variation"},
    "deff": {"en": "Design effect", "fr": "Effet de plan"},
    "df": {"en": "Degrees of freedom", "fr": "Degrés de liberté"},
    "quality": {"en": "Quality", "fr": "Qualité", "ar": "الجودة", "ne": "गुणस्तर"},
    "conf": {"en": "Whether it is published", "fr": "Statut de diffusion"},
    "note": {"en": "Note", "fr": "Note", "ar": "ملاحظة", "ne": "टिप्पणी"},
}  # fmt: skip


def sdmx_structure(
    cube: Cube, name: str, version: str, definition: Mapping[str, Any] | None = None
) -> bytes:
    """The structure message; ``definition`` gives titles and words where it has them."""
    return _Structure(cube, identifier(name), version, definition or {}).message().encode()


class _Structure:
    """One cube's structure. Every part is made in a fixed order."""

    def __init__(self, cube: Cube, name: str, version: str, definition: Mapping[str, Any]) -> None:
        self.cube, self.name, self.version, self.definition = cube, name, version, definition
        self.lists: dict[str, Mapping[str, Texts]] = {}
        for one in cube.dimensions:
            codes = cube.codes(one)
            if all(_CODE.fullmatch(code) for code in codes):
                self.lists[one] = {code: self.code(one, code) for code in codes}
        known = {"conf": _STATUS, "quality": {q: _QUALITY[q] for q in QUALITIES if q}}
        self.lists |= {one: known[one] for one in cube.used if one in known}

    def code(self, column: str, code: str) -> Texts:
        """A code in words: the definition's own, else those of the classification."""
        from corridor.engines.statistics.definitions import catalogue, describing

        own = _texts(self.definition.get("codes", {}).get(column, {}).get(code))
        variable = catalogue().variables.get(column)
        if variable is None:
            return own or {"en": code}
        return {**describing.word(variable, code), **own}

    def title(self, column: str) -> Texts:
        """A column in words."""
        from corridor.engines.statistics.definitions import catalogue

        own = _texts(self.definition.get("dimensions", {}).get(column))
        variable = catalogue().variables.get(column)
        standard = variable.title.texts if variable else _TOLD.get(column, {})
        return {"en": identifier(column), **standard, **own}

    def message(self) -> str:
        """All of it."""
        scheme, data = f"CS_{self.name}", self.urn("datastructure.DataStructure", self.name)
        title = _texts(self.definition.get("title")) or {"en": self.name}
        lists = "".join(self.codelist(one) for one in self.lists)
        concepts = "".join(self.concept(one) for one in self.columns)
        return (
            f"{_head(self.name)}\t<mes:Structures>\n"
            f"\t\t<str:Codelists>\n{lists}\t\t</str:Codelists>\n"
            "\t\t<str:ConceptSchemes>\n"
            f"\t\t\t<str:ConceptScheme {self.identity(scheme)}>\n{_named('Name', title)}{concepts}"
            "\t\t\t</str:ConceptScheme>\n\t\t</str:ConceptSchemes>\n"
            "\t\t<str:DataStructures>\n"
            f"\t\t\t<str:DataStructure {self.identity(self.name)} urn={quoteattr(data)}>\n"
            f"{_named('Name', title)}{_named('Description', self.counted())}{self.components()}"
            "\t\t\t</str:DataStructure>\n\t\t</str:DataStructures>\n\t</mes:Structures>\n"
            "</mes:Structure>\n"
        )

    @property
    def columns(self) -> list[str]:
        """Every column in the order of the data messages."""
        return [*self.cube.dimensions, "measure", "time", *self.cube.used]

    def counted(self) -> Texts:
        """How it is counted."""
        return _texts(self.definition.get("rule"))

    def identity(self, name: str) -> str:
        """What makes an artefact one of its own."""
        told = {"id": name, "agencyID": AGENCY, "version": self.version}
        return " ".join(f"{key}={quoteattr(value)}" for key, value in told.items())

    def urn(self, kind: str, name: str) -> str:
        """The name of an artefact of this version for everybody."""
        return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({self.version})"

    def codelist(self, column: str) -> str:
        """The codes of one column with their words."""
        codes = "".join(
            f"\t\t\t\t<str:Code id={quoteattr(code)}>\n{_named('Name', words)}\t\t\t\t</str:Code>\n"
            for code, words in self.lists[column].items()
        )
        return (
            f"\t\t\t<str:Codelist {self.identity(self.list_id(column))}>\n"
            f"{_named('Name', self.title(column))}{codes}\t\t\t</str:Codelist>\n"
        )

    def list_id(self, column: str) -> str:
        """How the code list of a column is called."""
        return f"CL_{self.name}_{component(column)}"

    def concept(self, column: str) -> str:
        """What a column means; of the indicator, what each of its codes does."""
        said: Texts = {}
        if column == "measure":
            measures = self.definition.get("measures", {})
            every = {code: _texts(measures.get(code)) for code in self.cube.codes(column)}
            known = sorted({language for words in every.values() for language in words})
            said = {one: _measures(every, one) for one in known}
        return (
            f"\t\t\t\t<str:Concept id={quoteattr(component(column))}>\n"
            f"{_named('Name', self.title(column))}{_named('Description', said)}"
            "\t\t\t\t</str:Concept>\n"
        )

    def components(self) -> str:
        """Dimensions, time, attributes of each observation, and the figure."""
        dimensions = [*self.cube.dimensions, "measure"]
        attributes = [one for one in self.cube.used if one != "value"]
        return (
            "\t\t\t\t<str:DataStructureComponents>\n"
            '\t\t\t\t\t<str:DimensionList id="DimensionDescriptor">\n'
            f"{''.join(self.dimension(*one) for one in enumerate(dimensions, 1))}"
            f"{self.part('TimeDimension', 'time')}\t\t\t\t\t</str:DimensionList>\n"
            '\t\t\t\t\t<str:AttributeList id="AttributeDescriptor">\n'
            f"{''.join(self.part('Attribute', one) for one in attributes)}"
            "\t\t\t\t\t</str:AttributeList>\n"
            '\t\t\t\t\t<str:MeasureList id="MeasureDescriptor">\n'
            f"{self.part('Measure', 'value')}\t\t\t\t\t</str:MeasureList>\n"
            "\t\t\t\t</str:DataStructureComponents>\n"
        )

    def dimension(self, position: int, column: str) -> str:
        """One dimension at its place in the key."""
        return self.part("Dimension", column, f' position="{position}"')

    def part(self, kind: str, column: str, more: str = "") -> str:
        """A component: its concept, how it is written, and what an attribute belongs to."""
        concept = f"{self.urn('conceptscheme.Concept', f'CS_{self.name}')}.{component(column)}"
        usage = ' usage="optional"' if kind in {"Attribute", "Measure"} else ""
        whole = (
            "<str:AttributeRelationship><str:Observation/></str:AttributeRelationship>"
            if kind == "Attribute"
            else ""
        )
        return (
            f"\t\t\t\t\t\t<str:{kind} id={quoteattr(component(column))}{usage}{more}>"
            f"<str:ConceptIdentity>{escape(concept)}</str:ConceptIdentity>"
            f"<str:LocalRepresentation>{self.written(column)}</str:LocalRepresentation>"
            f"{whole}</str:{kind}>\n"
        )

    def written(self, column: str) -> str:
        """A code list, a period, a number or text."""
        if column in self.lists:
            urn = self.urn("codelist.Codelist", self.list_id(column))
            return f"<str:Enumeration>{escape(urn)}</str:Enumeration>"
        kind = "ObservationalTimePeriod" if column == "time" else "String"
        if column in FIGURES:
            kind = "Integer" if column in COUNTS else "Double"
        return f'<str:TextFormat textType="{kind}"/>'


def component(column: str) -> str:
    """How the data messages call a column."""
    return NAMES.get(column) or identifier(column)


def _texts(given: Any) -> Texts:
    if isinstance(given, Mapping):
        return {str(code): str(text) for code, text in given.items() if text}
    return {"en": str(given)} if given else {}


def _measures(every: Mapping[str, Texts], language: str) -> str:
    return "; ".join(
        f"{code}: {words.get(language) or words.get('en', code)}" for code, words in every.items()
    )


def _named(tag: str, words: Texts) -> str:
    return "".join(_names(tag, words))


def _names(tag: str, words: Texts) -> Iterator[str]:
    for language in sorted(words, key=lambda one: (one != "en", one)):
        text = escape(words[language])
        yield f"\t\t\t\t<com:{tag} xml:lang={quoteattr(language)}>{text}</com:{tag}>\n"


def _head(name: str) -> str:
    spaces = {
        "mes": f"{_MESSAGE}/message",
        "str": f"{_MESSAGE}/structure",
        "com": f"{_MESSAGE}/common",
    }
    known = " ".join(f"xmlns:{short}={quoteattr(long)}" for short, long in spaces.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:Structure {known}>\n"
        "\t<mes:Header>\n"
        f"\t\t<mes:ID>{name}</mes:ID>\n"
        "\t\t<mes:Test>false</mes:Test>\n"
        f"\t\t<mes:Prepared>{PREPARED}</mes:Prepared>\n"
        f'\t\t<mes:Sender id="{AGENCY}"/>\n'
        "\t</mes:Header>\n"
    )
