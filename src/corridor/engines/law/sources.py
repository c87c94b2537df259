"""Sources and conflicts: what a value rests on."""

from __future__ import annotations

from corridor.core.text import N_, sentence
from corridor.engines.law.model import TIERS, Cite, Claim, LawConflict
from corridor.engines.law.schema import Reader
from corridor.engines.specs.tree import Block, Text

_SOURCE = ("document", "article", "tier", "date", "url")
_CONFLICT = ("about", "claims", "choice", "open")


def read_sources(reader: Reader, root: Block) -> dict[str, Cite]:
    """The file's ``sources``: a short name for each document."""
    found: dict[str, Cite] = {}
    for name, node in reader.block(root, "sources").items():
        if not isinstance(node, Block):
            reader.wrong(node, name, N_("named fields"))
            continue
        reader.only(node, _SOURCE)
        reader.rough(node, "date")
        found[name] = Cite(
            document=reader.text(node, "document"),
            article=reader.maybe(node, "article"),
            tier=reader.choice(node, "tier", TIERS),
            date=reader.maybe(node, "date"),
            url=reader.maybe(node, "url"),
        )
    return found


def read_cites(reader: Reader, block: Block, sources: dict[str, Cite]) -> tuple[Cite, ...]:
    """The ``cites`` of one value: source names, or a source with its article."""
    found: list[Cite] = []
    for item in reader.rows(block, "cites"):
        name = str(item.get("source", "")) if isinstance(item, Block) else str(item)
        if isinstance(item, Block):
            reader.only(item, ("source", "article"))
        base = sources.get(name)
        if base is None or not isinstance(item, Text | Block):
            reader.refuse(
                "law.source",
                sentence(N_("There is no source “{name}” in this file."), name=name),
                item,
                "cites",
                remedy=sentence(N_("Describe it under “sources”, or correct the name.")),
                found=name,
            )
            continue
        article = reader.maybe(item, "article") if isinstance(item, Block) else None
        found.append(Cite(base.document, article or base.article, base.tier, base.date, base.url))
    return tuple(found)


def read_conflicts(reader: Reader, block: Block) -> tuple[LawConflict, ...]:
    """Every contradiction between sources: all claims, and the working choice."""
    found = []
    for node in reader.blocks(block, "conflicts"):
        reader.only(node, _CONFLICT)
        claims = []
        for claim in reader.blocks(node, "claims", required=True):
            reader.only(claim, ("says", "source", "tier"))
            claims.append(
                Claim(
                    reader.text(claim, "says"),
                    reader.text(claim, "source"),
                    reader.choice(claim, "tier", TIERS, "B"),
                )
            )
        if len(claims) < 2:
            reader.refuse(
                "law.claims",
                sentence(N_("A conflict needs at least two claims.")),
                node,
                "claims",
                remedy=sentence(N_("Keep what each source says, side by side.")),
            )
        found.append(
            LawConflict(
                reader.text(node, "about"),
                tuple(claims),
                reader.text(node, "choice"),
                reader.flag(node, "open", True),
            )
        )
    return tuple(found)
