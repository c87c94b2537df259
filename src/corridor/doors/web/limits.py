"""How often one visitor may ask: so that codes cannot be tried one after the other.

Counted in the memory of this process, by a keyed digest of the address; nothing is stored.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from corridor.core.problems import Problem
from corridor.core.text import N_, sentence


class TooMany(Problem):
    """Asked too often in a short time."""

    status = 429


def limit(request: HttpRequest, what: str, *, times: int, seconds: int = 60) -> None:
    """Raise ``TooMany`` from the ``times + 1``-th request within ``seconds``."""
    address = request.META.get("REMOTE_ADDR", "")
    digest = salted_hmac("corridor.limit", f"{what}|{address}", secret=settings.SECRET_KEY)
    slot = f"limit:{what}:{digest.hexdigest()[:32]}"
    cache.add(slot, 0, seconds)
    try:
        asked = cache.incr(slot)
    except ValueError:  # it ran out between the two calls
        asked = 1
    if asked > times:
        raise TooMany(
            "address.too_many",
            sentence(N_("That was asked too often in a short time.")),
            remedy=sentence(N_("Wait {seconds} seconds and try again."), seconds=seconds),
        )
