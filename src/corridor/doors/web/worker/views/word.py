"""What no wage file can tell: food and housing that were promised, and the account that is hers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from corridor.core.periods import RoughDate
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.queries import items_promised, own_accounts_of
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.worker.forms import Confirm, ItemsForm, OwnAccountForm
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.views.shared import QUIET, ask, bare, own_page, posted

WHO = _("Your employer never sees your answer. A union that helps you and the labour inspectorate"
        " can see it, unless you tell nobody.")  # fmt: skip


@own_page
def items(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """Were food and housing given in a month, as the contract promises?"""
    promised = items_promised(contract, month, actor_of(request))
    if not promised:
        raise NotFound(
            "worker.no_items",
            sentence(N_("Your contract promises no food and no housing for this month.")),
            remedy=sentence(N_("Go back to your wages.")),
        )
    return ask(
        request,
        ItemsForm(promised, posted(request)),
        employment.answer_items,
        done=lambda _answer: at("wages", contract),
        page={
            "title": sentence(N_("Food and housing in {month}"), month=RoughDate(month)),
            "lead": _("Your contract promises this beside your wage."),
            "note": WHO,
            "button": _("Keep my answer"),
            "back_url": at("wages", contract),
            "quick_exit_url": QUIET,
        },
        contract=contract,
        month=month,
    )


@own_page
def account(request: HttpRequest, contract: str) -> HttpResponse:
    """Which account is hers; what she said before is shown by its last four signs."""
    bare(request, contract)
    context: dict[str, Any] = {
        "title": _("Which bank account is yours?"),
        "lead": _("If a wage goes to another account, you will see it here."),
        "note": _(
            "The number is kept locked; nobody can read it. A union that helps you and the labour"
            " inspectorate can see only that a wage went elsewhere, unless you tell nobody. Your"
            " employer never learns of it."
        ),
        "accounts": own_accounts_of(contract, actor_of(request)),
        "number": contract,
        "button": _("Keep this account"),
        "back_url": at("wages", contract),
        "quick_exit_url": QUIET,
    }
    return ask(
        request,
        OwnAccountForm(posted(request)),
        employment.state_account,
        template="account",
        done=lambda _row: at("account", contract),
        page=context,
        contract=contract,
    )


@own_page
def no_account(request: HttpRequest, contract: str) -> HttpResponse:
    """Take back every account she named."""
    bare(request, contract)
    return ask(
        request,
        Confirm(posted(request)),
        employment.state_account,
        done=lambda _row: at("account", contract),
        page={
            "title": _("Take back the accounts you named?"),
            "lead": _("Then nobody can tell any more whether your wage went elsewhere."),
            "button": _("Yes, take them back"),
            "back_url": at("account", contract),
            "quick_exit_url": QUIET,
        },
        contract=contract,
    )
