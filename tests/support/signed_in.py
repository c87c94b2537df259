"""A browser of the test client that is signed in as somebody."""

from __future__ import annotations

from django.test import Client

from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.people import actions
from corridor.platform.people.models import Account


def account_of(by: Actor) -> Account:
    """The account of an actor's person, opened when there is none."""
    found = Account.objects.filter(person=by.person).first()
    return found or actions.open_account(by=SYSTEM, person=by.person or "")


def client_of(by: Actor) -> Client:
    """A test client signed in as ``by``."""
    client = Client()
    account = account_of(by)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
