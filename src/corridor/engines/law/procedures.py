"""Reads procedure files: which steps exist on a corridor and route, by whom, after what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.periods import Period
from corridor.core.procedure import STATIONS, Appeal, Clock, Fee, NotBefore, Procedure, Step
from corridor.core.text import N_, sentence
from corridor.engines.law.model import TIERS, Cite, StepNote
from corridor.engines.law.places import PAYERS, ROUTES
from corridor.engines.law.schema import Reader
from corridor.engines.law.sources import read_cites, read_sources
from corridor.engines.specs.tree import Block, Text

ROLES = (
    "stranger",
    "worker",
    "employer",
    "agency",
    "labour_attache",
    "origin_officer",
    "destination_officer",
    "border_officer",
    "counsellor",
    "inspector",
    "union",
    "admin",
    "system",
)
_FILE = (
    "kind",
    "id",
    "corridor",
    "route",
    "regimes",
    "from",
    "to",
    "recorded_at",
    "plain",
    "sources",
    "steps",
)
_STEP = (
    "id",
    "station",
    "plain",
    "side",
    "by",
    "office",
    "act",
    "after",
    "not_before",
    "documents",
    "fees",
    "clock",
    "appeal",
    "optional",
    "persons",
    "law",
    "cites",
)
Days = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class SharedSteps:
    """What the routes of one corridor say alike about their steps; their order is not shared."""

    corridor: str
    steps: Mapping[str, Block]
    sources: Mapping[str, Cite]


def read_steps(reader: Reader, root: Block) -> SharedSteps:
    """The ``steps`` file of a corridor."""
    reader.only(root, ("kind", "corridor", "recorded_at", "sources", "steps"))
    steps = {}
    for block in reader.blocks(root, "steps", required=True):
        reader.only(block, [name for name in _STEP if name not in ("after", "not_before")])
        steps[reader.text(block, "id")] = block
    return SharedSteps(reader.text(root, "corridor"), steps, read_sources(reader, root))


def _with_shared(block: Block, shared: SharedSteps | None) -> Block:
    """The step as its own file writes it, over what the corridor's routes share."""
    base = shared.steps.get(str(block.get("id", ""))) if shared else None
    if base is None:
        return block
    merged = Block({**base, **block})
    merged.line = block.line
    return merged


@dataclass(frozen=True, slots=True)
class ProcedureFile:
    """One procedure as written; days that policy decides are still ids of policy values."""

    id: str
    corridor: str
    route: str
    regimes: tuple[str, ...]
    valid: Period
    plain: str
    steps: tuple[Block, ...]
    sources: Mapping[str, Cite]
    reader: Reader
    line: int

    def build(self, days: Days, absent: frozenset[str] = frozenset()) -> Procedure:
        """The procedure with its days filled in by ``days`` (a number or a law value id)."""
        steps = tuple(_step(self, block, days) for block in self.steps)
        return Procedure(
            self.id, self.corridor, self.route, self.regimes, self.valid, steps, absent
        )


def read_procedure(reader: Reader, root: Block, shared: Mapping[str, SharedSteps]) -> ProcedureFile:
    """One procedure file; the steps are checked here and built when they are asked for."""
    common = shared.get(str(root.get("corridor", "")))
    reader.only(root, _FILE)
    start, end = reader.rough(root, "from"), reader.rough(root, "to")
    if "from" not in root:
        reader.lacking(root, "from")
    first = start.latest if start else date.max
    last = end.latest + timedelta(days=1) if end else None
    file = ProcedureFile(
        id=reader.text(root, "id"),
        corridor=reader.text(root, "corridor"),
        route=reader.choice(root, "route", ROUTES),
        regimes=reader.words(root, "regimes"),
        valid=Period(first, last) if last is None or last >= first else Period(first, first),
        plain=reader.text(root, "plain", ""),
        steps=tuple(
            _with_shared(block, common) for block in reader.blocks(root, "steps", required=True)
        ),
        sources={**(common.sources if common else {}), **read_sources(reader, root)},
        reader=reader,
        line=root.line,
    )
    _check_steps(file)
    return file


def _check_steps(file: ProcedureFile) -> None:
    """Fields, vocabulary and order of every step, each mistake at its own line."""
    reader, known = file.reader, set[str]()
    ids = {str(block.get("id", "")) for block in file.steps}
    for block in file.steps:
        reader.only(block, _STEP)
        id_ = reader.text(block, "id")
        if id_ not in STATIONS:
            _unknown_step(reader, block.get("id", block), "id", id_)
        if id_ in known:
            reader.refuse(
                "law.step_twice",
                sentence(N_("The step “{step}” stands here twice."), step=id_),
                block,
                "id",
                remedy=sentence(N_("Keep one of the two.")),
            )
        known.add(id_)
        for other in _named(reader, block):
            if str(other) not in ids:
                _unknown_step(reader, other, "after", str(other))
        _check_step(reader, file, block)
    _check_order(file)


def _named(reader: Reader, block: Block) -> list[Any]:
    """Every step this one refers to, with its place."""
    names = [node for node in reader.rows(block, "after") if isinstance(node, Text)]
    for field, part in (("not_before", "after"), ("clock", "counted_from")):
        inner = block.get(field)
        if isinstance(inner, Block) and part in inner:
            names.append(inner[part])
    return names


