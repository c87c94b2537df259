"""What is counted or added for each record: values over standard variables.

1                                       each record once
recruitment_cost                        a variable
{when: {sex: [F]}}                      1 where the condition holds, 0 where it does not
{quotient: [recruitment_cost, month_earnings]}
{product: [hours, weeks]}
{above: [value, 3]}                     1 where the value is above (at_most: not above) a number
{choose: job_reference, among: {first_job: …, last_job: …}}     by what an option says
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from corridor.engines.specs.tree import Block, Rows, Text
from corridor.engines.statistics.definitions import conditions
from corridor.engines.statistics.definitions.reading import Reader

_PAIRS = ("quotient", "product")
_LIMITS = ("above", "at_most")


def check(reader: Reader, node: Any, known: conditions.Known, field: str) -> None:
    """Note what is wrong with a value."""
    if isinstance(node, Text):
        variable = known.variables.get(str(node))
        if str(node) != "1" and (variable is None or variable.kind == "code"):
            reader.wrong(node, field, "1 | a variable that is a number")
    elif isinstance(node, Block) and set(node) == {"when"}:
        conditions.check(reader, node["when"], known)
    elif isinstance(node, Block) and set(node) == {"choose", "among"}:
        _choice(reader, node, known, field)
    elif isinstance(node, Block) and len(node) == 1 and next(iter(node)) in _PAIRS:
        pair = next(iter(node.values()))
        if not isinstance(pair, Rows) or len(pair) != 2:
            reader.wrong(pair, field, "[a, b]")
            return
        for one in pair:
            check(reader, one, known, field)
    elif isinstance(node, Block) and len(node) == 1 and next(iter(node)) in _LIMITS:
        _limit(reader, next(iter(node.values())), known, field)
    else:
        reader.wrong(node, field, "1 | a variable | when | quotient | product")


def _choice(reader: Reader, node: Block, known: conditions.Known, field: str) -> None:
    option, among = known.options.get(str(node["choose"])), node["among"]
    if option is None or not isinstance(among, Block) or set(among) != set(option.choices):
        reader.wrong(node["choose"], field, ", ".join(option.choices if option else known.options))
        return
    for one in among.values():
        check(reader, one, known, field)


def _limit(reader: Reader, pair: Any, known: conditions.Known, field: str) -> None:
    if not isinstance(pair, Rows) or len(pair) != 2 or not conditions.is_number(pair[1]):
        reader.wrong(pair, field, "[a, 3]")
        return
    check(reader, pair[0], known, field)


def variables(
    node: Any, inner: Callable[[str], Any], picked: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Every variable a value asks for; with options ``picked``, only what these leave."""
    if isinstance(node, dict):
        if "when" in node:
            yield from conditions.variables(node["when"], inner, picked)
        for one in conditions.branches(node, picked) if "among" in node else ():
            yield from variables(one, inner, picked)
        for one in (node[word][0] for word in _LIMITS if word in node):
            yield from variables(one, inner, picked)
        for one in next((node[word] for word in _PAIRS if word in node), ()):
            yield from variables(one, inner, picked)
    elif node is not None and str(node) != "1":
        yield str(node)


def expression(node: Any, options: Mapping[str, str], inner: Callable[[str], Any]) -> Any:
    """The value as a Polars expression of floats; null where it cannot be known."""
    import polars as pl

    if not isinstance(node, dict):
        return pl.lit(1.0) if str(node) == "1" else pl.col(str(node)).cast(pl.Float64)
    if "when" in node:
        return conditions.expression(node["when"], options, inner).cast(pl.Float64)
    if "choose" in node:
        return expression(node["among"][options[str(node["choose"])]], options, inner)
    for word in _LIMITS:
        if word in node:
            above = expression(node[word][0], options, inner) > float(node[word][1])
            return (above if word == "above" else ~above).cast(pl.Float64)
    word = "quotient" if "quotient" in node else "product"
    one, other = (expression(part, options, inner) for part in node[word])
    if word == "product":
        return one * other
    return pl.when(other != 0).then(one / other)
