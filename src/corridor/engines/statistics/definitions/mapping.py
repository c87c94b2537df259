"""A country's questionnaire translated into the standard variables: what a mapping file says.

    mapping: 1
    survey: Labour force survey
    country: NPL
    time: "2024"
    design: {weights: wt, strata: stratum, clusters: psu}
    variables:
      sex: {column: [q103, sex], codes: {1: M, 2: F}, missing: [9]}
      age: {column: q104, missing: [998]}
      earnings_hour: {column: e7, times: 0.01}
      foreign_citizen: {column: q110, codes: {NPL: "no"}, other: "yes"}
      usual_resident: {always: "yes"}
    options: {working_age: "16"}
    spells: {person: pid, began: start, destination: dest}

Several names under ``column`` are those of different rounds; a round has one of them.
``spells`` is for a file with one row a job abroad, of which one a person counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corridor.core.problems import Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.specs.tree import Block, Rows, line_of
from corridor.engines.statistics.definitions.codelists import meaning
from corridor.engines.statistics.definitions.model import Catalogue, Variable
from corridor.engines.statistics.definitions.reading import Reader, read_block

_ROOT = ("mapping", "survey", "country", "time", "design", "options", "spells", "variables")
_SPELLS = ("person", "began", "destination")
_RULE = ("column", "codes", "other", "missing", "times", "always")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one standard variable is found. ``line`` is where the mapping file says so.

    ``codes`` maps the answer as written to our code; ``other`` is the code of every answer not
    named; ``times`` brings a number to the unit of the variable.
    """

    variable: str
    columns: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    other: str = ""
    missing: frozenset[str] = frozenset()
    times: float = 1.0
    always: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole mapping file. ``design`` is as in a plan of ``corridor stats estimate``."""

    file: str
    survey: str
    country: str
    time: str
    rules: Mapping[str, Rule]
    design: Mapping[str, Any]
    options: Mapping[str, str]
    spells: Mapping[str, str] = field(default_factory=dict)


def read_mapping(path: Path, known: Catalogue) -> Questionnaire:
    """The mapping in a YAML file. Raises ``Problems`` with everything that is wrong in it."""
    reader = Reader(str(path))
    root = read_block(path)
    reader.only(root, _ROOT)
    reader.choice(root, "mapping", ("1",))
    rules: dict[str, Rule] = {}
    for name, node in reader.block(root, "variables").items():
        rule = _rule(reader, name, node, known)
        if rule is not None:
            rules[name] = rule
    if not rules:
        reader.lacking(root, "variables")
    options = _options(reader, reader.block(root, "options"), known)
    spells = reader.block(root, "spells")
    if spells:
        reader.only(spells, _SPELLS)
    found = Questionnaire(
        file=str(path),
        survey=reader.text(root, "survey", ""),
        country=reader.text(root, "country", ""),
        time=reader.text(root, "time"),
        rules=rules,
        design=plain(reader.block(root, "design")),
        options=options,
        spells={name: reader.text(spells, name) for name in _SPELLS} if spells else {},
    )
    raise_all(reader.problems)
    return found


def _options(reader: Reader, block: Block, known: Catalogue) -> dict[str, str]:
    """The survey's own choices, which hold for every indicator that has the option."""
    found = {name: reader.text(block, name) for name in block}
    for name, value in found.items():
        option = known.options.get(name)
        if option is None:
            reader.wrong(block[name], name, ", ".join(known.options))
        elif not option.allows(value):
            reader.wrong(block[name], name, option.allowed)
    return found


def _rule(reader: Reader, name: str, node: Any, known: Catalogue) -> Rule | None:
    variable = known.variables.get(name)
    if variable is None or variable.derived is not None:
        said = N_("There is no standard variable “{found}”.")
        if variable is not None:
            said = N_("“{found}” follows from other variables and is not mapped.")
        reader.refuse(
            "mapping.variable",
            sentence(said, found=name),
            node,
            name,
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=_mappable(known)),
        )
        return None
    if not isinstance(node, Block):
        reader.wrong(node, name, "{column: …}")
        return None
    reader.only(node, _RULE)
    if ("column" in node) == ("always" in node):
        reader.wrong(node, name, "column | always")
    codes = reader.block(node, "codes")
    rule = Rule(
        variable=name,
        columns=_columns(reader, node),
        codes={answer: reader.text(codes, answer) for answer in codes},
        other=reader.text(node, "other", ""),
        missing=frozenset(reader.words(node, "missing")),
        times=_times(reader, node),
        always=reader.text(node, "always", ""),
        line=line_of(node),
    )
    _standard(reader, node, rule, variable)
    return rule


def _mappable(known: Catalogue) -> str:
    return ", ".join(name for name, one in known.variables.items() if one.derived is None)


def _columns(reader: Reader, node: Block) -> tuple[str, ...]:
    if isinstance(node.get("column"), Rows):
        return reader.words(node, "column")
    return (reader.text(node, "column"),) if "column" in node else ()


def _times(reader: Reader, node: Block) -> float:
    found = reader.decimal(node, "times")
    if found is not None and found <= 0:
        reader.wrong(node["times"], "times", "0.01")
    return 1.0 if found is None else found


def _standard(reader: Reader, node: Block, rule: Rule, variable: Variable) -> None:
    """Every code on our side must be one of the variable's."""
    wanted = [*rule.codes.values(), *(code for code in (rule.other, rule.always) if code)]
    if variable.kind != "code":
        if rule.codes or rule.other:
            reader.wrong(node.get("codes", node), "codes", "times")
        return
    for code in wanted:
        if meaning(variable, code) != code:
            reader.refuse(
                "mapping.target",
                sentence(N_("{variable} has no code “{found}”."), variable=rule.variable,
                         found=code),
                node,
                rule.variable,
                remedy=sentence(N_("Choose one of: {kinds}."), kinds=_kinds(variable)),
                found=code,
            )  # fmt: skip


def _kinds(variable: Variable) -> str:
    return ", ".join(variable.codes) if variable.codes else variable.list.upper()


def plain(node: Any) -> Any:
    """A tree of YAML as ordinary mappings, lists and texts."""
    if isinstance(node, dict):
        return {str(name): plain(part) for name, part in node.items()}
    return [plain(part) for part in node] if isinstance(node, list) else str(node)


def absent(mapping: Questionnaire, variables: tuple[str, ...], known: Catalogue) -> list[Problem]:
    """What a figure needs and the mapping does not give, one problem each."""
    from corridor.core.problems import BadInput

    return [
        BadInput(
            "mapping.absent",
            sentence(N_("The mapping does not say where {variable} is asked."), variable=name),
            remedy=sentence(
                N_("Add it under “variables”: {title}."), title=known.variables[name].title.en
            ),
            place=Place(file=mapping.file, field=name),
            expected=name,
        )
        for name in variables
        if name not in mapping.rules and known.variables[name].derived is None
    ]
