"""``{% load corridor %}``: one tag for each component, and the filters that say things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from corridor.core.codes.short import short_of
from corridor.core.money import Money
from corridor.core.problems import Problem
from corridor.core.text import N_, Sentence
from corridor.doors.web.components import cells, chart, line, models
from corridor.doors.web.components.icons import icon as draw_icon
from corridor.doors.web.words import Text, reader, say, spoken
from corridor.locale import formats
from corridor.locale.catalog import problem_text
from corridor.locale.languages import LANGUAGES
from corridor.locale.numerals import money_in_words

register = template.Library()
_FOLDER = "web/components/"
_SIGNS = {"soon": "clock", "waiting": "clock", "done": "ok"}

register.filter("say", say)
register.filter("short_number", short_of)
register.simple_tag(draw_icon, name="icon")


class _Grouped(int):
    """A number that writes itself as the reader groups it: 12,345."""

    def __str__(self) -> str:
        return spoken(int(self))


@register.filter
def grouped(value: int) -> int:
    """A count for a sentence with a plural, which asks for a number and then writes it."""
    return _Grouped(value)


@register.filter
def show(value: Any) -> Any:
    """Any cell: Money with its code, a date in words, a sentence said, yes or no, else as it is."""
    match value:
        case None | "":
            return format_html('<span class="unknown">{}</span>', say(models.VERDICTS["unknown"]))
        case Money():
            return money(value)
        case models.Status():
            return status(value.state, value.text)
        case date():
            return day(value)
        case line.CorridorLine():
            return mark_safe(value.marker())  # noqa: S308 - escaped where it is drawn
        case models.CaseClock():
            return clock_words(value)
        case cells.Stack() | cells.Lamps():
            return value.html()
        case _ if isinstance(value, (Sentence, str, Promise)):
            return format_html("<bdi>{}</bdi>", say(value))  # a foreign name keeps its own order
        case _:
            return spoken(value)


@register.simple_tag
def money(amount: Money | None, words: bool = False) -> SafeString:
    """An amount with its ISO code; with ``words=True`` spelled out beside it for workers."""
    if amount is None:
        return SafeString(show(None))
    code = reader().code
    if not words:
        return format_html('<bdi class="money">{}</bdi>', formats.money(amount, code))
    figure = formats.money_spoken(amount, code)
    spelled = money_in_words(amount, code)
    if spelled is None:
        return format_html('<span class="money-said"><bdi class="money">{}</bdi></span>', figure)
    return format_html(
        '<span class="money-said"><bdi class="money">{}</bdi> '
        '<span class="money-words">{}</span></span>',
        figure,
        spelled,
    )


@register.simple_tag
def loss(amount: Money) -> SafeString:
    """A loss: the amount with its minus sign, in the colour of losses."""
    return format_html(
        '<bdi class="money loss">\u2212{}</bdi>', formats.money(amount, reader().code)
    )


@register.filter
def money_words(amount: Money) -> str:
    """The amount in words alone; empty where the words are not known."""
    return money_in_words(amount, reader().code) or ""


@register.filter
def day(when: date | None) -> SafeString:
    """A date in words inside ``<time>``."""
    if when is None:
        return SafeString(show(None))
    return format_html(
        '<time datetime="{}">{}</time>', when.isoformat(), formats.short_day(when, reader().code)
    )


@register.filter
def minute(when: datetime | None) -> SafeString:
    """A day in words and its minute in UTC inside ``<time>``, in one piece on every page."""
    if when is None:
        return SafeString(show(None))
    when = when.astimezone(UTC)
    return format_html(
        '<time class="whole" datetime="{}">{} <bdi>{} UTC</bdi></time>',
        when.isoformat(timespec="minutes"),
        formats.short_day(when.date(), reader().code),
        when.strftime("%H:%M"),
    )


@register.simple_tag
def status(state: str, text: Text = "") -> SafeString:
    """A status sign with its word; never the colour alone."""
    return format_html(
        '<span class="status is-{}">{} <span>{}</span></span>',
        state,
        draw_icon(_SIGNS.get(state, state)),
        say(models.Status(state, text).words),
    )


@register.simple_tag
def clock_words(clock: models.CaseClock) -> SafeString:
    """How long is left, with its sign."""
    days = clock.days
    if days is None:
        return status("unknown", N_("No day is set"))
    if days < 0:
        template_ = ngettext("{days} day late", "{days} days late", -days)
    elif days == 0:
        template_ = say(N_("Today"))
    else:
        template_ = ngettext("{days} day left", "{days} days left", days)
    words = template_.format(days=formats.whole(abs(days), reader().code))
    sign = {"late": "late", "soon": "clock", "ok": "clock"}[clock.state]
    return format_html(
        '<span class="status is-{}">{} <span>{}</span></span>', clock.state, draw_icon(sign), words
    )


@register.simple_tag
def task_state(state: str) -> SafeString:
    """A task's sign and word."""
    sign, words = models.TASK_STATES[state]
    return format_html(
        '<span class="status is-{}">{} <span>{}</span></span>', state, draw_icon(sign), say(words)
    )


@register.inclusion_tag(_FOLDER + "line.html")
def corridor_line(
    stations: Sequence[line.Stop] | line.CorridorLine,
    origin: Text = "",
    destination: Text = "",
    variant: str = "large",
) -> dict[str, Any]:
    """The corridor line: ``variant`` large, worker (a phone's top), row (marker) or print."""
    if not isinstance(stations, line.CorridorLine):
        stations = line.CorridorLine(stations, origin, destination)
    return {"line": stations, "variant": variant}


