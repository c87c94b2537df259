"""A second attacker, written differently: elimination instead of optimisation, and enumeration.

``determined`` solves the published sums by Gauss and Jordan's elimination modulo a large prime:
whatever cell is left alone in a row is known exactly. ``ranges`` tries every table of whole
numbers there could be. Both read the specification as it is written, not as it was parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

PRIME = 2_147_483_647
Cell = tuple[tuple[str, str], ...]


def sums(body: Mapping[str, Any]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Every published whole with its parts; a cell is its codes without the totals."""
    for by in body["tables"]:
        families = {name: _families(body["dimensions"][name]) for name in by}
        codes = {
            name: sorted({"_T", *_codes(body["dimensions"][name])} | families[name].keys())
            for name in by
        }
        for name in by:
            others = [other for other in by if other != name]
            for whole, groups in families[name].items():
                for parts in groups:
                    for rest in product(*(codes[other] for other in others)):
                        around = dict(zip(others, rest, strict=True))
                        yield (
                            cell({**around, name: whole}),
                            [cell({**around, name: part}) for part in parts],
                        )


def _codes(given: Any) -> list[str]:
    return list(given["codes"] if isinstance(given, dict) else given)


def _families(given: Any) -> dict[str, list[list[str]]]:
    trees = [given["groups"]] if isinstance(given, dict) and "groups" in given else []
    trees += given.get("also", []) if isinstance(given, dict) else []
    found: dict[str, list[list[str]]] = {"_T": [list(tree) for tree in trees]}
    for tree in trees:
        for group, parts in tree.items():
            found[group] = [list(parts)]
    if not trees:
        found["_T"] = [_codes(given)]
    return found


def cell(codes: Mapping[str, str]) -> Cell:
    """A cell's name."""
    return tuple(sorted((name, code) for name, code in codes.items() if code != "_T"))


def determined(body: Mapping[str, Any], hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that the sums alone give away."""
    order = sorted(hidden)
    at = {name: place for place, name in enumerate(order)}
    rows = []
    for whole, parts in sums(body):
        row = np.zeros(len(order), dtype=np.int64)
        for name, sign in [(whole, 1), *((part, -1) for part in parts)]:
            if name in at:
                row[at[name]] += sign
        if row.any():
            rows.append(row % PRIME)
    if not rows:
        return set()
    reduced = _eliminated(np.array(rows))
    return {order[int(row.nonzero()[0][0])] for row in reduced if (row != 0).sum() == 1}


def _eliminated(matrix: np.ndarray) -> np.ndarray:
    """Reduced row echelon form modulo the prime."""
    top = 0
    for column in range(matrix.shape[1]):
        below = np.flatnonzero(matrix[top:, column])
        if not len(below):
            continue
        matrix[[top, top + below[0]]] = matrix[[top + below[0], top]]
        matrix[top] = matrix[top] * pow(int(matrix[top, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(matrix[:, column])
        for row in others[others != top]:
            matrix[row] = (matrix[row] - matrix[row, column] * matrix[top]) % PRIME
        top += 1
        if top == len(matrix):
            break
    return matrix[:top]


def ranges(
    body: Mapping[str, Any], known: Mapping[Cell, int], hidden: Sequence[Cell], most: int
) -> dict[Cell, tuple[int, int]]:
    """Least and largest figure of each hidden cell over all tables with figures from 1 to most."""
    rules = [(whole, parts) for whole, parts in sums(body)]
    found: dict[Cell, tuple[int, int]] = {}
    for figures in _tables(rules, dict(known), list(hidden), most):
        for name in hidden:
            low, high = found.get(name, (most, 0))
            found[name] = min(low, figures[name]), max(high, figures[name])
    return found


def _tables(
    rules: Sequence[tuple[Cell, list[Cell]]], known: dict[Cell, int], left: list[Cell], most: int
) -> Iterator[dict[Cell, int]]:
    if not _fits(rules, known):
        return
    if not left:
        yield dict(known)
        return
    name, *rest = left
    for figure in range(1, most + 1):
        known[name] = figure
        yield from _tables(rules, known, rest, most)
        del known[name]


def _fits(rules: Sequence[tuple[Cell, list[Cell]]], known: Mapping[Cell, int]) -> bool:
    for whole, parts in rules:
        have = [known[part] for part in parts if part in known]
        if whole in known and sum(have) > known[whole]:
            return False
        if whole in known and len(have) == len(parts) and sum(have) != known[whole]:
            return False
    return True
