"""Reads a specification from YAML; every fault at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.specs import tree
from corridor.engines.statistics.cube import RESERVED
from corridor.engines.statistics.moments import spec as model
from corridor.engines.statistics.moments.spec import (
    Condition,
    Design,
    Dimension,
    Indicator,
    Number,
    Spec,
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,31}")
_CONFIDENCE = re.compile(r"0\.\d{1,6}")
_TESTS = ("in", "not_in", "min", "max")
_TOP = {
    "tables", "id", "version", "design", "variables", "populations", "indicators",
    "dimensions", "breakdowns", "confidence", "time",
}  # fmt: skip
_DESIGN = {"weight", "strata", "psu", "fpc", "lonely", "zero_weights"}
_NUMBER = {"column", "scale", "rounding", "missing"}


def read(path: Path) -> Spec:
    """The specification in a file. Raises ``BadInput`` with every fault, ``OSError`` if unread."""
    return parse(tree.read(path, path.name), path.name)


def parse(given: Any, name: str = "") -> Spec:
    """The specification in a tree of ``engines.law.tree``. Raises ``BadInput``."""
    reader = _Reader(name)
    found = reader.spec(given)
    raise_all(reader.faults)
    return found


class _Reader:
    """Reads one file and remembers what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Problem] = []

    def fault(self, node: object, field: str, message: Sentence, remedy: Sentence) -> None:
        place = Place(file=self.file or None, line=tree.line_of(node), field=field)
        self.faults.append(BadInput("moments.spec", message, remedy=remedy, place=place))

    def spec(self, given: Any) -> Spec:
        top = self.block(given, "", _TOP)
        if self.text(top, "tables", "") != model.FORMAT:
            words = sentence(N_("This is not a specification of tables."))
            remedy = sentence(N_("Begin it with {first}."), first=f"tables: {model.FORMAT}")
            self.fault(given, "tables", words, remedy)
        variables = self.each(top, "variables", self.number)
        populations = self.each(top, "populations", self.conditions)
        for name in sorted(set(variables) & set(populations)):
            words = sentence(N_("“{name}” is a variable and a population."), name=name)
            node = top["populations"][name]
            self.fault(node, name, words, sentence(N_("Give one of them another name.")))
        dimensions = self.each(top, "dimensions", self.dimension)
        for name in sorted(set(dimensions) & set(RESERVED)):
            words = sentence(N_("“{name}” is a column of every table."), name=name)
            self.fault(
                top["dimensions"], name, words, sentence(N_("Name the dimension otherwise."))
            )
        known = {*variables, *populations}
        return Spec(
            id=self.pattern(top, "id", _ID),
            version=self.pattern(top, "version", _VERSION),
            design=self.design(top.get("design", tree.Block())),
            variables=variables,
            populations=populations,
            indicators=self.indicators(top, known, set(populations)),
            dimensions=dimensions,
            breakdowns=self.breakdowns(top, set(dimensions)),
            confidence=self.pattern(top, "confidence", _CONFIDENCE, "0.95"),
            time=self.text(top, "time", ""),
        )

    def design(self, given: Any) -> Design:
        block = self.block(given, "design", _DESIGN)
        weight = block.get("weight")
        if isinstance(weight, str):
            weight = tree.Block(column=weight)
        return Design(
            weight=self.number(weight, "design.weight") if weight else None,
            strata=self.text(block, "strata", "") or None,
            psu=self.text(block, "psu", "") or None,
            fpc=self.text(block, "fpc", "") or None,
            lonely=self.choice(block, "lonely", model.LONELY),
            zero_weights=self.choice(block, "zero_weights", ("refuse", "keep")),
        )

    def number(self, given: Any, field: str) -> Number:
        block = self.block(given, field, _NUMBER)
        return Number(
            column=self.text(block, "column", field.rpartition(".")[2]),
            scale=self.whole(block, "scale", 0, model.HIGHEST_SCALE),
            rounding=self.choice(block, "rounding", model.ROUNDINGS),
            missing=self.choice(block, "missing", ("refuse", "leave_out")),
        )

    def conditions(self, given: Any, field: str) -> tuple[Condition, ...]:
        rows = given if isinstance(given, list) else [given]
        found = []
        for row in rows:
            block = self.block(row, field, {"column", *_TESTS})
            tests = [name for name in _TESTS if name in block]
            if "column" not in block or not tests:
                words = sentence(N_("A condition needs a column and one of: {tests}."),
                                 tests=", ".join(_TESTS))  # fmt: skip
                remedy = sentence(N_("Write, for example: {example}."),
                                  example="{column: age, min: 15}")  # fmt: skip
                self.fault(row, field, words, remedy)
                continue
            column = self.text(block, "column", "")
            found += [Condition(column, test, self.values(block, test, field)) for test in tests]
        return tuple(found)

    def values(self, block: tree.Block, test: str, field: str) -> tuple[str, ...]:
        given = block[test]
        values = tuple(str(one) for one in (given if isinstance(given, list) else [given]))
        if test in ("min", "max"):
            plain = len(values) == 1 and re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", values[0])
            if not plain:
                words = sentence(N_("The bound “{found}” is no number."), found=", ".join(values))
                self.fault(given, field, words, sentence(N_("Write one decimal number.")))
                return ("0",)
        return values

    def dimension(self, given: Any, field: str) -> Dimension:
        block = self.block(given, field, {"column", "levels", "missing"})
        levels = block.get("levels", tree.Block())
        if isinstance(levels, list):
            levels = {str(one): str(one) for one in levels}
        if not isinstance(levels, Mapping):
            self.unreadable(levels, f"{field}.levels")
            levels = {}
        for code in levels.values():
            if code in ("", "_T"):
                words = sentence(N_("“{found}” cannot be the code of a level."), found=str(code))
                remedy = sentence(N_("_T is the total; choose another code."))
                self.fault(code, f"{field}.levels", words, remedy)
        return Dimension(
            column=self.text(block, "column", field.rpartition(".")[2]),
            levels={str(key): str(value) for key, value in levels.items()},
            missing=self.text(block, "missing", "refuse") or "refuse",
        )

    def indicators(
        self, top: tree.Block, known: set[str], populations: set[str]
    ) -> tuple[Indicator, ...]:
        rows = top.get("indicators", tree.Rows())
        if not isinstance(rows, list) or not rows:
            words = sentence(N_("The specification names no indicator."))
            self.fault(rows, "indicators", words, sentence(N_("List at least one.")))
            return ()
        found = [self.indicator(row, known, populations) for row in rows]
        ids = [one.id for one in found]
        for name in sorted({one for one in ids if ids.count(one) > 1}):
            words = sentence(N_("The indicator “{name}” stands there twice."), name=name)
            self.fault(rows, "indicators", words, sentence(N_("Keep one of them.")))
        return tuple(found)

    def indicator(self, row: Any, known: set[str], populations: set[str]) -> Indicator:
        block = self.block(row, "indicators", {"id", "kind", "of", "over", "where", "per"})
        found = Indicator(
            id=self.pattern(block, "id", _ID),
            kind=self.choice(block, "kind", model.KINDS, needed=True),
            of=self.text(block, "of", ""),
            over=self.text(block, "over", ""),
            where=self.text(block, "where", ""),
            per=self.whole(block, "per", 1, 10**9) or 1,
        )
        for field, names in (("of", known), ("over", known), ("where", populations)):
            name = getattr(found, field)
            if name and name not in names:
                words = sentence(N_("“{name}” is not defined in this specification."), name=name)
                remedy = sentence(N_("Known are: {names}."), names=", ".join(sorted(names)) or "-")
                self.fault(block.get(field, row), f"{found.id}.{field}", words, remedy)
        self.fitting(found, row)
        return found

    def fitting(self, one: Indicator, node: Any) -> None:
        if one.kind in ("ratio", "rate") and not one.over:
            words = sentence(N_("The {kind} “{name}” says not over what."),
                             kind=one.kind, name=one.id)  # fmt: skip
            self.fault(node, one.id, words, sentence(N_("Name it with over:.")))
        if one.kind in ("total", "mean") and one.over:
            words = sentence(N_("The {kind} “{name}” has no over:."), kind=one.kind, name=one.id)
            self.fault(node, one.id, words, sentence(N_("Make it a ratio, or take over: out.")))
        if one.kind == "mean" and not one.of:
            words = sentence(N_("The mean “{name}” says not of what."), name=one.id)
            self.fault(node, one.id, words, sentence(N_("Name a variable with of:.")))

    def breakdowns(self, top: tree.Block, known: set[str]) -> tuple[tuple[str, ...], ...]:
        rows = top.get("breakdowns", tree.Rows([tree.Rows()]))
        found: list[tuple[str, ...]] = []
        for row in rows if isinstance(rows, list) else [rows]:
            names = tuple(str(one) for one in (row if isinstance(row, list) else [row]))
            for name in names:
                if name not in known:
                    words = sentence(N_("The breakdown names “{name}”, which is no dimension."),
                                     name=name)  # fmt: skip
                    remedy = sentence(N_("Known are: {names}."),
                                      names=", ".join(sorted(known)) or "-")  # fmt: skip
                    self.fault(row, "breakdowns", words, remedy)
            if len(set(names)) < len(names) or sorted(names) in [sorted(one) for one in found]:
                words = sentence(N_("A breakdown stands there twice: {names}."),
                                 names=", ".join(names) or "-")  # fmt: skip
                self.fault(row, "breakdowns", words, sentence(N_("Keep one of them.")))
            found.append(names)
        return tuple(found)

    def each(self, top: tree.Block, field: str, read: Any) -> dict[str, Any]:
        block = self.block(top.get(field, tree.Block()), field, None)
        for name in block:
            if not _ID.fullmatch(name):
                words = sentence(N_("“{name}” is no name."), name=name)
                remedy = sentence(N_("Use letters, digits, dot, dash and underscore."))
                self.fault(block[name], field, words, remedy)
        return {name: read(value, f"{field}.{name}") for name, value in block.items()}

    def block(self, given: Any, field: str, known: Iterable[str] | None) -> tree.Block:
        if isinstance(given, str) and not given:
            given = tree.Block()
        if not isinstance(given, dict):
            self.unreadable(given, field)
            return tree.Block()
        for name in [] if known is None else sorted(set(given) - set(known)):
            words = sentence(N_("The field “{field}” is not known here."), field=name)
            remedy = sentence(N_("Known are: {names}."), names=", ".join(sorted(known or ())))
            self.fault(given[name], f"{field}.{name}".lstrip("."), words, remedy)
        block = tree.Block(given)
        block.line = tree.line_of(given)
        return block

    def unreadable(self, node: Any, field: str) -> None:
        words = sentence(N_("Here a list of names and values is expected."))
        remedy = sentence(N_("Write one name: value a line."))
        self.fault(node, field, words, remedy)

    def text(self, block: tree.Block, field: str, default: str) -> str:
        found = block.get(field, default)
        if not isinstance(found, str):
            self.fault(found, field, sentence(N_("Here one word is expected.")),
                       sentence(N_("Write {field}: and one value."), field=field))  # fmt: skip
            return default
        return str(found) if found not in ("null", "~") else default

    def pattern(
        self, block: tree.Block, field: str, pattern: re.Pattern[str], default: str = ""
    ) -> str:
        found = self.text(block, field, default)
        if not pattern.fullmatch(found):
            words = sentence(N_("“{found}” cannot be the {field}."), found=found, field=field)
            remedy = sentence(N_("Write it in this form: {form}."), form=pattern.pattern)
            self.fault(block.get(field, block), field, words, remedy)
        return found

    def choice(
        self, block: tree.Block, field: str, allowed: tuple[str, ...], *, needed: bool = False
    ) -> str:
        found = self.text(block, field, "" if needed else allowed[0])
        if found not in allowed:
            words = sentence(N_("“{found}” is not known as {field}."), found=found, field=field)
            remedy = sentence(N_("Choose one of: {kinds}."), kinds=", ".join(allowed))
            self.fault(block.get(field, block), field, words, remedy)
            return allowed[0]
        return found

    def whole(self, block: tree.Block, field: str, default: int, most: int) -> int:
        found = self.text(block, field, str(default))
        if not re.fullmatch(r"\d{1,10}", found) or int(found) > most:
            words = sentence(N_("“{found}” is no whole number from 0 to {most}."),
                             found=found, most=most)  # fmt: skip
            remedy = sentence(N_("Correct {field}."), field=field)
            self.fault(block.get(field, block), field, words, remedy)
            return default
        return int(found)
