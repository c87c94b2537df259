"""Every address of the house, filled in with a record of case A, and who may open it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from tests.access.story import FEBRUARY
from tests.access.world import World
from tests.support.signed_in import client_of

from corridor.cycle.contracts.models import PresentedPaper, Registration
from corridor.cycle.recruitment.models import Candidate
from corridor.governance.observatory.models import Protection, Release, Table
from corridor.governance.observatory.public_files import STAGED
from corridor.platform.access.actor import Role
from corridor.platform.documents.models import File
from corridor.platform.exchange.models import Import
from corridor.platform.people.models import AccessToken, Membership

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def patterns() -> list[str]:
    """Every address pattern of the project, as one string each."""

    def walk(found: list[Any], before: str) -> Iterator[str]:
        for one in found:
            if isinstance(one, URLPattern):
                yield before + str(one.pattern)
            elif isinstance(one, URLResolver):
                yield from walk(one.url_patterns, before + str(one.pattern))

    return sorted(set(walk(get_resolver().url_patterns, "/")))


def address(world: World, route: str) -> str:
    """The pattern with records of case A in its places."""
    if not world.places:
        world.places = places(world)
    values = world.places
    area = route.split("/")[1]

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        return str(values.get(f"{area}.{name}", values.get(name, "none")))

    return _PLACE.sub(fill, route)


def places(world: World) -> dict[str, Any]:
    """What stands for each named place of a pattern."""
    case = world.cases["A"]
    main = case.contracts["main"]
    worker = world.actor(Role.WORKER, "own").person
    employer = world.actor(Role.EMPLOYER, "own")
    held = Membership.objects.get(person=employer.person)
    agency = world.actor(Role.AGENCY, "own").organisation
    return {
        "contract": main,
        "contract_id": main,
        "order": case.orders["main"],
        "order_id": case.orders["main"],
        "candidate": Candidate.objects.get(contract=main).pk,
        "candidate_id": Candidate.objects.get(contract=main).pk,
        "registration_id": Registration.objects.filter(version__contract=main).earliest("id").pk,
        "paper": PresentedPaper.objects.get(contract=main).pk,
        "paper_id": PresentedPaper.objects.get(contract=main).pk,
        "file": File.objects.filter(organisation=employer.organisation).earliest("id").pk,
        "amendment": case.ids["amendment"],
        "clearance": case.ids["clearance"],
        "appeal_id": case.ids["appeal"],
        "batch_id": case.ids["batch"],
        "register_id": case.ids["register"],
        "report": case.ids["report"],
        "inspection.order": case.ids["inspection_order"],
        "inspection_order": case.ids["inspection_order"],
        "visit": case.ids["visit"],
        "evidence": case.ids["evidence"],
        "check": case.ids["check"],
        "country": "QAT",
        "mandate": case.ids["mandate"],
        "change": case.ids["change"],
        "power": case.ids["power"],
        "counselling": case.ids["counselling"],
        "staged": case.ids["staged"],
        "month": FEBRUARY,
        "number": 1,
        "version": 1,
        "person": worker,
        "membership": held.pk,
        "token": AccessToken.objects.get(membership=held).pk,
        "employer": employer.organisation,
        "agency_id": agency,
        "corridor": "NPL-QAT",
        "corridor_id": "NPL-QAT",
        "regime": "general",
        "route": "rehire",
        "isco": "9313",
        "value_id": "QAT.minimum_wage.basic",
        "name": "contract-terms",
        "step": "insured",
        "key": "check",
        "layout": "worker",
        "pk": 1,
        "index": 1,
        "kind": "contracts.contract",
        "record_id": main,
        "key_id": "none",
        "indicator": "workers-abroad",
        "table": Table.objects.earliest("id").pk,
        "protection": Protection.objects.earliest("id").pk,
        "release": Release.objects.earliest("id").pk,
        "statistics.kind": "csv",
        "statistics-desk.staged": Import.objects.filter(table=STAGED).earliest("id").pk,
    }


def client(world: World, role: Role, relation: str) -> Client:
    """A browser of that role; the stranger's is not signed in."""
    if role is Role.STRANGER:
        return Client(raise_request_exception=False)
    found = client_of(world.actor(role, relation))
    found.raise_request_exception = False
    return found


class Visitor:
    """Everybody's browser, each signed in once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browsers: dict[tuple[Role, str], Client] = {}

    def ask(self, role: Role, relation: str, where: str) -> Any:
        """The answer to a GET by that role."""
        key = (role, relation)
        if key not in self.browsers:
            self.browsers[key] = client(self.world, role, relation)
        return get(self.browsers[key], where)

    def status(self, role: Role, relation: str, route: str) -> str:
        """The status of a pattern's address, ``in`` for the way to the sign-in page."""
        answer = self.ask(role, relation, address(self.world, route))
        if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
            return "in"
        return str(answer.status_code)

    def json(self, role: Role, where: str) -> Any:
        """A JSON answer to the party of case A."""
        return json.loads(self.ask(role, "own", where).content)

    def bytes(self, role: Role, where: str) -> tuple[int, bytes]:
        """Status and body for the party of case A."""
        answer = self.ask(role, "own", where)
        return answer.status_code, b"".join(answer)


class _UndoError(Exception):
    pass


def get(browser: Client, where: str) -> HttpResponseBase:
    """A GET whose every write is undone: looking changes nothing for the next one."""
    answer: HttpResponseBase | None = None
    try:
        with transaction.atomic():
            answer = browser.get(where)
            raise _UndoError
    except _UndoError:
        assert answer is not None
        return answer
