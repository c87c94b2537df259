"""``corridor log prove``: make proofs from a list of entries, to compare with another's."""

from __future__ import annotations

from typing import Any

from corridor.core.text import N_, sentence
from corridor.doors.cli.logs.binary import Encoding, encoded
from corridor.doors.cli.logs.checking import is_consistency
from corridor.doors.cli.logs.leaves import leaves_data
from corridor.doors.cli.logs.reading import Fields
from corridor.engines.log.hashes import SIZE, leaf_hash
from corridor.engines.log.tree import Tree, within


def prove(given: Fields, encoding: Encoding) -> dict[str, Any]:
    """The proof asked for, in the form that ``check`` reads. Raises ``BadInput``."""
    hashes = _hashes(given)
    tree = Tree(hashes)
    made = _consistency(given, tree) if is_consistency(given) else _inclusion(given, tree, hashes)
    return {name: _written(value, encoding) for name, value in made.items()}


def _inclusion(given: Fields, tree: Tree, hashes: list[bytes]) -> dict[str, Any]:
    size = within(given.number("tree_size") if "tree_size" in given else None, len(tree))
    index = given.number("index")
    proof = tree.inclusion(index, size)
    where = {"leaf_hash": hashes[index], "index": index, "tree_size": size}
    return {"kind": "inclusion", **where, "root": tree.root(size), "proof": proof}


def _consistency(given: Fields, tree: Tree) -> dict[str, Any]:
    old = given.number("size1")
    new = within(given.number("size2") if "size2" in given else None, len(tree))
    if not old:
        given.refuse(
            "size1",
            sentence(N_("From an empty log nothing can be shown.")),
            N_("Give a size of at least 1."),
        )
    proof = tree.consistency(old, new)
    roots = {"root1": tree.root(old), "root2": tree.root(new)}
    return {"kind": "consistency", "size1": old, "size2": new, **roots, "proof": proof}


def _hashes(given: Fields) -> list[bytes]:
    if "leaf_hashes" not in given:
        return [leaf_hash(data) for data in leaves_data(given)]
    found = given.raws("leaf_hashes")
    for at, one in enumerate(found):
        if len(one) != SIZE:
            given.refuse(
                f"leaf_hashes[{at}]",
                sentence(N_("A hash does not have 32 bytes.")),
                N_("Copy the value again, whole."),
            )
    return found


def _written(value: Any, encoding: Encoding) -> Any:
    if isinstance(value, list):
        return [_written(one, encoding) for one in value]
    return encoded(value, encoding) if isinstance(value, bytes) else value