def _unknown_step(reader: Reader, node: object, field: str, found: str) -> None:
    reader.refuse(
        "law.step",
        sentence(N_("“{step}” is no step of this procedure."), step=found),
        node,
        field,
        remedy=sentence(N_("Use one of the stations that docs/law-format.md lists.")),
        found=found,
    )


def _check_step(reader: Reader, file: ProcedureFile, block: Block) -> None:
    reader.choice(block, "side", ("origin", "destination", "worker"))
    reader.choice(block, "persons", ("1", "2"), "1")
    for role in reader.words(block, "by"):
        if role not in ROLES:
            reader.wrong(block["by"], "by", " | ".join(ROLES))
    for fee in reader.blocks(block, "fees"):
        reader.only(fee, ("what", "payer", "amount", "against"))
        reader.choice(fee, "payer", PAYERS)
    note = _note(file, block)
    if not note.cites:
        reader.refuse(
            "law.uncited",
            sentence(N_("This step names no source.")),
            block,
            "cites",
            remedy=sentence(N_("Cite the law, or this software's policy.")),
        )


def _check_order(file: ProcedureFile) -> None:
    """Refuse a circle, by building the procedure once with plain days."""
    if file.reader.problems:
        return
    try:
        file.build(lambda text: int(text) if text.isdigit() else 0)
    except ValueError as error:
        circle = str(error).rpartition("circle among ")[2]
        file.reader.refuse(
            "law.circle",
            sentence(N_("These steps wait for each other: {steps}."), steps=circle),
            file.steps[0],
            "steps",
            remedy=sentence(N_("Take one of them out of “after”.")),
            found=circle,
        )


def _step(file: ProcedureFile, block: Block, days: Days) -> Step:
    reader = file.reader
    wait, clock, appeal = (reader.block(block, f) for f in ("not_before", "clock", "appeal"))
    side: Any = reader.text(block, "side")
    return Step(
        id=reader.text(block, "id"),
        station=reader.text(block, "station", ""),
        side=side,
        by=reader.words(block, "by"),
        office=reader.text(block, "office", ""),
        act=reader.text(block, "act", reader.text(block, "id")),
        after=reader.words(block, "after"),
        not_before=NotBefore(days(reader.text(wait, "days")), reader.text(wait, "after"))
        if wait
        else None,
        documents=reader.words(block, "documents"),
        fees=tuple(
            Fee(reader.text(fee, "what"), reader.text(fee, "payer"), reader.maybe(fee, "amount"))
            for fee in reader.blocks(block, "fees")
        ),
        clock=_clock(reader, clock, days) if clock else None,
        appeal=_appeal(reader, appeal, days) if appeal else None,
        optional=reader.flag(block, "optional", False),
        persons=int(reader.text(block, "persons", "1")),
        law=reader.words(block, "law"),
        cite=_note(file, block),
    )


def _clock(reader: Reader, clock: Block, days: Days) -> Clock:
    kind: Any = reader.choice(clock, "kind", ("calendar", "working"), "calendar")
    return Clock(
        days(reader.text(clock, "days")),
        kind,
        reader.maybe(clock, "counted_from"),
        reader.text(clock, "expires"),
    )


def _appeal(reader: Reader, appeal: Block, days: Days) -> Appeal:
    limit = reader.maybe(appeal, "days")
    return Appeal(
        days(limit) if limit else None, reader.text(appeal, "to"), reader.words(appeal, "law")
    )


def _note(file: ProcedureFile, block: Block) -> StepNote:
    cites = read_cites(file.reader, block, dict(file.sources))
    best = min((TIERS.index(cite.tier) for cite in cites), default=len(TIERS) - 1)
    clock = block.get("clock")
    days = str(clock.get("days", "")) if isinstance(clock, Block) else ""
    return StepNote(
        plain=file.reader.text(block, "plain"),
        cites=cites,
        tier=TIERS[best],
        clock_policy=days.startswith("OC."),
        against={
            str(fee["what"]): str(fee["against"])
            for fee in file.reader.blocks(block, "fees")
            if "against" in fee
        },
    )


def procedure_json(procedure: Procedure) -> dict[str, Any]:
    """A procedure as JSON carries it: its steps in an order in which they can be taken."""
    return {
        "id": procedure.id,
        "corridor": procedure.corridor,
        "route": procedure.route,
        "regimes": list(procedure.regimes),
        "valid": procedure.valid.as_json(),
        "absent": sorted(procedure.absent),
        "steps": [_step_json(step) for step in procedure.steps],
    }


def _step_json(step: Step) -> dict[str, Any]:
    note: StepNote = step.cite
    return {
        "id": step.id,
        "station": step.label.say(),
        "plain": note.plain,
        "side": step.side,
        "by": list(step.by),
        "persons": step.persons,
        "office": step.office,
        "act": step.act,
        "after": list(step.after),
        "not_before": asdict(step.not_before) if step.not_before else None,
        "optional": step.optional,
        "documents": list(step.documents),
        "fees": [asdict(fee) | {"against": note.against.get(fee.what)} for fee in step.fees],
        "clock": asdict(step.clock) | {"policy": note.clock_policy} if step.clock else None,
        "appeal": asdict(step.appeal) if step.appeal else None,
        "law": list(step.law),
        "tier": note.tier,
        "source": [cite.as_json() for cite in note.cites],
    }
