"""Translations: collect the sentences, keep the catalogues, fill them, compile and check them.

    python tools/translations.py update            collect every sentence into the .po files
    python tools/translations.py missing ar        what has no translation yet, as JSON
    python tools/translations.py fill ar FILE      put {"English": "translation"} from FILE (or -)
    python tools/translations.py compile           write the .mo files
    python tools/translations.py check             fail when anything is missing, torn or stale

The .po files are the only source. Entries are sorted and carry no line numbers, so that two
people's work merges by itself. A plural is {"singular": ["form 0", "form 1", ...]} in FILE.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "corridor"
LOCALE = SOURCE / "locale"
COMPLETE = ("ar", "ne")
READERS_ONLY = ("fil",)  # complete for worker and public pages
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "N_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
}
FOR_READERS = re.compile(
    r"^(core/|engines/(?!statistics/)|engines/statistics/definitions/$|locale/|law/|cycle/|platform/messages/|platform/documents/"
    r"|doors/web/(components|words|public|worker|templates/(web/)?(base|components|public|worker)))"
)
# Babel numbers the Arabic forms in an order of its own; Django's and everybody's is CLDR's:
# zero, one, two, few (3 to 10), many (11 to 99), other (whole hundreds, fractions).
_PLURALS = {
    "ar": (
        6,
        "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5",
    )
}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd]")


@dataclass
class Found:
    """A sentence in the source: its English forms and the files it stands in."""

    singular: str
    plural: str | None = None
    places: set[str] = field(default_factory=set)

    @property
    def for_readers(self) -> bool:
        """Whether workers or the public read it."""
        return any(FOR_READERS.match(place) for place in self.places)


def collect() -> dict[str, Found]:
    """Every sentence of the source, by its (singular) English text."""
    found: dict[str, Found] = {}
    for place, singular, plural in (*_python(), *_templates(), *_law(), *_definitions()):
        entry = found.setdefault(singular, Found(singular, plural))
        entry.plural = entry.plural or plural
        entry.places.add(place)
    found.pop("", None)
    return found


def _files(suffix: str) -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob(f"*{suffix}")):
        yield path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")


def _messages(place: str, text: str) -> Iterator[tuple[str, str, str | None]]:
    try:
        for _, message, _, _ in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            if isinstance(message, tuple):
                yield place, str(message[0]), str(message[1])
            else:
                yield place, str(message), None
    except (SyntaxError, IndentationError) as error:  # somebody is in the middle of writing it
        sys.exit(f"{place} cannot be read ({error}); mend the file and run this again.")


def _python() -> Iterator[tuple[str, str, str | None]]:
    for place, text in _files(".py"):
        yield from _messages(place, text)


def _templates() -> Iterator[tuple[str, str, str | None]]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    for suffix in (".html", ".txt"):
        for place, text in _files(suffix):
            if "/templates/" in place or "/gallery/" in place:
                code = templatize(text, origin=place)
                yield from _messages(place, "\n".join(map(str.strip, code.splitlines())))


def _law() -> Iterator[tuple[str, str, str | None]]:
    """The sentences that live in law data rather than in code."""
    sys.path.insert(0, str(SOURCE.parent))
    try:
        texts = getattr(importlib.import_module("corridor.engines.law"), "texts", None)
    except ImportError:
        return
    if texts is not None:
        for text in texts():
            yield "law/", str(text), None


def _definitions() -> Iterator[tuple[str, str, str | None]]:
    """The sentences of the statistical definitions that their author did not translate."""
    definitions = importlib.import_module("corridor.engines.statistics.definitions")
    for text in definitions.texts():
        yield "engines/statistics/definitions/", text, None


def languages() -> list[str]:
    """Every language with a catalogue."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def _po(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def load(code: str) -> Catalog:
    """The catalogue of ``code``, or an empty one."""
    if not _po(code).exists():
        return _fresh(code)
    with _po(code).open("rb") as file:
        return read_po(file, locale=code)


def _fresh(code: str) -> Catalog:
    catalog = Catalog(
        locale=code,
        project="OpenCorridor",
        version="0",
        msgid_bugs_address="the issue tracker",
        charset="utf-8",
        copyright_holder="The OpenCorridor authors",
        header_comment=f"# OpenCorridor: {code}",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="OpenCorridor",
        language_team=code,
        fuzzy=False,
    )
    if code in _PLURALS:
        vars(catalog).update(zip(("_num_plurals", "_plural_expr"), _PLURALS[code], strict=True))
    return catalog


def save(
    code: str, translations: dict[str, str | tuple[str, ...]], found: dict[str, Found]
) -> None:
    """Write the catalogue: every sentence of the source, with its translation if there is one."""
    catalog = _fresh(code)
    for singular, entry in found.items():
        text = translations.get(singular, "")
        if entry.plural:
            forms = (text,) if isinstance(text, str) else text
            padded = (*forms, *[""] * catalog.num_plurals)[: catalog.num_plurals]
            catalog.add((singular, entry.plural), padded)
        else:
            catalog.add(singular, text if isinstance(text, str) else text[0])
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, no_location=True, width=100)
    _write(_po(code), buffer.getvalue())


