"""The tool that keeps the catalogues: what it finds, keeps, merges and complains about."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from corridor.locale.languages import LANGUAGES

TOOL = Path(__file__).parents[4] / "tools" / "translations.py"


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, at work on a small source of its own."""
    spec = importlib.util.spec_from_file_location("translations_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "translations_tool", module)
    spec.loader.exec_module(module)
    source = tmp_path / "corridor"
    (source / "core").mkdir(parents=True)
    (source / "doors/web/templates/web").mkdir(parents=True)
    (source / "core/a.py").write_text('N_("One {place}")\nngettext("{n} day", "{n} days", 2)\n')
    (source / "doors/web/templates/web/x.html").write_text(
        "<p>  it's {% translate 'Hello' %}</p>\n {% blocktranslate trimmed %}\n  Dear {{ name }},\n"
        '  come in{% endblocktranslate %}\n    <b>{{ _("Bye") }}'
    )
    monkeypatch.setattr(module, "SOURCE", source)
    monkeypatch.setattr(module, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(module, "_law", lambda: iter([("law/", "A law", None)]))
    monkeypatch.setattr(module, "_definitions", lambda: iter([("definitions/", "A rule", None)]))
    for code in ("ar", "ne"):
        module.save(code, {}, module.collect())
    return module


def test_it_finds_every_kind_of_sentence(tool: ModuleType) -> None:
    found = tool.collect()
    wanted = {"One {place}", "{n} day", "Hello", "Dear %(name)s, come in", "Bye", "A law", "A rule"}
    assert set(found) == wanted
    assert found["{n} day"].plural == "{n} days"


def test_filling_keeps_what_was_there_and_tells_what_no_source_has(tool: ModuleType) -> None:
    found = tool.collect()
    tool.fill("ar", {"Hello": "أهلًا"}, found)
    assert tool.fill("ar", {"Bye": "وداعًا", "Nowhere": "x"}, found) == ["Nowhere"]
    known = tool.translations("ar")
    assert (known["Hello"], known["Bye"]) == ("أهلًا", "وداعًا")
    assert "Nowhere" not in known


def test_saving_twice_changes_nothing(tool: ModuleType) -> None:
    path = tool._po("ar")
    before = path.read_bytes()
    tool.save("ar", tool.translations("ar"), tool.collect())
    assert path.read_bytes() == before
    assert b".py" not in before, "no places in the catalogue: they would only make noise"


def test_check_names_gaps_torn_places_and_stale_files(tool: ModuleType) -> None:
    found = tool.collect()
    full = {key: key for key in found} | {"{n} day": ["{n}", "يوم", "{n}", "{n}", "{n}", "{n}"]}
    tool.fill("ar", full, found)
    tool.fill("ne", {key: key for key in found} | {"{n} day": ["{n}", "{n}"]}, found)
    tool._compile()
    assert tool.check(found) == []
    tool.fill("ne", {"One {place}": "एक {plase}"}, found)
    wrong = "\n".join(tool.check(found))
    assert "places differ" in wrong
    assert "stale" in wrong
    tool.fill("ar", {"Hello": ""}, found)
    assert any("1 sentences are not translated, such as 'Hello'" in w for w in tool.check(found))


def test_arabic_counts_in_the_usual_order(tool: ModuleType) -> None:
    forms = ["zero", "one", "two", "few", "many", "other"]
    tool.fill("ar", {"{n} day": forms}, tool.collect())
    tool._compile()
    import gettext

    catalog = gettext.translation("django", tool.LOCALE, ["ar"])
    said = [catalog.ngettext("{n} day", "{n} days", n) for n in (0, 1, 2, 5, 24, 100)]
    assert said == forms


def test_every_language_but_english_has_a_catalogue() -> None:
    locale = TOOL.parent.parent / "src/corridor/locale"
    for code in LANGUAGES:
        assert code == "en" or (locale / code / "LC_MESSAGES/django.mo").exists()