@register.simple_tag
def line_art(drawing: line.CorridorLine, variant: str = "large") -> SafeString:
    """The drawing alone: ``variant`` large, print (for paper) or row (the marker)."""
    if variant == "row":
        return mark_safe(drawing.marker())  # noqa: S308 - escaped where it is drawn
    width = line.PAPER_WIDTH if variant == "print" else line.WIDTH
    return mark_safe(drawing.svg(width))  # noqa: S308 - escaped where it is drawn


@register.simple_tag
def line_dot(state: str) -> SafeString:
    """One station's mark."""
    return mark_safe(line.node_svg(state))  # noqa: S308 - built from constants


def _component(name: str) -> Callable[[Any], dict[str, Any]]:
    """Register ``{% name view %}``, which places one view model in its template."""

    def place(view: Any) -> dict[str, Any]:
        return {"view": view}

    place.__doc__ = f"The {name.replace('_', ' ')} component."
    register.inclusion_tag(f"{_FOLDER}{name}.html", name=name)(place)
    return place


for _name in (
    "finding",
    "comparison",
    "lights",
    "law_value",
    "clock",
    "evidence",
    "task_list",
    "check_answers",
    "upload_result",
    "empty_state",
    "uncertain",
    "persona",
    "figure",
    "person_to_call",
    "action",
    "law_refs",
):
    _component(_name)


@register.inclusion_tag(_FOLDER + "token.html")
def token(view: models.Token) -> dict[str, Any]:
    """A receipt or a pass with its QR."""
    code = segno.make(view.payload, error="m", micro=False)
    svg = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr")
    return {"view": view, "qr": mark_safe(svg)}  # noqa: S308 - drawn by segno from modules only


register.inclusion_tag(_FOLDER + "token.html", name="receipt")(token)


@register.inclusion_tag(_FOLDER + "queue.html")
def queue(view: models.Queue) -> dict[str, Any]:
    """The queue table: columns sort by link, filters by GET, keys j, k, Enter and /."""
    kept = {name: value for name, value in view.query.items() if value}
    heads = []
    for column in view.columns:
        descending = view.sort == column.key
        wanted = kept | {"sort": f"-{column.key}" if descending else column.key}
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(view.sort, "")
        heads.append((column, f"?{urlencode(wanted)}", now))
    names = [say(column.title) for column in view.columns]
    rows = [(row, list(zip(view.columns, names, row.cells, strict=True))) for row in view.rows]
    return {"view": view, "heads": heads, "rows": rows}


@register.inclusion_tag(_FOLDER + "chart.html")
def draw(view: chart.Chart) -> dict[str, Any]:
    """A chart with its table."""
    return {"view": view}


register.inclusion_tag(_FOLDER + "chart.html", name="chart")(draw)


@register.inclusion_tag(_FOLDER + "pagination.html")
def pagination(pages: models.Pages) -> dict[str, Any]:
    """Links to the other pages of a list."""
    return {"view": pages}


@register.inclusion_tag(_FOLDER + "error_summary.html")
def error_summary(source: BaseForm | Problem | Iterable[models.ErrorLine] | None) -> dict[str, Any]:
    """Every error at once, each linked to its field."""
    return {"errors": _errors(source)}


def _errors(source: BaseForm | Problem | Iterable[models.ErrorLine] | None) -> list[Any]:
    if source is None:
        return []
    if isinstance(source, Problem):
        return [
            models.ErrorLine(
                problem_text(one, reader().code), f"id_{one.place.field}" * bool(one.place.field)
            )
            for one in source.problems
        ]
    if isinstance(source, BaseForm):
        lines = [models.ErrorLine(str(error)) for error in source.non_field_errors()]
        for bound in source:
            lines += [
                models.ErrorLine(f"{bound.label}: {error}", bound.auto_id) for error in bound.errors
            ]
        return lines
    return list(source)


@register.inclusion_tag(_FOLDER + "field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field: label, hint and error tied to the input by aria."""
    kind = getattr(bound.field.widget, "input_type", "textarea")
    told = " ".join(
        part
        for part in (
            f"{bound.auto_id}_hint" if bound.help_text else "",
            f"{bound.auto_id}_error" if bound.errors else "",
        )
        if part
    )
    attrs: dict[str, str | bool] = {"aria-describedby": told} if told else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    group = kind == "radio" or (
        kind == "checkbox" and getattr(bound.field.widget, "allow_multiple_selected", False)
    )
    return {
        "bound": bound,
        "kind": kind,
        "group": group,
        "told": told,
        "input": "" if group else bound.as_widget(attrs=attrs),
    }


@register.inclusion_tag(_FOLDER + "form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """The error summary and every field of a form."""
    return {"form": form}


@register.inclusion_tag(_FOLDER + "language_switch.html", takes_context=True)
def language_switch(context: Mapping[str, Any]) -> dict[str, Any]:
    """The languages, each named in itself, as links to this page with ``lang=``."""
    request = context.get("request")
    kept = request.GET.copy() if request else QueryDict(mutable=True)
    links = []
    for language in LANGUAGES.values():
        kept["lang"] = language.code
        links.append((language, f"?{kept.urlencode()}"))
    return {"links": links, "now": reader()}


@register.inclusion_tag(_FOLDER + "progress.html")
def progress(number: int, count: int) -> dict[str, Any]:
    """Question ``number`` of ``count``, without a stepper."""
    return {"number": number, "count": count}


@register.inclusion_tag(_FOLDER + "phase_banner.html")
def phase_banner(today: date | None) -> dict[str, Any]:
    """The demo's banner with the demo's own date."""
    return {"today": today}


@register.inclusion_tag(_FOLDER + "quick_exit.html")
def quick_exit(url: str = "https://www.wikipedia.org/") -> dict[str, Any]:
    """Leave at once for a harmless page; leaves no step to go back to."""
    return {"url": url}
