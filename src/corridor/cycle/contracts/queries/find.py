"""Finding a contract by what lies on the desk: its number, a receipt's code, a passport.

A number is read whole or in its short form; two contracts may share a short form, so a look-up
answers with every one the reader may see.
"""

from __future__ import annotations

from django.db.models import Q

from corridor.core.codes.short import tail_of, tidy
from corridor.cycle.contracts.models import Contract, Registration
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows
from corridor.platform.people import queries as people


def find(text: str, by: Actor, *, limit: int = 20) -> list[Contract]:
    """The contracts with this number, receipt or exact passport, among those ``by`` may see."""
    bare = tidy(text)
    if not bare:
        return []
    receipts = rows(Registration, by).filter(short_code=f"{bare[:5]}-{bare[5:]}")
    wanted = numbered(text) | Q(pk__in=receipts.values("version__contract"))
    holder = people.by_passport(text.strip())
    if holder is not None:
        wanted |= Q(worker=holder)
    found = rows(Contract, by).filter(wanted).select_related("worker", "employer", "agency")
    return list(found.order_by("-id")[:limit])


def numbered(text: str) -> Q:
    """Contracts with this number, whole or in its short form, however it is written."""
    tail = tail_of(text)
    return Q(pk=tidy(text)) | Q(tail=tail) if tail else Q(pk=tidy(text))
