"""The law browser: every value with its time line, sources, conflicts and what comes next."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.periods import day
from corridor.core.text import N_, sentence
from corridor.doors.web.components.models import LawEntry, LawValueView, Source
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.engines.law.model import Cite, Dated, Parameter
from corridor.platform.clock.queries import today

TIERS: dict[str, str] = {
    "O": N_("Official text or site"),
    "P": N_("Professional or legal firm"),
    "N": N_("News report"),
    "B": N_("Blog or forum"),
    "policy": N_("Policy of this software, not law"),
}

GROUPS: dict[str, str] = {
    "QAT": N_("Qatar"),
    "NPL": N_("Nepal"),
    "PHL": N_("Philippines"),
    "DEU": N_("Germany"),
    "ARE": N_("United Arab Emirates"),
    "IND": N_("India"),
    "NPL-QAT": N_("Nepal and Qatar: agreement"),
    "DEU-PHL": N_("Germany and the Philippines: agreement"),
    "PHL-DEU": N_("Germany and the Philippines: agreement"),
    "OC": N_("Policy of this software, not law"),
}


def _source(cite: Cite) -> Source:
    name = f"{cite.document}, {cite.article}" if cite.article else cite.document
    return Source(name, cite.url or "", TIERS.get(cite.tier, cite.tier), cite.date or "")


def _entry(dated: Dated, on: date) -> LawEntry:
    state = "past" if dated.ends and dated.ends[1] <= on else "in_force"
    if dated.status == "announced" or dated.starts[0] > on:
        state = "announced"
    if any(conflict.open for conflict in dated.conflicts):
        state = "conflict"
    since = dated.start or dated.seen or dated.recorded_at
    value = dated.value if dated.value is not None else (dated.missing or "")
    return LawEntry(value, since, dated.end, state, [_source(one) for one in dated.cites])


def law_list(request: HttpRequest) -> HttpResponse:
    """Every value, by country and agreement."""
    book = law.book()
    groups: dict[str, list[Parameter]] = {}
    wanted = request.GET.get("q", "").strip().casefold()
    for parameter in book.parameters():
        if wanted in f"{parameter.id} {parameter.title}".casefold():
            groups.setdefault(parameter.id.partition(".")[0], []).append(parameter)
    shown = [(GROUPS.get(name, name), name, rows) for name, rows in groups.items()]
    open_conflicts = {
        id_: [one for one in found if one.open] for id_, found in book.conflicts().items()
    }
    context = {
        "groups": sorted(shown, key=lambda group: group[1] == "OC"),
        "conflicted": {id_ for id_, found in open_conflicts.items() if found},
        "search": request.GET.get("q", ""),
        "count": sum(len(rows) for _, _, rows in shown),
    }
    return render(request, "web/public/law_list.html", context)


def law_value(request: HttpRequest, value_id: str) -> HttpResponse:
    """One value: today's answer first, then its history and everything that is doubted."""
    book = law.book()
    parameter = book.parameter(value_id)
    on = day(request.GET["on"]) if request.GET.get("on") else today()
    timeline = book.timeline(value_id)
    unkeyed = not any(dated.key for dated in timeline)
    answer = book.value(value_id, on) if unkeyed else None
    view = LawValueView(
        id=value_id,
        title=parameter.title,
        value=answer.value if answer and answer.known else None,
        per=(answer.per or "") if answer else "",
        status=(answer.status or "") if answer else "",
        meaning=next((dated.plain for dated in reversed(timeline) if dated.plain), ""),
        reason=_reason(answer is not None and answer.known, unkeyed, answer),
        sources=[_source(one) for one in answer.cites] if answer else [],
        timeline=[_entry(dated, on) for dated in timeline],
        conflicts=_conflicts(parameter),
    )
    context = {"view": view, "on": on, "keys": [dated.key for dated in timeline if dated.key]}
    return render(request, "web/public/law_value.html", context)


def _reason(known: bool, unkeyed: bool, answer: law.Answer | None) -> Text:
    if known:
        return ""
    if not unkeyed:
        return N_("The value depends on the worker or the job; every case stands below.")
    return answer.reason if answer and answer.reason else ""


def _conflicts(parameter: Parameter) -> list[Text]:
    found: list[Text] = []
    for conflict in parameter.conflicts:
        claims = "; ".join(f"“{claim.says}” ({claim.source})" for claim in conflict.claims)
        found.append(
            sentence(
                N_("{about}: {claims}. We work with: {choice}."),
                about=conflict.about,
                claims=claims,
                choice=conflict.choice,
            )
        )
    return found
