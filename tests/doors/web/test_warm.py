"""What a server reads beforehand."""

from __future__ import annotations

import threading

import pytest
from django.template import engines

from corridor.doors.web import warm
from corridor.engines import law


def test_law_and_the_forms_of_pages_are_read_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    law.book.cache_clear()
    read = warm.warm()
    assert read > 100
    assert law.book.cache_info().currsize == 1
    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    assert len(loaders[0].get_template_cache) >= read


def test_a_form_that_cannot_be_read_does_not_stop_the_server(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warm, "_names", lambda: iter(["web/no such form.html"]))
    warm.in_the_background()
    for thread in threading.enumerate():
        if thread.name == "warm":
            thread.join(20)
    assert "not everything could be read" in caplog.text
