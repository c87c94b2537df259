"""The catalogue of definitions: every file of a folder, read once, all mistakes told together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corridor.core.canonical import canonical
from corridor.core.problems import NotFound, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.specs.tree import Block, Text
from corridor.engines.statistics.definitions.checking import Draft, checked
from corridor.engines.statistics.definitions.model import (
    ESTIMATORS,
    UNITS,
    Catalogue,
    Indicator,
    Label,
    Option,
    Population,
    Register,
    Standard,
    Variable,
)
from corridor.engines.statistics.definitions.reading import Reader, read_block

PACKAGED = Path(__file__).parent / "specs"
FINEST = ("world_region", "region", "district")
LISTS = ("country", "isco", "isic", "text")
_ROOT = ("standards", "options", "variables", "populations", "indicators", "registers")
_OPTION = ("id", "title", "default", "choices", "least", "most")
_VARIABLE = ("id", "title", "kind", "codes", "list", "same", "least", "most", "derived")
_POPULATION = ("id", "version", "title", "standard", "when", "counting", "absent")
_INDICATOR = (
    "id", "version", "title", "theme", "unit", "standard", "estimator", "sources", "population",
    "numerator", "denominator", "at", "scale", "period", "breakdowns", "options", "counting",
    "absent", "finest", "always",
)  # fmt: skip
_REGISTER = (
    "id", "version", "title", "unit", "date", "counting", "absent", "not", "dimensions", "person",
    "left_out",
)  # fmt: skip
_NOBODY = Standard("", "", "")


def load(*folders: Path) -> Catalogue:
    """The catalogue of folders of specifications, together; without any, those of the software.

    A country's own folder may speak of everything the software's defines and may not define it
    again. Raises ``Problems``: all of all files; ``NotFound`` for a folder without any.
    """
    problems: list[Problem] = []
    files: list[tuple[Reader, Block]] = []
    for path in _paths(folders or (PACKAGED,)):
        try:
            files.append((Reader(path.name), read_block(path)))
        except Problem as problem:
            problems += [one.at(file=path.name) for one in problem.problems]
    draft = Draft()
    for reader, root in files:
        reader.only(root, _ROOT)
    for part, read in _PARTS.items():
        for reader, root in files:
            read(reader, root, draft)
        if part == "variables":
            draft.population_ids = frozenset(_ids(files))
    checked(files, draft)
    problems += [problem for reader, _ in files for problem in reader.problems]
    raise_all(problems)
    return Catalogue(
        variables=draft.variables,
        options=draft.options,
        populations=draft.populations,
        indicators=draft.indicators,
        registers=draft.registers,
        sources=draft.sources,
    )


def _paths(folders: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for folder in folders:
        files = sorted(folder.glob("*.yaml"))
        if not files:
            raise NotFound(
                "definition.folder",
                sentence(N_("The folder {name} holds no definitions."), name=str(folder)),
                remedy=sentence(N_("Give a folder with files that end in .yaml.")),
                place=Place(file=str(folder)),
            )
        found += files
    return found


@cache
def catalogue() -> Catalogue:
    """The definitions that come with the software."""
    return load()


def _ids(files: list[tuple[Reader, Block]]) -> Iterator[str]:
    for _, root in files:
        for block in root.get("populations") or ():
            if isinstance(block, Block) and isinstance(block.get("id"), Text):
                yield str(block["id"])


def _named(reader: Reader, root: Block, part: str, draft: Mapping[str, Any]) -> Iterator[Block]:
    """The blocks of a list; an id that stands twice is a mistake."""
    for block in reader.blocks(root, part):
        if str(block.get("id", "")) in draft:
            reader.refuse(
                "definition.twice",
                sentence(N_("“{found}” is defined twice."), found=str(block["id"])),
                block["id"],
                "id",
                remedy=sentence(N_("Keep one of the two.")),
            )
        else:
            yield block


def _standards(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "standards", draft.standards):
        reader.only(block, ("id", "name", "version", "document"))
        draft.standards[reader.text(block, "id")] = Standard(
            reader.text(block, "name"),
            reader.text(block, "version"),
            reader.text(block, "document"),
        )


def _options(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "options", draft.options):
        reader.only(block, _OPTION)
        one = Option(
            id=reader.text(block, "id"),
            title=reader.label(block, "title"),
            default=reader.text(block, "default"),
            choices=reader.words(block, "choices"),
            least=reader.whole(block, "least", 0),
            most=reader.whole(block, "most", 0),
        )
        if not one.allows(one.default):
            reader.wrong(block.get("default", block), "default", one.allowed)
        draft.options[one.id] = one


def _variables(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "variables", draft.variables):
        reader.only(block, _VARIABLE)
        codes = reader.block(block, "codes")
        one = Variable(
            id=reader.text(block, "id"),
            title=reader.label(block, "title"),
            kind=reader.choice(block, "kind", ("code", "integer", "number")),
            codes={str(code): reader.label(codes, code) for code in codes},
            list=reader.choice(block, "list", LISTS) if "list" in block else "",
            same={name: str(code) for name, code in reader.block(block, "same").items()},
            least=reader.decimal(block, "least"),
            most=reader.decimal(block, "most"),
            derived=block.get("derived"),
        )
        draft.variables[one.id] = one
        draft.sources[one.id] = _source(block)


def _populations(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "populations", draft.populations):
        reader.only(block, _POPULATION)
        one = Population(
            id=reader.text(block, "id"),
            version=reader.text(block, "version"),
            title=reader.label(block, "title"),
            standard=_standard(reader, block, draft),
            when=block.get("when"),
            counting=reader.label(block, "counting"),
            absent=reader.label(block, "absent"),
        )
        draft.populations[one.id] = one
        draft.sources[one.id] = _source(block)


def _standard(reader: Reader, block: Block, draft: Draft) -> Standard:
    name = reader.text(block, "standard")
    if name and name not in draft.standards:
        reader.wrong(block["standard"], "standard", ", ".join(draft.standards))
    return draft.standards.get(name, _NOBODY)


def _indicators(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "indicators", draft.indicators):
        reader.only(block, _INDICATOR)
        one = _indicator(reader, block, draft)
        draft.indicators[one.id] = one
        draft.sources[one.id] = _source(block)


def _indicator(reader: Reader, block: Block, draft: Draft) -> Indicator:
    return Indicator(
        id=reader.text(block, "id"),
        version=reader.text(block, "version"),
        title=reader.label(block, "title"),
        theme=reader.text(block, "theme"),
        unit=reader.choice(block, "unit", UNITS),  # type: ignore[arg-type]
        standard=_standard(reader, block, draft),
        estimator=reader.choice(block, "estimator", ESTIMATORS),
        sources=reader.words(block, "sources"),
        population=reader.text(block, "population", ""),
        numerator=block.get("numerator"),
        denominator=block.get("denominator"),
        at=tuple(float(one) for one in reader.words(block, "at") if _fraction(reader, block, one)),
        scale=reader.whole(block, "scale", 1),
        period=reader.label(block, "period"),
        breakdowns=reader.words(block, "breakdowns"),
        options=reader.words(block, "options"),
        counting=reader.label(block, "counting"),
        absent=reader.label(block, "absent"),
        finest=reader.choice(block, "finest", FINEST) if "finest" in block else "",
        always=reader.words(block, "always"),
    )


def _fraction(reader: Reader, block: Block, text: str) -> bool:
    try:
        fine = 0 < float(text) < 1
    except ValueError:
        fine = False
    if not fine:
        reader.wrong(block["at"], "at", "[0.25, 0.5, 0.75]")
    return fine


def _registers(reader: Reader, root: Block, draft: Draft) -> None:
    for block in _named(reader, root, "registers", draft.registers):
        reader.only(block, _REGISTER)
        left_out = reader.block(block, "left_out")
        one = Register(
            id=reader.text(block, "id"),
            version=reader.text(block, "version"),
            title=reader.label(block, "title"),
            unit=reader.choice(block, "unit", UNITS),  # type: ignore[arg-type]
            date=reader.text(block, "date"),
            counting=reader.label(block, "counting"),
            absent=reader.label(block, "absent"),
            not_=reader.words(block, "not"),
            dimensions=reader.words(block, "dimensions"),
            person=reader.text(block, "person", ""),
            left_out={name: reader.words(left_out, name) for name in left_out},
        )
        draft.registers[one.id] = one
        draft.sources[f"register.{one.id}"] = _source(block)


_PARTS: Mapping[str, Callable[[Reader, Block, Draft], None]] = {
    "standards": _standards,
    "options": _options,
    "variables": _variables,
    "populations": _populations,
    "indicators": _indicators,
    "registers": _registers,
}


def _source(block: Block) -> str:
    """The parts of a specification that decide its figure, as one canonical text."""
    return canonical(_plain({k: v for k, v in block.items() if k != "title"})).decode()


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        if "en" in node:  # of a text in several languages, the one that the others follow
            return str(node["en"])
        return {str(name): _plain(part) for name, part in node.items()}
    return [_plain(part) for part in node] if isinstance(node, list) else str(node)


def texts(found: Catalogue | None = None) -> Iterator[str]:
    """Every English text of the definitions, for the translators."""
    known = found or catalogue()
    for one in known.indicators.values():
        yield from _said(one.title, one.period, one.counting, one.absent)
    for people in known.populations.values():
        yield from _said(people.title, people.counting, people.absent)
    for register in known.registers.values():
        yield from _said(register.title, register.counting, register.absent)
    for option in known.options.values():
        yield from _said(option.title)
    for variable in known.variables.values():
        yield from _said(variable.title, *variable.codes.values())


def _said(*labels: Label) -> Iterator[str]:
    for label in labels:
        if label.en and not {"ar", "ne"} <= set(label.texts):
            yield label.en
