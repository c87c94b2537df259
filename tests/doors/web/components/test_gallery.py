"""The gallery renders every component in every language within the house's rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation

from corridor.doors.web.gallery import views
from corridor.locale.languages import LANGUAGES

PAGES = ("", "worker", "officer", "public", "print", "errors")
BUDGET = 100_000  # bytes of a first load on a phone: page, stylesheet and script


def page(name: str, language: str) -> str:
    request = RequestFactory().get(f"/gallery/{name}")
    with translation.override(language):
        response = views.layout(request, name) if name else views.gallery(request)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_keep_the_rules(name: str, language: str) -> None:
    html = page(name, language)
    assert f'lang="{language}" dir="{LANGUAGES[language].dir}"' in html
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html), "strict CSP"
    assert not re.search(r"<script(?![^>]*src=)", html), "no inline script"
    assert not re.search(r'<(script|link|img)[^>]*(src|href)="(https?:)?//', html), "no third party"
    assert "{{" not in html
    assert "{%" not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "an id stands twice"
    for told in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(told.split()) <= set(ids)
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_status_is_never_told_by_colour_alone() -> None:
    for status in re.findall(r'<span class="status is-\w+">(.*?)</span></span>', page("", "en")):
        assert "<svg" in status
        assert re.search(r"<span>\s*\w", status)


def test_a_worker_page_is_light_and_names_a_person_to_call() -> None:
    from django.contrib.staticfiles import finders

    html = page("worker", "ne")
    files = [finders.find(f"web/corridor.{kind}") for kind in ("css", "js")]
    weight = len(html.encode()) + sum(Path(str(file)).stat().st_size for file in files)
    assert weight < BUDGET
    assert 'href="tel:+97714410000"' in html


def test_errors_are_summed_up_and_tied_to_their_fields() -> None:
    html = page("errors", "en")
    assert "One thing needs correcting" in html
    assert '<a href="#id_loan">' in html
    assert 'id="id_loan_error"' in html
