"""All writes are acts, and no door looks past the access rules."""

from __future__ import annotations

import ast

import pytest
from tests.house import rules, tree

# Infrastructure that must write below the acts. Each entry says why, and must still be needed.
BELOW_THE_ACTS: dict[str, str] = {
    "src/corridor/platform/journal/guard.py": "installs the triggers that refuse changes",
    "src/corridor/platform/journal/emptying.py": "the demo starts again from empty tables",
    "src/corridor/platform/records.py": "writes many facts at once for the acts that ask for it",
    "src/corridor/platform/translog/storage.py": "takes PostgreSQL's lock on the end of the log",
    "src/corridor/platform/access/once.py": "remembers idempotency keys around an act",
    "src/corridor/platform/operations/queries.py": "asks PostgreSQL how large it is",
    "src/corridor/doors/cli/nodes/checks.py": "asks pragmas, and tries to write a probe table",
}


def _offences() -> dict[str, list[rules.Found]]:
    found = {}
    for path in tree.modules("platform", "cycle", "governance", "doors", "site"):
        if path.name == "actions.py" or "actions" in path.parent.parts[-1:]:
            continue
        lines = rules.writes(tree.parsed(path))
        if lines:
            found[tree.name(path)] = lines
    return found


def test_only_acts_write() -> None:
    offences = {name: lines for name, lines in _offences().items() if name not in BELOW_THE_ACTS}
    assert not offences, "writes outside actions.py:\n" + "\n".join(
        f"  {name}:{line} {what}" for name, lines in offences.items() for line, what in lines
    )


def test_every_exception_is_still_needed() -> None:
    assert set(BELOW_THE_ACTS) <= set(_offences())


def test_doors_go_through_queries() -> None:
    offences = [
        f"  {tree.name(path)}:{line} {what}"
        for path in tree.modules("doors")
        for line, what in rules.managers(tree.parsed(path))
    ]
    assert not offences, "doors that reach past the access rules:\n" + "\n".join(offences)


@pytest.mark.parametrize(
    "line",
    [
        "contract.save()",
        "contract.save(update_fields=['state'])",
        "form.save(commit=False)",
        "Contract.objects.create(worker=w)",
        "Contract.objects.filter(id=1).update(state='x')",
        "rows(Contract, by).update(state='x')",
        "contract.delete()",
        "Contract.objects.bulk_create(many)",
        "contract.versions.get_or_create(number=1)",
        "connection.cursor().execute('delete from contracts')",
    ],
)
def test_a_write_is_noticed(line: str) -> None:
    assert rules.writes(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "image.save(path)",
        "cache.delete('key')",
        "answers.update({'a': 1})",
        "digest.update(b'x')",
        "rows(Contract, by).filter(id=1)",
        "duckdb.execute('select 1')",
    ],
)
def test_what_is_no_write_is_left_alone(line: str) -> None:
    assert rules.writes(ast.parse(line)) == []


@pytest.mark.parametrize(
    "line",
    ["Contract.objects.all()", "Contract._base_manager.get()", "get_object_or_404(Contract, id=1)"],
)
def test_reaching_past_the_rules_is_noticed(line: str) -> None:
    assert rules.managers(ast.parse(line))
