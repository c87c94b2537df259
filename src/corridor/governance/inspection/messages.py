"""What this room tells an establishment's own people, and an officer. No wage or worker is named.

They hear of an officer's acts on an order, at the moment of the act. What workers are asked and
answer in private moves nothing here: neither what is sent nor when.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from corridor.core.text import N_
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.messages.actions import send
from corridor.platform.messages.templates import declare
from corridor.platform.people.models import Organisation, Person

VISIT = "inspection_visit_handed"
MADE, UPHELD, CLOSED = "inspection_order", "inspection_appeal_answered", "inspection_order_closed"
JUDGED, WITHDRAWN = "inspection_order_judged", "inspection_order_withdrawn"

declare(MADE, N_("The labour inspectorate made an order. Sign in to read it and its deadline."))
declare(UPHELD, N_("Your appeal to the labour inspectorate was answered. Sign in to read it."))
declare(CLOSED, N_("The labour inspectorate closed an order. Sign in to read it."))
declare(JUDGED, N_("A court decided about an order of the labour inspectorate. Sign in."))
declare(WITHDRAWN, N_("The labour inspectorate took an order back. Sign in to read why."))

# To an officer, and to no establishment.
declare(VISIT, N_("A colleague handed you a planned visit. Sign in to see it on your list."))


def tell(site: Organisation, template: str, on: date) -> None:
    """Write to everybody who acts for the establishment on that day, each in their language."""
    acting = Q(memberships__ends=None) | Q(memberships__ends__gt=on)
    people = Person.objects.filter(
        acting,
        memberships__organisation=site,
        memberships__role=Role.EMPLOYER.value,
        memberships__starts__lte=on,
    )
    for one in people.distinct().order_by("id"):
        send(person=one, template=template, by=SYSTEM)
