"""Offers: to a selected candidate, under an order, directly, again after an earlier contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.codes.isco import unit_group
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.corridors.parties import policy
from corridor.cycle.employment.queries.contract_page import party_page
from corridor.cycle.recruitment import queries as candidates
from corridor.cycle.vacancies import actions as vacancies
from corridor.cycle.vacancies import queries as orders
from corridor.cycle.vacancies.models import JobOrder
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Answer
from corridor.doors.web.employer import forms
from corridor.doors.web.employer.presenters import work_words
from corridor.doors.web.employer.views.shared import BASE, at, own_page, posted
from corridor.doors.web.shared.confirm import confirmed, terms_answers
from corridor.doors.web.shared.figures import language_name
from corridor.doors.web.shared.vocabulary import REGIMES, ROUTES
from corridor.doors.web.words import Text
from corridor.engines import law

_KEPT = ("employer_id", "occupation_isco", "signed_place_date")


@own_page
def to_candidate(request: HttpRequest, candidate: str) -> HttpResponse:
    """An offer to the candidate who was chosen; the terms begin as the order has them."""
    found = candidates.candidate(candidate, actor_of(request))
    return _offer(
        request,
        who=found.person.name,
        place=(found.corridor, found.route, found.regime),
        terms=found.order.terms,
        order=found.order,
        back=at("order", found.order_id),
        candidate=candidate,
    )


@own_page
def under_order(request: HttpRequest, order: str) -> HttpResponse:
    """An offer under an order without an agency, to the holder of a passport."""
    row = orders.order_page(order, actor_of(request)).order
    return _offer(
        request,
        place=(row.corridor, row.route, row.regime),
        terms=row.terms,
        order=row,
        ask_passport=True,
        back=at("order", order),
        fixed_order=order,
    )


@own_page
def direct(request: HttpRequest, corridor: str, route: str, regime: str, isco: str) -> HttpResponse:
    """An offer where the law asks for no job order, such as a change of employer."""
    unit_group(isco)  # refuses a code that the classification does not have
    return _offer(
        request,
        place=(corridor, route, regime),
        terms={"occupation_isco": isco},
        ask_passport=True,
        back=at("offer-start"),
    )


@own_page
def again(request: HttpRequest, contract: str, route: str) -> HttpResponse:
    """A new contract with the same worker: back again, or renewed."""
    page = party_page(contract, actor_of(request))
    row = page.contract
    return _offer(
        request,
        who=row.worker.name,
        place=(row.corridor, route, row.regime),
        terms=page.case.version.terms,
        sector=row.sector,
        job=row.job,
        back=at("contract", contract),
        previous=contract,
    )


def _offer(
    request: HttpRequest,
    *,
    place: tuple[str, str, str],
    terms: Mapping[str, Any],
    back: str,
    who: str = "",
    order: JobOrder | None = None,
    ask_passport: bool = False,
    sector: str = "",
    job: str = "",
    fixed_order: str = "",
    **fixed: Any,
) -> HttpResponse:
    corridor, route, regime = place
    sector, job = (order.sector, order.job) if order is not None else (sector, job)
    data, files = posted(request)
    form = forms.OfferForm(
        data,
        files,
        corridor=corridor,
        route=route,
        regime=regime,
        terms=terms,
        without=("employer_id", "occupation_isco"),
        ask_passport=ask_passport,
        sector=sector,
        job=job,
    )
    form.kept = {name: terms[name] for name in _KEPT if name in terms}
    days = policy("OC.offer.irrevocable_days", form.on)
    until = form.on + timedelta(days=days)

    def review() -> dict[str, Any]:
        given = form.given()
        read = law_terms.read(corridor, route, regime, given["terms"], sector=sector, job=job)
        law_terms.refuse_below_floor(read, form.on)
        if order is not None:
            law_terms.refuse_worse(
                law_terms.compare(vacancies.order_terms(order), read, form.on),
                "contracts.worse_than_order",
                sentence(N_("Offer at least what the attested job order promises.")),
            )
        return {
            "answers": _answers(form, who, str(terms.get("occupation_isco", ""))),
            "check_title": N_("Check the offer, then sign it"),
            "check_lead": N_("You sign first. The worker signs last, after time to think."),
            "check_button": N_("Sign the offer"),
            "notices": (
                sentence(
                    N_("Once signed, you cannot take this offer back until {day}."), day=until
                ),
                N_("The worker may say no without giving a reason."),
            ),
        }

    page = {
        "base_template": BASE,
        "who": who,
        "title": _title(who),
        "route": ROUTES.get(route, route),
        "regime": REGIMES.get(regime, regime),
        "corridor": law.book().corridor(corridor).title,
        "occupation": work_words(str(terms["occupation_isco"]))
        if terms.get("occupation_isco")
        else "",
        "until": until,
        "under_order": order is not None,
        "back_url": back,
    }
    given = {name: value for name, value in fixed.items() if value}
    if fixed_order:
        given["order"] = fixed_order
    return confirmed(
        request,
        form,
        contracts.offer,
        template="web/employer/offer_form.html",
        done=lambda contract: at("contract", contract.pk),
        page=page,
        review=review,
        corridor=corridor,
        route=route,
        regime=regime,
        sector=sector,
        job=job,
        **given,
    )


def _title(who: str) -> Text:
    return sentence(N_("An offer to {name}"), name=who) if who else N_("An offer to a worker")


def _answers(form: forms.OfferForm, who: str, isco: str) -> list[Answer]:
    given = form.given()
    head = [Answer(N_("Worker"), who)] if who else []
    if given.get("passport"):
        head.append(Answer(N_("Passport number of the worker"), given["passport"]))
    if isco:
        head.append(Answer(N_("Work"), work_words(isco)))
    names = ", ".join(language_name(code) for code in given["languages"])
    tail = [
        Answer(N_("First day of work"), given["starts"] or N_("When the worker arrives")),
        Answer(N_("Languages of the contract"), names),
    ]
    return head + terms_answers(form) + tail
