"""What she is owed at the end: as it stands, or as it would stand if her work ended today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_
from corridor.cycle.employment.queries import ending
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.shared import ending as shown
from corridor.doors.web.words import say
from corridor.doors.web.worker.views.shared import QUIET, home_of, own_page, show

WHY: dict[str, str] = {
    "completed": N_("The contract comes to its end"),
    "resigned": N_("I resign"),
    "dismissed": N_("My employer ends it"),
}
"""What she may ask before anything has ended."""


@own_page
def end_of_service(request: HttpRequest, contract: str) -> HttpResponse:
    """Every part with its arithmetic, the last lawful day, and what was stated as paid."""
    why = request.GET.get("why", "")
    why = why if why in WHY else "completed"
    found = ending(contract, actor_of(request), why)
    verdict, told = shown.standing(found)
    return show(
        request,
        "ending",
        found=found,
        parts=shown.parts(found),
        reckoning=shown.reckoning(found.ending.benefit, found.ending.due, found.ending.why or ""),
        verdict=verdict,
        standing=told,
        why=why,
        whys=[(key, say(words)) for key, words in WHY.items()],
        back_url=home_of(contract),
        quick_exit_url=QUIET,
    )