def _write(path: Path, content: bytes) -> None:
    """Replace at once, and only when something changed: others may be reading."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def translations(code: str) -> dict[str, str | tuple[str, ...]]:
    """What the catalogue of ``code`` says, by (singular) English text."""
    return {
        (message.id[0] if isinstance(message.id, (tuple, list)) else message.id): (
            tuple(message.string)
            if isinstance(message.string, (tuple, list))
            else str(message.string or "")
        )
        for message in load(code)
        if message.id and not message.fuzzy
    }


def _blank(text: str | tuple[str, ...]) -> bool:
    return not text if isinstance(text, str) else not all(text)


def missing(code: str, found: dict[str, Found]) -> dict[str, str | list[str]]:
    """Sentences without a translation in ``code``, ready to be filled in."""
    known = translations(code)
    count = load(code).num_plurals
    return {
        singular: [""] * count if entry.plural else ""
        for singular, entry in sorted(found.items())
        if _blank(known.get(singular, "")) and (code in COMPLETE or entry.for_readers)
    }


def places_in(text: str) -> list[str]:
    """The placeholders of a template, sorted: {named} and %(named)s."""
    try:
        named = [f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name]
    except ValueError:
        named = ["a brace that is not closed"]
    return sorted({*named, *_PERCENT.findall(text)})


def torn(code: str) -> list[str]:
    """Translations whose placeholders differ from the English ones."""
    complaints = []
    for message in load(code):
        if not message.id:
            continue
        english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        wanted = set().union(*map(places_in, english))
        forms = _forms(message)
        for form in (forms,) if isinstance(forms, str) else forms:
            # A plural form may say "one day" without repeating the number.
            given, plural_form = set(places_in(form)), not isinstance(forms, str)
            if form and not (given == wanted or (plural_form and given < wanted)):
                complaints.append(f"{code}: the places differ in {english[0]!r}: {form!r}")
    return complaints


def mo(code: str) -> bytes:
    """The compiled catalogue."""
    buffer = io.BytesIO()
    catalog = load(code)
    for message in list(catalog):
        if message.id and _blank(_forms(message)):
            catalog.delete(message.id)
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _forms(message: Message) -> str | tuple[str, ...]:
    text = message.string
    return tuple(text) if isinstance(text, (tuple, list)) else str(text or "")


def check(found: dict[str, Found]) -> list[str]:
    """Everything that is wrong with the catalogues; empty when they are complete."""
    wrong: list[str] = []
    for code in languages():
        if fuzzy := [message.id for message in load(code) if message.id and message.fuzzy]:
            wrong.append(f"{code}: {len(fuzzy)} doubtful (fuzzy) entries, such as {fuzzy[0]!r}.")
        if gaps := missing(code, found) if code in (*COMPLETE, *READERS_ONLY) else {}:
            wrong.append(
                f"{code}: {len(gaps)} sentences are not translated, such as {next(iter(gaps))!r}; "
                f"see: python tools/translations.py missing {code}"
            )
        wrong += torn(code)
        compiled = _po(code).with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != mo(code):
            wrong.append(f"{code}: the .mo is stale; run: python tools/translations.py compile")
    return wrong


def fill(code: str, given: dict[str, str | list[str]], found: dict[str, Found]) -> list[str]:
    """Merge ``given`` into the catalogue; answers the English texts that no source has."""
    known = translations(code)
    known |= {key: text if isinstance(text, str) else tuple(text) for key, text in given.items()}
    save(code, known, found)
    return sorted(set(given) - set(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("update", "compile", "check"):
        verbs.add_parser(verb)
    verbs.add_parser("missing").add_argument("language")
    filler = verbs.add_parser("fill")
    filler.add_argument("language")
    filler.add_argument("file", help="JSON, or - for standard input")
    return parser


def _compile() -> None:
    for code in languages():
        _write(_po(code).with_suffix(".mo"), mo(code))


def main() -> int:
    """Run one verb; exit code 1 when ``check`` finds something."""
    given = _parser().parse_args()
    if given.verb == "compile":
        _compile()
        return 0
    found = collect()
    match given.verb:
        case "update":
            for code in languages():
                save(code, translations(code), found)
                print(f"{code}: {len(missing(code, found))} of {len(found)} to translate")
            _compile()
        case "missing":
            print(json.dumps(missing(given.language, found), ensure_ascii=False, indent=1))
        case "fill":
            text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text("utf-8")
            for unknown in fill(given.language, json.loads(text), found):
                print(f"no source has this sentence: {unknown!r}", file=sys.stderr)
            _compile()
        case "check":
            wrong = check(found)
            print("\n".join(wrong) or f"{len(found)} sentences, {len(languages())} languages: ok")
            return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
