"""Every address as every role: who is let in, who is sent to sign in, who finds nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.access import tables, web
from tests.access.figures import tell
from tests.access.world import World

from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Role
from corridor.platform.access.acts import ACTS

# Pages are walked once: rows and fields are held against both databases in test_matrix.py, and
# each page's own tests, beside its view, run on both.
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.on_sqlite_only]

ACTS_AT = "/api/v1/acts/"
API = "/api/"
SIGNED = tuple(role for role in tables.ROLES if role is not Role.STRANGER)
Line = dict[str, str]


def _roles(line: Line) -> tuple[Role, ...]:
    named = {"*": tables.ROLES, "signed": SIGNED, "-": ()}
    found = named.get(line["roles"])
    return found if found is not None else tuple(Role(name) for name in line["roles"].split())


def _lines() -> dict[str, list[Line]]:
    """Pattern to its lines: an address may be told in two, for different roles."""
    found: dict[str, list[Line]] = {}
    for route, line in tables.routes().items():
        found.setdefault(route.partition(" (")[0], []).append(line)
    return found


def _outside(route: str, role: Role, line: Line) -> str:
    """What whoever is not named gets: sign-in, another role's page, or nothing."""
    if route.startswith(API):
        return "404"
    if route.startswith("/sign-in/"):
        return "302" if role is not Role.STRANGER else line["own"]
    return "in" if role is Role.STRANGER else "403"


def test_every_address_is_classified() -> None:
    """A new page without a line in the table fails here; acts have a table of their own."""
    known = {route for route in web.patterns() if not route.startswith(ACTS_AT)}
    assert known == set(_lines())
    acts = {route.removeprefix(ACTS_AT) for route in web.patterns() if route.startswith(ACTS_AT)}
    assert acts == {name.replace(".", "/", 1) for name in ACTS} - {"people/open_account"}


def test_who_opens_what(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Each address with a record of case A: its own party and everybody else, role by role."""
    visitor, wrong = web.Visitor(world), []
    for route, lines in _lines().items():
        for role in tables.ROLES:
            line = next((one for one in lines if role in _roles(one)), None)
            expected = line["own"] if line else _outside(route, role, lines[0])
            found = visitor.status(role, "own", route)
            if found != expected:
                wrong.append(f"{route} {role} own: {found}, expected {expected}")
    cells = len(_lines()) * len(tables.ROLES)
    tell(capsys, "page cells (address, role)", f"{cells:,} walked, {len(wrong)} mismatches")
    assert not wrong, "\n".join(wrong)


def test_who_is_unrelated_finds_nothing(world: World) -> None:
    """The same role without a side in case A, at home and abroad."""
    visitor, wrong = web.Visitor(world), []
    for route, lines in _lines().items():
        for line in lines:
            same, _, other = line["unrelated"].partition("/")
            if line["roles"] in {"*", "signed", "-"}:
                continue
            for role in _roles(line):
                for relation, expected in (("same", same), ("other", other or same)):
                    found = visitor.status(role, relation, route)
                    if found != expected:
                        wrong.append(f"{route} {role} {relation}: {found}, expected {expected}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_reads_no_name_and_no_number(world: World) -> None:
    """What strangers may open carries nothing of the case but what is public of its order."""
    secrets = _secrets(world)
    browser = web.client(world, Role.STRANGER, "own")
    for route in web.patterns():
        body = b"".join(web.get(browser, web.address(world, route)))
        found = [name for name, value in secrets.items() if value.encode() in body]
        # A refused page may repeat the address that was asked for, and nothing else.
        repeated = [name for name in found if secrets[name] in web.address(world, route)]
        assert found == repeated, (route, found)


def _secrets(world: World) -> dict[str, str]:
    from corridor.platform.people.models import Person

    case = world.cases["A"]
    worker = Person.objects.get(pk=world.actor(Role.WORKER, "own").person)
    return {
        "contract": case.contracts["main"],
        "worker": worker.id,
        "household": "Family of case A",
        "pass": world.of(_pass()).short_code,
        "statement": "It was there.",
    }


def _pass() -> Any:
    from corridor.cycle.departure.models import Pass

    return Pass


def test_no_act_is_open_to_strangers(world: World) -> None:
    """Each act's route, posted to by nobody: refused, never an error of ours."""
    browser = Client(raise_request_exception=False)
    for route in web.patterns():
        if route.startswith(ACTS_AT):
            answer = browser.post(
                route,
                json.dumps({}),
                content_type="application/json",
                headers={"Idempotency-Key": "stranger-key-1"},
            )
            assert 400 <= answer.status_code < 500, (route, answer.status_code)


def test_list_and_detail_agree_and_show_the_readable_fields_only(world: World) -> None:
    """The API's list and its single records, for every role and kind."""
    visitor = web.Visitor(world)
    for model in rules.DECLARATIONS:
        kind = model._meta.label_lower
        for role in tables.ROLES:
            by = world.actor(role, "own")
            listed = visitor.json(role, f"/api/v1/records/{kind}")
            fields = tables.fields().get((model._meta.label, role), frozenset())
            if not fields:
                assert listed["code"] == "api.kind", (kind, role)
                continue
            seen = list(rules.rows(model, by).order_by("pk")[:100])
            assert len(listed["records"]) == len(seen), (kind, role)
            for row, shown in zip(seen[:3], listed["records"], strict=False):
                assert set(shown) == fields | {"kind"}, (kind, role)
                assert visitor.json(role, f"/api/v1/records/{kind}/{row.pk}") == shown


def test_hidden_is_absent_to_the_byte(world: World) -> None:
    """Somebody else's record and one that never was: the same answer."""
    visitor = web.Visitor(world)
    for model in rules.DECLARATIONS:
        for role in tables.ROLES:
            hidden = set(world.marks[model]) - set(
                rules.rows(model, world.actor(role, "own")).values_list("pk", flat=True)
            )
            if not hidden or not all(isinstance(key, str) for key in hidden):
                continue
            where = f"/api/v1/records/{model._meta.label_lower}/"
            one = visitor.bytes(role, where + str(min(hidden)))
            none = visitor.bytes(role, where + "0" * 26)
            assert one == none, (where, role)
            assert one[0] == 404


def test_an_unknown_filter_is_refused(world: World) -> None:
    """A filter that does not exist, or names a field that may not be read, is never “all”."""
    visitor = web.Visitor(world)
    for role, query in (
        (Role.STRANGER, "vacancies.joborder?approval_reference=x"),
        (Role.EMPLOYER, "contracts.contract?worker__family_name=Gurung"),
        (Role.EMPLOYER, "contracts.contract?previous_id=x"),
        (Role.ORIGIN_OFFICER, "departure.pass?text=x"),
        (Role.INSPECTOR, "contracts.contract?worker_id=x"),
        (Role.WORKER, "contracts.contract?nonsense=1"),
    ):
        assert visitor.bytes(role, f"/api/v1/records/{query}")[0] == 400, query


def test_her_own_data_are_hers(world: World) -> None:
    """What a worker takes away holds her rows and nobody else's."""
    from corridor.platform.access.exports import own

    hers = own(world.actor(Role.WORKER, "own"))
    assert {row["id"] for row in hers["contracts.contract"]} == {
        world.cases["A"].contracts["main"],
        world.cases["A"].contracts["next"],
    }
    text = json.dumps(hers)
    for letter in ("B", "C"):
        assert world.cases[letter].contracts["main"] not in text
    assert own(STRANGER) == {}
