"""What a stranger may learn from a receipt's short code: that it exists, and its fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.cycle.contracts.models import Registration
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM


@dataclass(frozen=True, slots=True)
class KnownReceipt:
    """A receipt on record: its code, the day, and the first 32 hex digits of the fingerprint."""

    short_code: str
    on: date
    digest: str


def by_short_code(code: str) -> KnownReceipt | None:
    """The receipt with this ten-character code; small letters and a missing dash do not matter.

    No person, employer or term is in the answer: a code may be read over a shoulder.
    """
    tidy = "".join(code.split()).replace("-", "").upper()
    found = (
        rules.rows(Registration, SYSTEM)
        .filter(short_code=f"{tidy[:5]}-{tidy[5:]}")
        .select_related("version")
        .order_by("id")
        .first()
    )
    if found is None:
        return None
    return KnownReceipt(found.short_code, found.on, found.version.digest[:32])
