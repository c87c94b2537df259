"""Corridors and their procedures: who does what by when, what it costs, where to appeal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.problems import BadInput, NotFound
from corridor.core.procedure import Procedure
from corridor.core.steps import Fee, Step
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.components.line import CorridorLine
from corridor.doors.web.components.models import LawRef, Source
from corridor.doors.web.public.law_views import source
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.shared.figures import counted, language_name
from corridor.doors.web.shared.vocabulary import PAYERS, REGIMES, ROLES, ROUTES, TIERS
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.engines.law import Charge, StepNote
from corridor.platform.clock.queries import today


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost: who pays it, how much, and the part of the definition it goes against."""

    what: Text
    payer: Text
    worker: bool
    amount: Any
    law: LawRef | None
    against: Text
    plain: Text = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a procedure, in words."""

    number: int
    step: Step
    note: StepNote
    who: tuple[Text, ...]
    silent: bool
    waits: tuple[Sentence, ...]
    rest: str
    clock: str
    costs: tuple[Cost, ...]
    laws: tuple[LawRef, ...]
    sources: tuple[Source, ...]
    tier: Text


def law_refs(ids: tuple[str, ...]) -> tuple[LawRef, ...]:
    """Links to law values by their plain titles."""
    known = set(law.book().ids())
    found = []
    for id_ in ids:
        whole = id_ if id_ in known else id_.rpartition(".")[0]
        if whole in known:
            title = law.book().parameter(whole).title
            found.append(LawRef(id_, title, f"/law/{whole}/"))
    return tuple(found)


def corridor_list(request: HttpRequest) -> HttpResponse:
    """Every corridor with its ways."""
    only(request)
    book = law.book()
    shown = [
        (one, [(route, ROUTES[route]) for route in _routes(one.id)]) for one in book.corridors()
    ]
    return render(request, "web/public/corridor_list.html", {"corridors": shown})


def corridor(request: HttpRequest, corridor_id: str) -> HttpResponse:
    """One corridor: its facts, its costs, and the procedure of one way and kind of work."""
    only(request, "route", "regime")
    book = law.book()
    found = next((one for one in book.corridors() if one.id == corridor_id), None)
    if found is None:
        raise NotFound(
            "law.corridor",
            sentence(N_("There is no corridor “{found}”."), found=corridor_id),
            remedy=sentence(N_("Choose one from the list of corridors.")),
        )
    ways = _ways(corridor_id)
    route = choice(request, "route", list(ways), ROUTES) or next(iter(ways))
    regime = choice(request, "regime", ways[route], REGIMES) or ways[route][0]
    procedure = book.procedure(corridor_id, route, regime, today())
    context = {
        "corridor": found,
        "origin": book.jurisdiction(found.origin).name,
        "destination": book.jurisdiction(found.destination).name,
        "routes": [(one, ROUTES[one], one == route) for one in ways],
        "regimes": [(one, REGIMES[one], one == regime) for one in ways[route]],
        "route": route,
        "regime": regime,
        "line": _drawn(procedure, found),
        "stages": _stages(procedure),
        "costs": [cost(charge) for charge in found.pays],
        "languages": [language_name(code) for code in found.contract_languages],
        "prevailing": law_refs((found.prevailing,)) if found.prevailing else (),
        "opened_by": law_refs((found.opened_by,)),
        "wage_file": found.wage_file.get(regime),
        "absent": sorted(found.absent),
        "diagram": procedure.diagram(),
    }
    return render(request, "web/public/corridor.html", context)


def _drawn(procedure: Procedure, corridor: law.Corridor) -> CorridorLine:
    """The whole way, nothing done yet; the offices stand with the steps below."""
    stations = [replace(one, office="") for one in procedure.line([], today())]
    origin, destination = (
        law.book().jurisdiction(one).name for one in (corridor.origin, corridor.destination)
    )
    return CorridorLine(stations, origin, destination)


def _ways(corridor_id: str) -> dict[str, list[str]]:
    """Route to regimes, for the procedures in force today; the corridor's own order."""
    book, ways = law.book(), dict[str, list[str]]()
    held = [(r, g) for r, g, valid in book.procedures(corridor_id) if today() in valid]
    for route in book.corridor(corridor_id).routes:
        regimes = [g for g in book.corridor(corridor_id).regimes if (route, g) in held]
        if regimes:
            ways[route] = regimes
    return ways


def _routes(corridor_id: str) -> list[str]:
    return list(_ways(corridor_id))


def cost(charge: Charge) -> Cost:
    """A cost of the corridor in words; its amount is today's, where the law names one."""
    return Cost(
        what=charge.what,
        payer=PAYERS[charge.payer],
        worker=charge.payer == "worker",
        amount=_amount(charge.amount),
        law=next(iter(law_refs((charge.amount,))), None) if charge.amount else None,
        against=_against(charge.against),
        plain=charge.plain,
    )


def _fee(fee: Fee, note: StepNote) -> Cost:
    return Cost(
        what=fee.what,
        payer=PAYERS[fee.payer],
        worker=fee.payer == "worker",
        amount=_amount(fee.amount),
        law=next(iter(law_refs((fee.amount,))), None) if fee.amount else None,
        against=_against(note.against.get(fee.what)),
    )


def _amount(id_: str | None) -> Any:
    """Today's amount when it does not depend on the person; else None."""
    try:
        value = law.book().known(id_, today()) if id_ else None
    except BadInput:
        return None
    return value if hasattr(value, "currency") else None


def _against(item: str | None) -> Text:
    if not item:
        return ""
    return next((one.plain for one in law.book().fee_items() if one.id == item), item)


def _stages(procedure: Procedure) -> list[Stage]:
    numbers = {step.id: number for number, step in enumerate(procedure.steps, 1)}
    return [_stage(procedure, step, numbers[step.id]) for step in procedure.steps]


def _stage(procedure: Procedure, step: Step, number: int) -> Stage:
    note: StepNote = step.cite
    wait = step.not_before
    return Stage(
        number=number,
        step=step,
        note=note,
        who=tuple(ROLES[role] for role in step.by),
        silent=procedure.silent(step),
        waits=tuple(procedure.step(one).label for one in step.after),
        rest=counted(wait.days, "days") if wait else "",
        clock=_clock(step),
        costs=tuple(_fee(fee, note) for fee in step.fees),
        laws=law_refs(step.law),
        sources=tuple(source(one) for one in note.cites),
        tier=TIERS.get(note.tier, note.tier),
    )


def _clock(step: Step) -> str:
    if step.clock is None:
        return ""
    return counted(step.clock.days, "working days" if step.clock.kind == "working" else "days")
