"""Every page of the administrator's face, looked at in two languages and two widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import people
from tests.support.browser import sign_in
from tests.support.clock import Clock
from tests.support.pictured import look
from tests.support.signed_in import account_of

from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.people import actions
from corridor.platform.people.models import Membership

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def test_the_administrators_pages(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    ada = people.actor(Role.ADMIN, "NPL", name="OpenCorridor node")
    who = people.person("Bishnu", "Adhikari")
    people.member(Role.INSPECTOR, people.organisation("inspectorate", "QAT"), who)
    held = Membership.objects.get(person=who)
    actions.issue_token(by=SYSTEM, membership=held.pk)
    page = f"/admin-desk/people/{who.pk}/"
    pages = [
        ("begin", "/admin-desk/"),
        ("found", "/admin-desk/?q=bishnu"),
        ("new-person", "/admin-desk/people/new/"),
        ("person", page),
        ("grant", f"{page}role/"),
        ("account", f"{page}account/"),
        ("end-role", f"/admin-desk/roles/{held.pk}/end/"),
        ("issue-key", f"/admin-desk/roles/{held.pk}/key/"),
        ("organisations", "/admin-desk/organisations/"),
        ("new-organisation", "/admin-desk/organisations/new/"),
        ("changes", "/admin-desk/changes/"),
    ]
    assert look(open_page, live, account_of(ada), "admin", pages) == []


def test_a_role_refused_in_words(open_page: Callable[..., Any], live: str, clock: Clock) -> None:
    ada = people.actor(Role.ADMIN, "NPL")
    holder = people.actor(Role.EMPLOYER, "QAT")
    office = people.organisation("inspectorate", "QAT", name="Labour inspection, Doha")
    page = open_page()
    sign_in(page, live, account_of(ada))
    page.goto(f"{live}/admin-desk/people/{holder.person}/role/?lang=en")
    assert page.query_selector("#id_organisation"), page.text_content("main")
    page.select_option("#id_organisation", office.pk)
    page.select_option("#id_role", "inspector")
    page.click("text=Grant the role")
    assert "cannot hold these two roles" in page.text_content("main")
