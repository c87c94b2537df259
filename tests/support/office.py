"""Signing in to the faces as an officer, and counting what a page asks of the database."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.people import actions as people
from corridor.platform.people.models import Account


def client_of(by: Actor) -> Client:
    """A browser signed in as the person behind ``by``."""
    account = Account.objects.filter(person_id=by.person).first()
    if account is None:
        account = people.open_account(
            by=SYSTEM, person=by.person or "", username=f"u-{(by.person or '')[-10:].lower()}"
        )
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def queries_of(client: Client, url: str) -> int:
    """How many look-ups one view of a page takes, on every database, after a first visit."""
    client.get(url)
    with (
        CaptureQueriesContext(connections["default"]) as clear,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert client.get(url).status_code == 200
    return len(clear) + len(keys)


def once_of(response: Any, action: str) -> dict[str, str]:
    """The idempotency key of the form with this action on a page."""
    text = response.content.decode()
    form = text[text.index(f'action="{action}') :]
    start = form.index('name="once" value="') + len('name="once" value="')
    return {"once": form[start : form.index('"', start)]}
