"""The book of law: every pack, read when it is first needed, and the questions asked of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from corridor.core.periods import Period
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.procedure import Procedure
from corridor.core.text import N_, sentence
from corridor.engines.law.clauses import ClauseList
from corridor.engines.law.kinds import Table, Value
from corridor.engines.law.model import (
    Answer,
    Clause,
    Corridor,
    Dated,
    FeeItem,
    Jurisdiction,
    LawConflict,
    Parameter,
)
from corridor.engines.law.pack import Pack, files, load
from corridor.engines.law.policy import changed_policy
from corridor.engines.law.resolve import part, resolve

PACKAGED = Path(__file__).resolve().parents[2] / "law"
_WRONG_IDS_KEPT = 1000


class Book:
    """All law under one folder. Reading a file with a problem raises all its problems.

    ``policy`` holds what this deployment changes of the software's own policy: id to value,
    as text. Law itself cannot be changed so. Raises ``BadInput`` "law.policy".
    """

    def __init__(self, root: Path = PACKAGED, policy: Mapping[str, str] | None = None) -> None:
        self.root = root
        self._policy = dict(policy or {})
        self._packs: dict[str, Pack] = {}
        self._parameters: dict[str, Parameter] = {}
        self._all = False
        self._ids: tuple[str, ...] = ()
        self._answers: dict[tuple[str, date, tuple[tuple[str, str], ...], bool], Answer] = {}
        self._procedures: dict[tuple[str, str, str, date], Procedure] = {}
        self._nearest: dict[str, list[str]] = {}

    # Values

    def value(
        self,
        id_: str,
        on: date,
        key: Mapping[str, str] | None = None,
        announced: bool = False,
    ) -> Answer:
        """What the law says about ``id_`` on a day, for a key. Answers are kept.

        ``id_`` may name one column of a record (``QAT.hours.week``). ``announced`` admits
        values that are announced and not yet law. Raises ``BadInput`` "law.id" for an unknown
        id (with the nearest ones) and "law.key" for an unknown key value.
        """
        names = self._names(id_)
        asked = {name: value for name, value in (key or {}).items() if name in names}
        slot = (id_, on, tuple(sorted(asked.items())), announced)
        if slot not in self._answers:
            self._answers[slot] = self._resolve(id_, on, asked, announced)
        return self._answers[slot]

    def _names(self, id_: str) -> Mapping[str, object]:
        """The columns that a value depends on; of others its answer is the same."""
        found = self._find(id_) or self._find(id_.rpartition(".")[0])
        return {} if found is None else found.keys

    def _resolve(self, id_: str, on: date, key: Mapping[str, str], announced: bool) -> Answer:
        found = self._find(id_)
        if found is not None:
            return resolve(found, on, key, announced)
        whole, _, column = id_.rpartition(".")
        parent = self._find(whole) if whole else None
        if parent is None or parent.kind != "record":
            raise self._unknown(id_)
        narrowed = part(parent, column)
        if narrowed is None:
            raise self._unknown(id_)
        return resolve(narrowed, on, key, announced)

    def known(self, id_: str, on: date, key: Mapping[str, str] | None = None) -> Value | None:
        """The value alone, or None when it is unknown or missing."""
        answer = self.value(id_, on, key)
        return answer.value if answer.known else None

    def parameter(self, id_: str) -> Parameter:
        """Everything recorded under one id. Raises ``BadInput`` "law.id"."""
        found = self._find(id_)
        if found is None:
            raise self._unknown(id_)
        return found

    def timeline(self, id_: str) -> tuple[Dated, ...]:
        """All dated values of one id, in order of time."""
        return tuple(sorted(self.parameter(id_).dated, key=lambda dated: dated.starts))

    def ids(self) -> tuple[str, ...]:
        """Every law and policy id, in order."""
        self._load_all()
        return self._ids

    def parameters(self) -> tuple[Parameter, ...]:
        """Everything recorded, in order of id."""
        return tuple(self._parameters[id_] for id_ in self.ids())

    def conflicts(self) -> dict[str, tuple[LawConflict, ...]]:
        """Law id to its conflicts, open and settled."""
        return {p.id: p.conflicts for p in self.parameters() if p.conflicts}

    def _find(self, id_: str) -> Parameter | None:
        if id_ not in self._parameters and not self._all:
            owner = id_.partition(".")[0]
            if not self._load_owner(owner):
                self._load_all()
        return self._parameters.get(id_)

    def _unknown(self, id_: str) -> Problem:
        near = self._near(id_)
        return BadInput(
            "law.id",
            sentence(N_("There is no law value “{id}”."), id=id_),
            remedy=sentence(N_("Did you mean {near}?"), near=", ".join(near))
            if near
            else sentence(N_("“corridor law list” prints every id.")),
            expected=near or None,
            found=id_,
        )

    def _near(self, id_: str) -> list[str]:
        """The ids most like a wrong one, found once: engines ask for the same one row after row."""
        if id_ not in self._nearest:
            ids, place = self.ids(), id_.partition(".")[0] + "."
            near = difflib.get_close_matches(id_, ids, 3, 0.5)
            if len(self._nearest) >= _WRONG_IDS_KEPT:
                self._nearest.clear()
            self._nearest[id_] = near or [known for known in ids if known.startswith(place)][:3]
        return self._nearest[id_]

    # Places, corridors, procedures

    def jurisdiction(self, id_: str) -> Jurisdiction:
        """One state. Raises ``BadInput`` "law.jurisdiction"."""
        for found in self.jurisdictions():
            if found.id == id_:
                return found
        known = [found.id for found in self.jurisdictions()]
        raise _no_such("law.jurisdiction", N_("There is no law pack for “{found}”."), id_, known)

    def jurisdictions(self) -> tuple[Jurisdiction, ...]:
        """Every state with a pack."""
        return self._heads[0]

    def corridor(self, id_: str) -> Corridor:
        """One corridor. Raises ``BadInput`` "law.corridor"."""
        for found in self.corridors():
            if found.id == id_:
                return found
        known = [found.id for found in self.corridors()]
        raise _no_such("law.corridor", N_("There is no corridor “{found}”."), id_, known)

    def corridors(self) -> tuple[Corridor, ...]:
        """Every corridor with a pack."""
        return tuple(sorted(self._ways.corridors, key=lambda corridor: corridor.id))

    def opened(self, corridor: str, on: date) -> None:
        """Raise ``BadInput`` "law.before_agreement" for a day before the corridor's agreement."""
        found = self.corridor(corridor)
        if on < found.opened.earliest:
            raise BadInput(
                "law.before_agreement",
                sentence(
                    N_("{corridor} begins with its agreement in {opened}; {on} is before that."),
                    corridor=found.id,
                    opened=found.opened.text,
                    on=on.isoformat(),
                ),
                remedy=sentence(
                    N_("Check the date; an older contract has no agreement to rely on.")
                ),
                expected=found.opened.text,
                found=on.isoformat(),
                law=(found.opened_by,),
            )

    def procedure(self, corridor: str, route: str, regime: str, on: date) -> Procedure:
        """The steps of a corridor, route and regime on a day.

        Raises ``BadInput`` "law.corridor", "law.route", "law.before_agreement".
        """
        slot = (corridor, route, regime, on)
        if slot not in self._procedures:
            self._procedures[slot] = self._procedure(corridor, route, regime, on)
        return self._procedures[slot]

    def _procedure(self, corridor: str, route: str, regime: str, on: date) -> Procedure:
        place = self.corridor(corridor)
        self.opened(corridor, on)
        ways = [file for file in self._ways.procedures if file.corridor == corridor]
        fitting = [f for f in ways if f.route == route and regime in f.regimes and on in f.valid]
        if not fitting:
            raise _no_such(
                "law.route",
                N_("There is no procedure for “{found}” here."),
                f"{route} ({regime})",
                sorted({f"{file.route} ({r})" for file in ways for r in file.regimes}),
            )
        return fitting[0].build(lambda text: self._days(text, on), place.absent)

    def procedures(self, corridor: str) -> tuple[tuple[str, str, Period], ...]:
        """Route, regime and validity of every procedure of a corridor."""
        return tuple(
            (file.route, regime, file.valid)
            for file in self._ways.procedures
            if file.corridor == corridor
            for regime in file.regimes
        )

    def _days(self, text: str, on: date) -> int:
        if text.isdigit():
            return int(text)
        value = self.value(text, on).value
        return value if isinstance(value, int) else 0

    # Standards

    def clauses(self) -> tuple[Clause, ...]:
        """The canonical contract clauses, each with the direction that is worse."""
        return tuple(self._standards.clauses)

    def mandatory(self, jurisdiction: str) -> ClauseList | None:
        """The matters a jurisdiction says every contract must settle, or None."""
        for found in self._standards.mandatory:
            if found.jurisdiction == jurisdiction:
                return found
        return None

    def fee_items(self) -> tuple[FeeItem, ...]:
        """The international definition of recruitment fees and related costs, in our words."""
        return tuple(self._standards.fee_items)

    # Reading

    @cached_property
    def _heads(self) -> tuple[tuple[Jurisdiction, ...]]:
        paths = sorted((self.root / "jurisdictions").glob("*/jurisdiction.yaml"))
        pack = load(paths, self.root)
        raise_all(pack.problems)
        return (tuple(pack.jurisdictions),)

    @cached_property
    def _ways(self) -> Pack:
        folder = self.root / "corridors"
        pack = load(list(files(folder, cases=False)), self.root)
        raise_all(pack.problems)
        return pack

    @cached_property
    def _standards(self) -> Pack:
        pack = self._read("standards", [self.root / "standards"])
        for id_, value in self._policy.items():
            self._parameters[id_] = changed_policy(self._parameters.get(id_), id_, value)
        return pack

    def _load_owner(self, owner: str) -> bool:
        """Read the folder an id's first part names. False when there is none."""
        if owner in self._packs:
            return True
        if owner == "OC":
            _ = self._standards
            return True
        folders = [
            folder
            for kind in ("jurisdictions", "agreements")
            if (folder := self.root / kind / owner).is_dir()
        ]
        if folders:
            self._read(owner, folders)
        return bool(folders)

    def _load_all(self) -> None:
        if self._all:
            return
        _ = self._standards
        for kind in ("jurisdictions", "agreements"):
            for folder in sorted((self.root / kind).glob("*/")):
                self._load_owner(folder.name)
        self._ids = tuple(sorted(self._parameters))
        self._all = True

    def _read(self, owner: str, folders: list[Path]) -> Pack:
        paths = [path for folder in folders for path in files(folder, cases=False)]
        pack = load(paths, self.root)
        raise_all(pack.problems)
        self._packs[owner] = pack
        self._parameters.update({parameter.id: parameter for parameter in pack.parameters})
        return pack


def _no_such(code: str, template: str, found: str, known: list[str]) -> BadInput:
    return BadInput(
        code,
        sentence(template, found=found),
        remedy=sentence(N_("Use one of: {known}."), known=", ".join(known)),
        expected=known,
        found=found,
    )


__all__ = ["PACKAGED", "Book", "Table"]
