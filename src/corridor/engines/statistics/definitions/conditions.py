"""Who belongs: conditions over standard variables, checked when read and turned into expressions.

    {sex: [F]}                          one of these codes
    {age: {at_least: $working_age}}     also at_most, above, below; a number or an option
    {isco: {begins: ["53", "5162"]}}    codes of a hierarchy
    {employer: known}                   any answer at all; also unknown
    all: [...]   any: [...]   not: …    together
    in: imw                             another population
    option: {months_abroad: "0"}        an option has this value, so that nothing need be asked
    choose: identification              by what an option says
    among: {citizenship: …, birth: …}

A person whose answer is missing is neither in nor out: the result is null, and whoever counts says
how many these were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from corridor.core.text import N_, sentence
from corridor.engines.specs.tree import Block, Rows, Text
from corridor.engines.statistics.definitions.model import Option, Variable
from corridor.engines.statistics.definitions.reading import Reader

COMPARISONS = ("at_least", "at_most", "above", "below")


class Known(Protocol):
    """What a condition may speak of."""

    @property
    def variables(self) -> Mapping[str, Variable]: ...
    @property
    def options(self) -> Mapping[str, Option]: ...
    @property
    def population_ids(self) -> frozenset[str]: ...


def check(reader: Reader, node: Any, known: Known) -> None:
    """Note everything in a condition that no data could ever answer."""
    if not isinstance(node, Block) or not node:
        reader.wrong(node, "when", "{sex: [F]}")
        return
    for name, inner in node.items():
        if name in ("all", "any"):
            for part in inner if isinstance(inner, Rows) else [inner]:
                check(reader, part, known)
        elif name == "not":
            check(reader, inner, known)
        elif name == "in":
            _population(reader, inner, known)
        elif name == "option":
            _said(reader, inner, known)
        elif name == "choose":
            _choice(reader, node, known)
        elif name != "among":
            _leaf(reader, name, inner, known)


def _population(reader: Reader, node: Any, known: Known) -> None:
    if str(node) not in known.population_ids:
        _unknown(reader, node, "in", sorted(known.population_ids))


def _said(reader: Reader, node: Any, known: Known) -> None:
    for name, value in node.items() if isinstance(node, Block) else [("option", node)]:
        if name not in known.options:
            _unknown(reader, value, name, known.options, found=name)
        elif not known.options[name].allows(str(value)):
            reader.wrong(value, name, known.options[name].allowed)


def _choice(reader: Reader, node: Block, known: Known) -> None:
    option = known.options.get(str(node["choose"]))
    among = node.get("among")
    if option is None:
        _unknown(reader, node["choose"], "choose", known.options)
    elif not isinstance(among, Block) or set(among) != set(option.choices):
        reader.wrong(among or node, "among", ", ".join(option.choices))
    else:
        for part in among.values():
            check(reader, part, known)


def _leaf(reader: Reader, name: str, node: Any, known: Known) -> None:
    variable = known.variables.get(name)
    if variable is None:
        _unknown(reader, node, name, known.variables, found=name)
    elif isinstance(node, Rows):
        for code in node:
            if variable.codes and str(code) not in variable.codes:
                _unknown(reader, code, name, variable.codes)
    elif isinstance(node, Block):
        _comparison(reader, node, known)
    elif str(node) not in ("known", "unknown"):
        reader.wrong(node, name, "[…], known, unknown")


def _comparison(reader: Reader, node: Block, known: Known) -> None:
    for word, value in node.items():
        if word not in (*COMPARISONS, "begins"):
            _unknown(reader, value, word, (*COMPARISONS, "begins"))
        elif isinstance(value, Text) and value.startswith("$"):
            if value[1:] not in known.options:
                _unknown(reader, value, word, known.options)
        elif word in COMPARISONS and not is_number(value):
            reader.wrong(value, word, "15")


def _unknown(reader: Reader, node: Any, field: str, known: Any, found: str = "") -> None:
    found = found or str(node)
    reader.refuse(
        "definition.unknown",
        sentence(N_("“{found}” is not known here."), found=found),
        node,
        field,
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(known)),
        found=found,
    )


def is_number(value: Any) -> bool:
    """Whether a text says a number."""
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def variables(
    node: Any, inner: Callable[[str], Any], picked: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Every variable a condition asks for; ``inner`` gives the condition of a population.

    With options ``picked``, only what these leave to be asked.
    """
    for name, part in node.items():
        if name in ("all", "any"):
            for one in () if name == "any" and _settled(part, picked) else part:
                yield from variables(one, inner, picked)
        elif name == "not":
            yield from variables(part, inner, picked)
        elif name == "in":
            yield from variables(inner(str(part)), inner, picked)
        elif name == "among":
            for one in branches(node, picked):
                yield from variables(one, inner, picked)
        elif name not in ("choose", "option"):
            yield name


