"""House rules on source code, each a function from a syntax tree to ``(line, what)`` pairs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Found = tuple[int, str]

_ALWAYS = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "aget_or_create",
    "aupdate_or_create",
    "acreate",
    "asave",
    "adelete",
}
_ROWS = {"objects", "filter", "exclude", "all", "select_for_update", "rows", "using", "annotate"}


def _chain(node: ast.expr) -> Iterator[str]:
    """Every name in ``a.b(c).d``, from the right: d, b, a."""
    current: ast.expr = node
    while True:
        if isinstance(current, ast.Call):
            current = current.func
        elif isinstance(current, ast.Attribute):
            yield current.attr
            current = current.value
        elif isinstance(current, ast.Name):
            yield current.id
            return
        else:
            return


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    verb, receiver = call.func.attr, set(_chain(call.func.value))
    if verb in _ALWAYS or verb == "create":
        return True
    if verb in {"save", "delete"}:
        # ``image.save(path)`` and ``cache.delete(key)`` name their target; rows do not.
        return not call.args
    if verb == "update":
        return bool(receiver & _ROWS)
    return verb in {"execute", "executemany"} and "cursor" in receiver


def writes(tree: ast.Module) -> list[Found]:
    """Calls that write rows: save, create, update, delete, their bulk forms, raw SQL."""
    return [
        (node.lineno, f".{node.func.attr}(")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node)
    ]


def managers(tree: ast.Module) -> list[Found]:
    """Uses of ``Model.objects`` and its hidden sisters, which see past every access rule."""
    names = {"objects", "_default_manager", "_base_manager"}
    shortcuts = {"get_object_or_404", "get_list_or_404"}
    found = [
        (node.lineno, f".{node.attr}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in names
    ]
    return found + [
        (node.lineno, node.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in shortcuts
    ]


def floats(tree: ast.Module) -> list[Found]:
    """Binary fractions where money and law are counted: ``0.5``, ``float(...)``, ``.round(``."""
    found: list[Found] = []
    likeness = {id(part) for node in ast.walk(tree) if _spells(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            if id(node) not in likeness:
                found.append((node.lineno, repr(node.value)))
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in {"float", "round"}:
                found.append((node.lineno, f"{node.func.id}("))
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "round":
                found.append((node.lineno, ".round("))
    return found


def _spells(node: ast.AST) -> bool:
    # How alike two spellings must be for a "did you mean" counts no money.
    return isinstance(node, ast.Call) and "get_close_matches" in set(_chain(node.func))


def impure(tree: ast.Module) -> list[Found]:
    """What the pure floors may not do: ask clock or environment, use unequal frame calls."""
    clock = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}
    unequal = {"join_asof", "unpivot"}
    found: list[Found] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = next(_chain(node.value), "")
        if (owner, node.attr) in clock:
            found.append((node.lineno, f"{owner}.{node.attr}"))
        elif node.attr in unequal:
            found.append((node.lineno, f".{node.attr}"))
        elif owner == "os" and node.attr in {"environ", "getenv"}:
            found.append((node.lineno, f"os.{node.attr}"))
    return found
