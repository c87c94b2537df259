"""Security events go to the journal, without names, numbers or addresses of machines."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from corridor.platform.people import actions as people
from corridor.platform.people import queries


@receiver(user_logged_in, dispatch_uid="corridor.signed_in")
def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Somebody came in."""
    people.note_sign_in(user, "sign_in.in")


@receiver(user_locked_out, dispatch_uid="corridor.locked_out")
def locked(sender: Any, username: Any = "", **kwargs: Any) -> None:
    """A name was tried too often; journalled when it is somebody's."""
    account = queries.account_named(str(username or ""))
    if account is not None:
        people.note_sign_in(account, "sign_in.locked")