def _settled(parts: Any, picked: Mapping[str, str] | None) -> bool:
    """Whether an option alone makes one of the parts hold."""
    return picked is not None and any(
        set(part) == {"option"} and _holds(part["option"], picked) for part in parts
    )


def _holds(part: Mapping[str, Any], picked: Mapping[str, str]) -> bool:
    return all(picked.get(name) == str(value) for name, value in part.items())


def branches(node: Any, picked: Mapping[str, str] | None) -> list[Any]:
    """What stands under ``among``: all of it, or the one that the option says."""
    name = str(node["choose"])
    return [node["among"][picked[name]]] if picked and name in picked else [*node["among"].values()]


def options(node: Any, inner: Callable[[str], Any]) -> Iterator[str]:
    """Every option that decides a condition."""
    if isinstance(node, Text):
        if node.startswith("$"):
            yield str(node[1:])
    elif isinstance(node, list):
        for one in node:
            yield from options(one, inner)
    elif isinstance(node, dict):
        for name, part in node.items():
            if name == "choose":
                yield str(part)
            if name == "option":
                yield from part
            yield from options(inner(str(part)) if name == "in" else part, inner)


def expression(node: Any, options: Mapping[str, str], inner: Callable[[str], Any]) -> Any:
    """The condition as a Polars expression: true, false, or null where an answer is missing."""
    import polars as pl

    parts = [_part(name, part, node, options, inner) for name, part in node.items()]
    return pl.all_horizontal([part for part in parts if part is not None])


def _part(
    name: str, part: Any, node: Any, options: Mapping[str, str], inner: Callable[[str], Any]
) -> Any:
    import polars as pl

    if name == "option":
        return pl.lit(_holds(part, options))
    if name == "any" and _settled(part, options):
        return pl.lit(value=True)
    if name in ("all", "any"):
        together = pl.all_horizontal if name == "all" else pl.any_horizontal
        return together([expression(one, options, inner) for one in part])
    if name == "not":
        return ~expression(part, options, inner)
    if name == "in":
        return expression(inner(str(part)), options, inner)
    if name == "choose":
        return expression(node["among"][options[str(part)]], options, inner)
    if name == "among":
        return None
    return _compared(pl.col(name), part, options)


def _compared(column: Any, part: Any, options: Mapping[str, str]) -> Any:
    import polars as pl

    if isinstance(part, list):
        return column.is_in([str(code) for code in part])
    if not isinstance(part, dict):
        return column.is_not_null() if part == "known" else column.is_null()
    return pl.all_horizontal(
        [_one(column, word, _value(value, options)) for word, value in part.items()]
    )


def _value(value: Any, options: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    return float(options[value[1:]] if value.startswith("$") else value)


def _one(column: Any, word: str, value: Any) -> Any:
    import polars as pl

    if word == "begins":
        return pl.any_horizontal([column.str.starts_with(prefix) for prefix in value])
    if word == "at_least":
        return column >= value
    if word == "at_most":
        return column <= value
    return column > value if word == "above" else column < value
