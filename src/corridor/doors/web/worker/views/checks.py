"""A private question of the labour inspectorate: did the money come?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import ActForm
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.worker.forms import chosen
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.views.shared import QUIET, ask, home_of, own_page, posted, show
from corridor.governance.inspection import actions
from corridor.governance.inspection import queries as inspection
from corridor.locale.formats import listing


class DidItCome(ActForm):
    """One question, three answers."""

    said = chosen(
        _("Did the money come?"),
        [
            ("came", _("Yes, all of it")),
            ("part", _("Only a part")),
            ("not", _("No")),
        ],
    )


@own_page
def check(request: HttpRequest, check: str) -> HttpResponse:
    """One private question; she may answer again, and differently, at any time."""
    by = actor_of(request)
    row = inspection.one_check(check, by)
    if request.GET.get("done"):
        return show(request, "check_done", back_url=home_of(str(row.contract_id)))
    months = listing([month_words(one) for one in row.order.months], by.language)
    context: dict[str, Any] = {
        "title": sentence(N_("Your wages of {months}"), months=months),
        "lead": _("Your employer says that it has now paid what was missing. Is it true for you?"),
        "note": _("Only the labour inspectorate counts the answers. Your employer never learns"
                  " whether you answered, what you said, or when."),
        "button": _("Send my answer"),
        "back_url": home_of(str(row.contract_id)),
        "quick_exit_url": QUIET,
    }  # fmt: skip
    return ask(
        request,
        DidItCome(posted(request)),
        actions.answer_check,
        done=lambda _answer: f"{at('check', check)}?done=1",
        page=context,
        check=check,
    )
