"""The corridor line: every station drawn and told, mirrored for right-to-left readers."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.utils import translation

from corridor.core.text import sentence
from corridor.doors.web.components.line import MARGIN, WIDTH, CorridorLine, text_width, wrap
from corridor.doors.web.gallery import samples

SVG = "{http://www.w3.org/2000/svg}"
STATES = {"done", "now", "ahead", "broken", "unknown", "skipped"}


def lines() -> list[CorridorLine]:
    everything = samples.everything()
    return [*everything["lines"], everything["long_line"]]


def centres(svg: str, kind: str) -> list[int]:
    return [
        int(node.attrib["cx"])
        for node in ElementTree.fromstring(svg).iter()
        if f"is-{kind}" in node.attrib.get("class", "") and "cx" in node.attrib
    ]


@pytest.mark.parametrize("language", ["en", "ar", "ne", "fil"])
def test_the_drawing_is_well_formed_and_carries_no_style(language: str) -> None:
    with translation.override(language):
        for line in lines():
            svg = line.svg()
            nodes = list(ElementTree.fromstring(svg).iter())
            assert sum("line-node" in n.attrib.get("class", "") for n in nodes) == len(
                line.stations
            )
            assert "style=" not in svg


def test_right_to_left_readers_get_it_mirrored() -> None:
    line = lines()[0]
    with translation.override("en"):
        there = centres(line.svg(), "done")
    with translation.override("ar"):
        back = centres(line.svg(), "done")
    assert there[0] == MARGIN
    assert back == [WIDTH - x for x in there]


def test_a_broken_station_is_dashed_on_both_sides() -> None:
    with translation.override("en"):
        tracks = re.findall(r'line-track is-(\w+)" [^>]*', lines()[1].svg())
    assert tracks.count("broken") == 2
    assert "stroke-dasharray" in re.search(r"<path[^>]*is-broken[^>]*>", lines()[1].svg())[0]


def test_labels_never_overlap_even_with_twenty_stations() -> None:
    for language in ("en", "ar", "ne"):
        with translation.override(language):
            root = ElementTree.fromstring(lines()[3].svg())
            boxes = []
            for text in root.iter(f"{SVG}text"):
                if text.attrib.get("text-anchor") == "middle":
                    half = text_width(text.text or "", 13) // 2
                    boxes.append((int(text.attrib["y"]), int(text.attrib["x"]), half))
            for i, (y, x, half) in enumerate(boxes):
                for other_y, other_x, other_half in boxes[i + 1 :]:
                    if abs(y - other_y) < 12 and x != other_x:
                        assert abs(x - other_x) >= half + other_half - 2


def test_the_worker_walks_from_above_the_line_to_below_it_and_home() -> None:
    with translation.override("en"):
        sides = {place.id: place.above for place in lines()[3].places}
    assert sides["accepted"] is True
    assert sides["departed"] is True
    assert sides["arrived"] is False
    assert sides["home"] is True
    assert sides["order_filed"] is False


def test_the_text_tells_what_the_drawing_shows() -> None:
    with translation.override("en"):
        broken = lines()[1]
        assert broken.summary == (
            "5 of 11 stations are done. Something is wrong at: Contract registered."
        )
        place = broken.places[5]
        assert place.spoken == (
            "Contract registered · Something is wrong here · 20 Jan 2026 · Labour ministry"
        )
        assert 'aria-label="5 of 11' in broken.marker()


def test_a_hostile_label_is_escaped() -> None:
    stop = replace(lines()[0].stations[0], label=sentence("<script>&\"'"), office="</svg>")
    svg = CorridorLine([stop, stop], "<b>", "").svg() + CorridorLine([stop], "", "").marker()
    assert "<script" not in svg
    assert "<b>" not in svg
    assert svg.count("</svg>") == 2


def test_every_state_has_a_form_of_its_own() -> None:
    shown = {state for line in lines() for state in (p.state for p in line.places)}
    assert shown == STATES


def test_wrap_breaks_between_words_only() -> None:
    assert wrap("Foreign employment office", 90) == ["Foreign", "employment", "office"]
    assert wrap("", 90) == []
