"""Reads folders of law files into packs, noting every problem with file, line and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.engines.law.clauses import ClauseList, read_clauses, read_fee_items, read_mandatory
from corridor.engines.law.model import Agreement, Clause, Corridor, FeeItem, Jurisdiction, Parameter
from corridor.engines.law.places import read_agreement, read_corridor, read_jurisdiction
from corridor.engines.law.procedures import (
    ProcedureFile,
    SharedSteps,
    read_procedure,
    read_steps,
)
from corridor.engines.law.schema import Reader
from corridor.engines.law.values import read_values
from corridor.engines.specs.tree import Block, Text, read


@dataclass
class Pack:
    """Everything one folder of law files holds."""

    parameters: list[Parameter] = field(default_factory=list)
    jurisdictions: list[Jurisdiction] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    corridors: list[Corridor] = field(default_factory=list)
    procedures: list[ProcedureFile] = field(default_factory=list)
    steps: dict[str, SharedSteps] = field(default_factory=dict)
    clauses: list[Clause] = field(default_factory=list)
    mandatory: list[ClauseList] = field(default_factory=list)
    fee_items: list[FeeItem] = field(default_factory=list)
    cases: list[tuple[str, Block]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def files(folder: Path, cases: bool = True) -> Iterator[Path]:
    """Every YAML file under a folder, in order; on demand without the worked cases."""
    for path in sorted(folder.rglob("*.yaml")):
        if cases or "cases" not in path.relative_to(folder).parts:
            yield path


def load(paths: list[Path], root: Path, pack: Pack | None = None) -> Pack:
    """Read law files into a pack. Problems are collected, not raised."""
    pack = pack or Pack()
    # Shared steps first: the procedures beside them build on them.
    for path in sorted(paths, key=lambda path: (path.name != "steps.yaml", path)):
        name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        reader = Reader(name)
        try:
            tree = read(path, name)
        except Problem as problem:
            pack.problems.append(problem)
            continue
        if isinstance(tree, Block):
            _read(reader, tree, pack)
        else:
            reader.wrong(tree, "kind", N_("named fields"))
        pack.problems += reader.problems
    return pack


def _read(reader: Reader, tree: Block, pack: Pack) -> None:
    kind = reader.choice(tree, "kind", KINDS)
    if not isinstance(tree.get("kind"), Text):
        return
    if kind == "steps":
        shared = read_steps(reader, tree)
        pack.steps[shared.corridor] = shared
    elif kind == "procedure":
        pack.procedures.append(read_procedure(reader, tree, pack.steps))
    elif kind == "cases":
        pack.cases.append((reader.file, tree))
    elif kind in LISTS:
        many, name = LISTS[kind]
        getattr(pack, name).extend(many(reader, tree))
    else:
        one, name = HEADS[kind]
        getattr(pack, name).append(one(reader, tree))


Many = Callable[[Reader, Block], list[Any]]
One = Callable[[Reader, Block], Any]

# kind of file -> its reader, and where in the pack it belongs
LISTS: dict[str, tuple[Many, str]] = {
    "values": (read_values, "parameters"),
    "clauses": (read_clauses, "clauses"),
    "fee_items": (read_fee_items, "fee_items"),
}
HEADS: dict[str, tuple[One, str]] = {
    "jurisdiction": (read_jurisdiction, "jurisdictions"),
    "agreement": (read_agreement, "agreements"),
    "corridor": (read_corridor, "corridors"),
    "mandatory": (read_mandatory, "mandatory"),
}
KINDS = (*LISTS, *HEADS, "steps", "procedure", "cases")
