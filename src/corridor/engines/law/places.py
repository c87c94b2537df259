"""Reads jurisdictions, agreements and corridors."""

from __future__ import annotations

from corridor.core.codes.countries import COUNTRIES
from corridor.core.periods import RoughDate
from corridor.core.text import N_
from corridor.engines.law.model import Agreement, Charge, Corridor, Jurisdiction, WageFile
from corridor.engines.law.schema import Reader
from corridor.engines.specs.tree import Block

_JURISDICTION = (
    "kind",
    "id",
    "name",
    "currency",
    "time_zone",
    "weekend",
    "languages",
    "verified",
)
_CORRIDOR = (
    "kind",
    "id",
    "title",
    "plain",
    "origin",
    "destination",
    "agreements",
    "opened",
    "opened_by",
    "routes",
    "regimes",
    "contract_languages",
    "prevailing",
    "participates",
    "pays",
    "wage_file",
    "laws",
    "mandatory",
    "monitoring",
)
ROUTES = (
    "agency",
    "direct",
    "government",
    "rehire",
    "renewal",
    "change_of_employer",
    "already_abroad",
)
PAYERS = ("employer", "worker", "agency", "origin", "destination")


def read_jurisdiction(reader: Reader, root: Block) -> Jurisdiction:
    """One state."""
    reader.only(root, _JURISDICTION)
    id_ = reader.choice(root, "id", tuple(COUNTRIES))
    weekend = []
    for word in reader.words(root, "weekend"):
        if word in "1234567":
            weekend.append(int(word))
        else:
            reader.wrong(root["weekend"], "weekend", N_("ISO weekdays, Monday 1 to Sunday 7"))
    return Jurisdiction(
        id=id_,
        name=reader.text(root, "name"),
        currency=reader.text(root, "currency"),
        time_zone=reader.text(root, "time_zone"),
        weekend=tuple(weekend),
        languages=reader.words(root, "languages"),
        verified=reader.flag(root, "verified", False),
        file=reader.file,
    )


def read_agreement(reader: Reader, root: Block) -> Agreement:
    """One agreement's head; what it says are ``values`` beside it."""
    reader.only(root, ("kind", "id", "title", "parties", "verified"))
    return Agreement(
        id=reader.text(root, "id"),
        title=reader.text(root, "title"),
        parties=reader.words(root, "parties"),
        verified=reader.flag(root, "verified", False),
        file=reader.file,
    )


def read_corridor(reader: Reader, root: Block) -> Corridor:
    """One corridor: a view over an origin, a destination and their agreements."""
    reader.only(root, _CORRIDOR)
    routes = reader.words(root, "routes")
    for route in routes:
        if route not in ROUTES:
            reader.wrong(root["routes"], "routes", " | ".join(ROUTES))
    sides = reader.block(root, "participates")
    laws = reader.block(root, "laws")
    return Corridor(
        id=reader.text(root, "id"),
        title=reader.text(root, "title"),
        plain=reader.text(root, "plain"),
        origin=reader.choice(root, "origin", tuple(COUNTRIES)),
        destination=reader.choice(root, "destination", tuple(COUNTRIES)),
        agreements=reader.words(root, "agreements"),
        opened=reader.rough(root, "opened") or RoughDate("9999"),
        opened_by=reader.text(root, "opened_by"),
        routes=routes,
        regimes=reader.words(root, "regimes"),
        contract_languages=reader.words(root, "contract_languages"),
        prevailing=reader.maybe(root, "prevailing"),
        participates={side: reader.flag(sides, side, True) for side in ("origin", "destination")},
        pays=tuple(_charge(reader, node) for node in reader.blocks(root, "pays")),
        wage_file=_wage_files(reader, root),
        laws={name: reader.words(laws, name) for name in laws},
        mandatory=reader.words(root, "mandatory"),
        monitoring=reader.words(root, "monitoring"),
        file=reader.file,
    )


def _charge(reader: Reader, node: Block) -> Charge:
    reader.only(node, ("what", "payer", "amount", "plain", "against"))
    return Charge(
        what=reader.text(node, "what"),
        payer=reader.choice(node, "payer", PAYERS),
        amount=reader.maybe(node, "amount"),
        plain=reader.text(node, "plain", ""),
        against=reader.maybe(node, "against"),
    )


def _wage_files(reader: Reader, root: Block) -> dict[str, WageFile]:
    found = {}
    for regime, node in reader.block(root, "wage_file").items():
        if not isinstance(node, Block):
            reader.wrong(node, regime, N_("named fields"))
            continue
        reader.only(node, ("duty", "format", "plain"))
        found[regime] = WageFile(
            reader.flag(node, "duty", False),
            reader.maybe(node, "format"),
            reader.text(node, "plain"),
        )
    return found
