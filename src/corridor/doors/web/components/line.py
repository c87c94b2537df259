"""The corridor line: one journey drawn as one line, the origin above, the destination below.

Done stations are filled, the ring is now, hollow ones are still to come, a dashed hollow one is
unknown, and where something is wrong the line is broken. The drawing carries its own colours as
attributes, so that the same SVG stands in a page, in an e-mail and in a printed paper; on a page
the stylesheet's classes overrule them. Right-to-left readers get it mirrored.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from corridor.core.text import N_, Sentence
from corridor.doors.web.words import Text, reader, say
from corridor.locale import formats

WIDTH, PAPER_WIDTH, MARGIN = 1120, 720, 56
_FONT, _LEADING, _TIER_GAP = 13, 16, 10
_FONTS = "system-ui, 'Noto Sans', 'Noto Sans Devanagari', 'Noto Naskh Arabic', sans-serif"
_INK, _MUTED, _ACCENT, _BROKEN, _PAPER = "#16201f", "#56635f", "#0b5d5e", "#a3231b", "#ffffff"

STATES: dict[str, str] = {
    "done": N_("Done"),
    "now": N_("Now"),
    "ahead": N_("Still to come"),
    "broken": N_("Something is wrong here"),
    "unknown": N_("Unknown: nobody has said yet"),
    "skipped": N_("Not needed here"),
}


class Stop(Protocol):
    """What the line needs of ``core.procedure.Station``."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> Sentence: ...
    @property
    def side(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def office(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One station with its words said: ``above`` is the origin's side of the line."""

    id: str
    label: str
    state: str
    above: bool
    when: str
    office: str
    side: str

    @property
    def state_words(self) -> str:
        """The state in the reader's words."""
        return say(STATES[self.state])

    @property
    def spoken(self) -> str:
        """Everything about the station in one line, for a title or a screen reader."""
        return " · ".join(filter(None, (self.label, self.state_words, self.when, self.office)))


@dataclass(frozen=True, slots=True)
class CorridorLine:
    """A journey's stations with the names of its two countries (both already in words)."""

    stations: Sequence[Stop]
    origin: Text = ""
    destination: Text = ""

    @property
    def places(self) -> list[Place]:
        """The stations with their words; the worker stands above until she has arrived."""
        code, abroad = reader().code, False
        places = []
        for stop in self.stations:
            abroad = stop.id != "home" and (abroad or stop.id == "arrived")
            above = stop.side == "origin" or (stop.side == "worker" and not abroad)
            when = formats.short_day(stop.on, code) if stop.on else ""
            if not when and stop.due and stop.state != "skipped":
                when = say(Sentence(N_("by {day}"), {"day": formats.short_day(stop.due, code)}))
            side = say(self.origin if above else self.destination)
            places.append(
                Place(stop.id, say(stop.label), stop.state, above, when, say(stop.office), side)
            )
        return places

    @property
    def summary(self) -> str:
        """Where the journey stands, in one sentence."""
        places = self.places
        done = sum(place.state == "done" for place in places)
        count = {"done": done, "all": sum(place.state != "skipped" for place in places)}
        here = next((p for p in places if p.state == "broken"), None) or next(
            (p for p in places if p.state == "now"), None
        )
        if here is None:
            return say(Sentence(N_("{done} of {all} stations are done."), count))
        template = (
            N_("{done} of {all} stations are done. Something is wrong at: {station}.")
            if here.state == "broken"
            else N_("{done} of {all} stations are done. Now: {station}.")
        )
        return say(Sentence(template, count | {"station": here.label}))

    @property
    def near(self) -> list[Place]:
        """What is now or wrong, and the station after it: all a phone must show at once."""
        places = self.places
        here = [i for i, p in enumerate(places) if p.state in ("now", "broken")]
        ahead = [i for i, p in enumerate(places) if p.state in ("ahead", "unknown")]
        after = [i for i in ahead if not here or i > here[-1]][:1]
        return [places[i] for i in sorted({*here, *after})] or places[-1:]

    def svg(self, width: int = WIDTH) -> str:
        """The large drawing, with labels, dates and offices, ``width`` SVG units wide."""
        return _Drawing(self.places, say(self.origin), say(self.destination), width).large()

    def marker(self) -> str:
        """The small drawing for a row: no words, ticks up for the origin and down beyond it."""
        return _Drawing(self.places, "", "").small(self.summary)


@dataclass(frozen=True, slots=True)
class _Label:
    place: Place
    x: int
    lines: tuple[tuple[str, str], ...]
    tier: int

    @property
    def height(self) -> int:
        return len(self.lines) * _LEADING


@dataclass(frozen=True, slots=True)
class _Drawing:
    places: Sequence[Place]
    origin: str
    destination: str
    width: int = WIDTH

    @property
    def _rtl(self) -> bool:
        return reader().rtl

    def _x(self, x: int, width: int) -> int:
        return width - x if self._rtl else x

    def large(self) -> str:
        count = len(self.places)
        step = (self.width - 2 * MARGIN) // max(count - 1, 1)
        labels = _lay_out(self.places, step)
        above = _depth([label for label in labels if label.place.above])
        below = _depth([label for label in labels if not label.place.above])
        middle = above[-1] + 34
        height = middle + below[-1] + 40
        body = [self._track(step, middle)]
        body += [self._stem(label, middle, above, below) for label in labels]
        body += [self._words(label, middle, above, below) for label in labels]
        body += [
            _node(place.state, self._x(MARGIN + i * step, self.width), middle, 9)
            for i, place in enumerate(self.places)
        ]
        return (
            f'<svg class="line-art" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} '
            f'{height}" aria-hidden="true" focusable="false" font-family="{_FONTS}" '
            f'font-size="{_FONT}" direction="{reader().dir}">{"".join(body)}</svg>'
        )

    def _track(self, step: int, y: int) -> str:
        """The line itself, piece by piece, and the two countries' names at its ends."""
        pieces = []
        for i, (here, there) in enumerate(zip(self.places, self.places[1:], strict=False)):
            a, b = (self._x(MARGIN + n * step, self.width) for n in (i, i + 1))
            pieces.append(_piece(here.state, there.state, a, b, y, 4))
        start = self._x(0, self.width)
        for name, dy in ((self.origin, -14), (self.destination, 24)):
            if name:
                pieces.append(
                    f'<text class="line-country" x="{start}" y="{y + dy}" fill="{_ACCENT}" '
                    f'font-weight="700">{escape(name)}</text>'
                )
        return "".join(pieces)

    def _stem(
        self, label: _Label, middle: int, above: tuple[int, ...], below: tuple[int, ...]
    ) -> str:
        x, up = self._x(label.x, self.width), label.place.above
        depth = (above if up else below)[label.tier]
        near, far = (-16, -30 - depth) if up else (16, 32 + depth)
        return (
            f'<path class="line-stem" d="M{x} {middle + near}V{middle + far}" stroke="{_MUTED}" '
            'stroke-opacity=".6"/>'
        )

    def _words(
        self, label: _Label, middle: int, above: tuple[int, ...], below: tuple[int, ...]
    ) -> str:
        """A station's label, date and office; a halo keeps them clear of other stems."""
        x, up = self._x(label.x, self.width), label.place.above
        depth = (above if up else below)[label.tier]
        top = middle - 34 - depth - label.height if up else middle + 36 + depth
        texts = "".join(
            f'<text class="line-{kind}" x="{x}" y="{top + _FONT + i * _LEADING}" '
            f'text-anchor="middle" {_LOOK[kind]}>{escape(text)}</text>'
            for i, (kind, text) in enumerate(label.lines)
        )
        return (
            f'<g class="line-words is-{label.place.state}" stroke="{_PAPER}" stroke-width="4" '
            f'stroke-linejoin="round" paint-order="stroke">{texts}</g>'
        )

    def small(self, title: str) -> str:
        step = 13 if len(self.places) <= 14 else 9
        r, width = step // 3, step * max(len(self.places), 2)
        xs = [self._x(step // 2 + 1 + i * step, width) for i in range(len(self.places))]
        body = [
            _piece(here.state, there.state, a, b, 12, 2)
            for here, there, a, b in zip(self.places, self.places[1:], xs, xs[1:], strict=False)
        ]
        body += [
            f'<path class="line-stem" d="M{x} {"8V2" if place.above else "16V22"}" '
            f'stroke="{_MUTED}" stroke-opacity=".6"/>'
            for place, x in zip(self.places, xs, strict=True)
        ]
        body += [_node(place.state, x, 12, r) for place, x in zip(self.places, xs, strict=True)]
        return (
            f'<svg class="line-marker" viewBox="0 0 {width} 24" width="{width}" height="24" '
            f'role="img" aria-label={quoteattr(title)}>{"".join(body)}</svg>'
        )


_LOOK = {
    "label": f'fill="{_INK}" font-weight="600"',
    "when": f'fill="{_MUTED}" font-size="12"',
    "office": f'fill="{_MUTED}" font-size="12"',
    "wrong": f'fill="{_BROKEN}" font-size="12" font-weight="600"',
}


def _piece(here: str, there: str, a: int, b: int, y: int, width: int) -> str:
    """The line between two stations: solid where walked, dashed and red where broken."""
    if there == "broken" or here == "broken":
        kind, colour, dash = "broken", _BROKEN, f' stroke-dasharray="{width * 2} {width * 2}"'
    elif there in ("done", "now") or (here in ("done", "skipped") and there == "skipped"):
        kind, colour, dash = "walked", _ACCENT, ""
    elif there == "unknown":
        kind, colour, dash = "unknown", _MUTED, f' stroke-dasharray="{width // 2} {width * 2}"'
    else:
        kind, colour, dash, width = "ahead", _MUTED, "", max(width // 2, 1)
    return (
        f'<path class="line-track is-{kind}" d="M{a} {y}H{b}" stroke="{colour}" '
        f'stroke-width="{width}" stroke-linecap="butt"{dash}/>'
    )


def _node(state: str, x: int, y: int, r: int) -> str:
    """One station's mark; its form alone tells the state, without colour."""
    ring = f'class="line-node is-{state}" cx="{x}" cy="{y}"'
    halo = f'stroke="{_PAPER}" stroke-width="{2 if r > 5 else 0}"'
    thin = max(r // 4, 1) + 0.5
    match state:
        case "done":
            return f'<circle {ring} r="{r}" fill="{_ACCENT}" {halo}/>'
        case "now":
            big = r * 4 // 3
            return (
                f'<circle {ring} r="{big}" fill="{_PAPER}" stroke="{_ACCENT}" '
                f'stroke-width="{max(r // 2, 2)}"/>'
            )
        case "broken":
            half = r + 2 if r > 5 else r
            return (
                f'<g class="line-node is-broken"><circle cx="{x}" cy="{y}" r="{half}" '
                f'fill="{_PAPER}" stroke="{_BROKEN}" stroke-width="{thin}"/><path d="M{x - r // 2} '
                f"{y - r // 2}l{r // 2 * 2} {r // 2 * 2}m0 -{r // 2 * 2}l-{r // 2 * 2} "
                f'{r // 2 * 2}" stroke="{_BROKEN}" stroke-width="{thin}"/></g>'
            )
        case "skipped":
            return f'<circle {ring} r="{max(r * 2 // 3, 2)}" fill="{_MUTED}" {halo}/>'
        case "unknown":
            return (
                f'<circle {ring} r="{r}" fill="{_PAPER}" stroke="{_MUTED}" '
                f'stroke-width="{thin}" stroke-dasharray="{thin * 1.5} {thin}"/>'
            )
        case _:
            return (
                f'<circle {ring} r="{r - 1}" fill="{_PAPER}" stroke="{_MUTED}" '
                f'stroke-width="{thin}"/>'
            )


def node_svg(state: str) -> str:
    """One station's mark alone, for the list that replaces the drawing on a phone."""
    return (
        '<svg class="line-dot" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" '
        f'focusable="false">{_node(state, 14, 14, 9)}</svg>'
    )


def text_width(text: str, size: int = _FONT) -> int:
    """About how wide ``text`` is in pixels (marks that stand on others take no room)."""
    units = 0
    for char in text:
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me", "Cf"):
            continue
        if char in "ilj.,:;'’|! ·":
            units += 32
        elif "\u0900" <= char <= "\u097f":
            units += 34 if kind == "Mc" else 66
        else:
            units += 72 if char.isupper() else 56
    return units * size // 100


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` pixels, broken between words only."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _lay_out(places: Sequence[Place], step: int) -> list[_Label]:
    """Every label in the nearest tier where it does not touch its neighbours."""
    free: dict[tuple[bool, int], int] = {}
    room = max(min(step * 2 - 8, 150), 84)
    labels = []
    for i, place in enumerate(places):
        kind = "wrong" if place.state == "broken" else "when"
        lines = [("label", text) for text in wrap(place.label, room)]
        lines += [(kind, place.when)] if place.when else []
        lines += [("office", text) for text in wrap(place.office, room)]
        width = max((text_width(text) for _, text in lines), default=0)
        x = MARGIN + i * step
        tier = 0
        while free.get((place.above, tier), -MARGIN) > x - width // 2:
            tier += 1
        free[place.above, tier] = x + width // 2 + 8
        for nearer in range(tier):  # the stem must not run through a nearer label
            free[place.above, nearer] = max(free.get((place.above, nearer), 0), x + 4)
        labels.append(_Label(place, x, tuple(lines), tier))
    return labels


def _depth(labels: Sequence[_Label]) -> tuple[int, ...]:
    """Where each tier begins, counted from the line, and where the last one ends."""
    ends = [0]
    for tier in range(max((label.tier for label in labels), default=-1) + 1):
        tallest = max((label.height for label in labels if label.tier == tier), default=0)
        ends.append(ends[-1] + tallest + _TIER_GAP)
    return tuple(ends)
