"""What the administrator's page calls things."""

from __future__ import annotations

from corridor.core.text import N_
from corridor.platform.access.actor import Role

GRANTED: tuple[Role, ...] = (
    Role.EMPLOYER,
    Role.AGENCY,
    Role.LABOUR_ATTACHE,
    Role.ORIGIN_OFFICER,
    Role.DESTINATION_OFFICER,
    Role.BORDER_OFFICER,
    Role.COUNSELLOR,
    Role.INSPECTOR,
    Role.UNION,
    Role.STATISTICIAN,
    Role.ADMIN,
)
"""The roles that can be granted."""

KINDS: dict[str, str] = {
    "employer": N_("Employer"),
    "household": N_("Household"),
    "agency": N_("Recruitment agency"),
    "ministry": N_("Ministry or department"),
    "mission": N_("Embassy or consulate"),
    "inspectorate": N_("Labour inspection"),
    "border": N_("Border control"),
    "union": N_("Union"),
    "desk": N_("Help desk"),
    "statistics": N_("Statistical office"),
    "node": N_("Operator of this system"),
}
"""The kinds of organisations."""

CHANGES: dict[str, str] = {
    "people.register_organisation": N_("Organisation registered"),
    "people.grant_role": N_("Role granted"),
    "people.end_role": N_("Role ended"),
    "people.open_account": N_("Account opened"),
    "people.issue_token": N_("Key to the API issued"),
    "people.end_token": N_("Key to the API ended"),
    "clock.move": N_("Clock of the demo moved"),
}
"""The acts that an administrator's audit list shows."""
