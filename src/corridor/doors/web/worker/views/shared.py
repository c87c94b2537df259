"""What the views of this face share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries import ContractPage, contract_of, contract_page
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import ActForm, for_roles, handle
from corridor.doors.web.worker.now import at
from corridor.engines import law
from corridor.platform.access.actor import Role

QUIET = "https://www.wikipedia.org/"
"""Where “leave this page now” leads: nothing of ours stays in sight."""

own_page = for_roles(Role.WORKER)


def own(request: HttpRequest, contract: str) -> ContractPage:
    """The worker's contract with all that hangs on it; ``NotFound`` for anybody else's."""
    return contract_page(contract, actor_of(request))


def bare(request: HttpRequest, contract: str) -> Contract:
    """The contract alone; ``NotFound`` for anybody else's."""
    return contract_of(contract, actor_of(request))


def show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A page of this face."""
    return render(request, f"web/worker/{template}.html", context)


def ask(
    request: HttpRequest,
    form: ActForm,
    act: Callable[..., Any],
    *,
    done: Callable[[Any], str],
    page: Mapping[str, Any],
    template: str = "form",
    **fixed: Any,
) -> HttpResponse:
    """One question and one act. ``page``: title, lead, button, back_url, quick_exit_url."""
    name = f"web/worker/{template}.html"
    return handle(request, form, act, template=name, done=done, context=page, **fixed)


def posted(request: HttpRequest) -> Any:
    """The form's data, None before it was sent."""
    return request.POST if request.method == "POST" else None


def home_of(contract: Contract | str) -> str:
    """The page of one contract."""
    return at("contract", str(contract.pk if isinstance(contract, Contract) else contract))


def countries(contract: Contract) -> tuple[str, str]:
    """Origin and destination of a contract, alpha-3."""
    corridor = law.book().corridor(contract.corridor)
    return corridor.origin, corridor.destination
