"""Checks whole packs: every file, every reference between files, every worked case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.law.book import PACKAGED, Book
from corridor.engines.law.cases import run_cases
from corridor.engines.law.model import Agreement, Jurisdiction, LawConflict
from corridor.engines.law.pack import Pack, files, load


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: problems, and the doubts that are no mistakes."""

    problems: tuple[Problem, ...]
    conflicts: tuple[tuple[str, LawConflict], ...]
    ids: int
    values: int
    unverified: int
    procedures: int
    cases: int

    def as_json(self) -> dict[str, Any]:
        return {
            "valid": not self.problems,
            "ids": self.ids,
            "values": self.values,
            "unverified": self.unverified,
            "procedures": self.procedures,
            "cases": self.cases,
            "open_conflicts": [
                {"id": id_, **conflict.as_json()} for id_, conflict in self.conflicts
            ],
            "errors": [problem.as_json() for problem in self.problems],
        }


def report(path: Path | None = None) -> Report:
    """Check the law under ``path``: the packaged law, another root, one folder or one file.

    A folder or file outside a root is read together with the packaged law, whose values its
    references may name.
    """
    target = (path or PACKAGED).resolve()
    if not target.exists():
        raise BadInput(
            "law.path",
            sentence(N_("There is no file or folder “{path}”."), path=str(path)),
            remedy=sentence(N_("Give the path of a law pack.")),
            place=Place(file=str(path)),
        )
    whole = (target / "jurisdictions").is_dir()
    root = target if whole else PACKAGED
    paths = [target] if target.is_file() else list(files(target))
    if not paths:
        raise BadInput(
            "law.empty",
            sentence(N_("There is no law pack in “{path}”."), path=str(path)),
            remedy=sentence(N_("Give the path of a law pack.")),
            place=Place(file=str(path)),
        )
    pack = load(paths, root if target.is_relative_to(root) else target.parent)
    problems = list(pack.problems)
    if not problems:
        problems += _across(pack, pack if whole else _packaged(target, pack))
    cases = 0
    for name, tree in pack.cases if not problems else ():
        count, found = run_cases(Book(root), name, tree)
        cases += count
        problems += found
    return Report(
        problems=tuple(sorted(problems, key=_place)),
        conflicts=tuple(
            (parameter.id, conflict)
            for parameter in pack.parameters
            for conflict in parameter.conflicts
            if conflict.open
        ),
        ids=len(pack.parameters),
        values=sum(len(parameter.dated) for parameter in pack.parameters),
        unverified=sum(parameter.unverified for parameter in pack.parameters),
        procedures=len(pack.procedures),
        cases=cases,
    )


def check(path: Path | None = None) -> list[Problem]:
    """Every problem of the law under ``path``, each with file, line and field."""
    return list(report(path).problems)


def _packaged(target: Path, pack: Pack) -> Pack:
    """The packaged law around one part of it, so that references can be followed."""
    return load(
        [path for path in files(PACKAGED) if not path.is_relative_to(target)],
        PACKAGED,
        Pack(parameters=list(pack.parameters), clauses=list(pack.clauses)),
    )


def _place(problem: Problem) -> tuple[str, int]:
    return problem.place.file or "", problem.place.line or 0


def _across(pack: Pack, around: Pack) -> list[Problem]:
    """What no single file can show."""
    ids = {parameter.id for parameter in around.parameters}
    return [
        *_twice(pack),
        *_verified(pack),
        *_references(pack, ids, {clause.id for clause in around.clauses}),
        *_same_procedure(pack),
        *_ways(pack, around),
    ]


def _problem(code: str, message: Sentence, file: str, line: int, field: str) -> Problem:
    return BadInput(
        code,
        message,
        remedy=sentence(N_("docs/law-format.md says how packs refer to each other.")),
        place=Place(file=file, line=line, field=field),
    )


def _twice(pack: Pack) -> Iterable[Problem]:
    counts = Counter(parameter.id for parameter in pack.parameters)
    for parameter in pack.parameters:
        if counts[parameter.id] > 1:
            yield _problem(
                "law.id_twice",
                sentence(N_("The id {id} is described more than once."), id=parameter.id),
                parameter.file,
                parameter.line,
                "id",
            )


def _verified(pack: Pack) -> Iterable[Problem]:
    """A pack with an open conflict, or with something still to verify, is not verified."""
    heads: list[Jurisdiction | Agreement] = [*pack.jurisdictions, *pack.agreements]
    for head in heads:
        own = [p for p in pack.parameters if Path(p.file).parent == Path(head.file).parent]
        doubts = [p.id for p in own if p.open_conflicts or p.unverified]
        if head.verified and doubts:
            yield _problem(
                "law.verified",
                sentence(
                    N_("{pack} cannot be verified while these are in doubt: {ids}."),
                    pack=head.id,
                    ids=", ".join(doubts),
                ),
                head.file,
                1,
                "verified",
            )


def _references(pack: Pack, ids: set[str], clauses: set[str]) -> Iterable[Problem]:
    for corridor in pack.corridors:
        named = [id_ for group in corridor.laws.values() for id_ in group]
        named += [charge.amount for charge in corridor.pays if charge.amount]
        named += [corridor.opened_by, *([corridor.prevailing] if corridor.prevailing else [])]
        named += [rule.format for rule in corridor.wage_file.values() if rule.format]
        yield from _unknown(named, ids, corridor.file, 1, "laws")
    for file in pack.procedures:
        for step in file.build(lambda text: int(text) if text.isdigit() else 0).steps:
            fees = [fee.amount for fee in step.fees if fee.amount]
            yield from _unknown([*step.law, *fees], ids, file.reader.file, file.line, step.id)
        for block in file.steps:
            for name in ("not_before", "clock", "appeal"):
                days = str(block.get(name, {}).get("days", "0"))
                if not days.isdigit():
                    yield from _unknown([days], ids, file.reader.file, block.line, name)
    for listed in pack.mandatory:
        for item in listed.items:
            missing = [clause for clause in item.clauses if clause not in clauses]
            yield from _unknown(missing, set(), listed.file, 1, item.id)


def _unknown(
    named: Iterable[str], ids: set[str], file: str, line: int, field: str
) -> Iterable[Problem]:
    for id_ in named:
        if id_ not in ids:
            yield _problem(
                "law.reference",
                sentence(N_("“{id}” is described nowhere."), id=id_),
                file,
                line,
                field,
            )


def _same_procedure(pack: Pack) -> Iterable[Problem]:
    for index, file in enumerate(pack.procedures):
        for other in pack.procedures[:index]:
            same = (file.corridor, file.route) == (other.corridor, other.route)
            if same and set(file.regimes) & set(other.regimes) and file.valid.overlaps(other.valid):
                yield _problem(
                    "law.procedure_twice",
                    sentence(
                        N_("{one} and {other} hold for the same route at the same time."),
                        one=file.id,
                        other=other.id,
                    ),
                    file.reader.file,
                    file.line,
                    "from",
                )


def _ways(pack: Pack, around: Pack) -> Iterable[Problem]:
    """Every procedure belongs to a corridor that knows its route and regimes."""
    corridors = {corridor.id: corridor for corridor in around.corridors + pack.corridors}
    for file in pack.procedures:
        corridor = corridors.get(file.corridor)
        if corridor is None:
            yield from _unknown([file.corridor], set(), file.reader.file, file.line, "corridor")
            continue
        yield from _unknown(
            [file.route], set(corridor.routes), file.reader.file, file.line, "route"
        )
        regimes = set(corridor.regimes)
        yield from _unknown(file.regimes, regimes, file.reader.file, file.line, "regimes")
