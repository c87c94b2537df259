"""Reads the canonical contract clauses, mandatory lists and the international fee items."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.engines.law.model import Cite, Clause, FeeItem, MandatoryItem
from corridor.engines.law.schema import Reader
from corridor.engines.law.sources import read_cites, read_sources
from corridor.engines.specs.tree import Block

WORSE = (
    "changed",
    "lower",
    "higher",
    "removed",
    "added",
    "worker_pays",
    "employer_keeps",
    "lower_or_removed",
    "lower_skill_or_unit",
    "less_value",
    "not_understood",
    "after_arrival",
    "none",
)
CLAUSE_KINDS = (
    "text",
    "code",
    "money",
    "money_or_in_kind",
    "integer",
    "number",
    "ratio",
    "choice",
    "list",
    "place_date",
)


@dataclass(frozen=True, slots=True)
class ClauseList:
    """The matters a jurisdiction says every contract must settle."""

    jurisdiction: str
    title: str
    cites: tuple[Cite, ...]
    items: tuple[MandatoryItem, ...]
    file: str


def read_clauses(reader: Reader, root: Block) -> list[Clause]:
    """The canonical clauses, in the order in which they are shown."""
    reader.only(root, ("kind", "recorded_at", "sources", "cites", "clauses"))
    found = []
    for node in reader.blocks(root, "clauses", required=True):
        reader.only(node, ("id", "title", "plain", "type", "worse", "required", "values"))
        found.append(
            Clause(
                id=reader.text(node, "id"),
                title=reader.text(node, "title"),
                plain=reader.text(node, "plain"),
                kind=reader.choice(node, "type", CLAUSE_KINDS),
                worse=reader.choice(node, "worse", WORSE),
                required=reader.flag(node, "required", False),
                values=reader.words(node, "values"),
            )
        )
    return found


def read_mandatory(reader: Reader, root: Block) -> ClauseList:
    """One jurisdiction's list of mandatory matters."""
    reader.only(root, ("kind", "jurisdiction", "title", "recorded_at", "sources", "cites", "items"))
    items = []
    for node in reader.blocks(root, "items", required=True):
        reader.only(node, ("id", "plain", "clauses"))
        items.append(
            MandatoryItem(
                reader.text(node, "id"), reader.text(node, "plain"), reader.words(node, "clauses")
            )
        )
    cites = read_cites(reader, root, read_sources(reader, root))
    if not cites:
        reader.lacking(root, "cites")
    return ClauseList(
        reader.text(root, "jurisdiction"),
        reader.text(root, "title"),
        cites,
        tuple(items),
        reader.file,
    )


def read_fee_items(reader: Reader, root: Block) -> list[FeeItem]:
    """The items of the international definition of recruitment fees and related costs."""
    reader.only(root, ("kind", "recorded_at", "sources", "cites", "items"))
    read_cites(reader, root, read_sources(reader, root))
    found = []
    for node in reader.blocks(root, "items", required=True):
        reader.only(node, ("id", "plain", "group"))
        found.append(
            FeeItem(
                reader.text(node, "id"),
                reader.text(node, "plain"),
                reader.choice(node, "group", ("fee", "related", "illegitimate")),
            )
        )
    return found
