"""A bank's XML as a stream of elements, in bounded memory and without any entity.

A document type is refused with its first character: nothing is declared, so nothing can be
expanded and nothing can be fetched. Depth, the length of a text and of a single token are bounded.
"""

from __future__ import annotations

import xml.parsers.expat as expat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles.faults import fault, shown
from corridor.engines.wagefiles.model import Progress

CHUNK = 1 << 16
MAX_TOKEN = 1 << 20
MAX_TEXT = 4_096
MAX_DEPTH = 32


@dataclass(slots=True)
class Element:
    """An element that has ended: its path of local names, text, attributes and first line."""

    path: tuple[str, ...]
    text: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    namespace: str = ""


@dataclass(slots=True)
class _Open:
    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    length: int = 0


class _Reader:
    """Expat's events gathered as ended elements."""

    def __init__(self) -> None:
        self.ended: list[Element] = []
        self._open: list[_Open] = []
        self.parser = expat.ParserCreate(namespace_separator="\x1f")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ExternalEntityRefHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_args: object) -> int:
        raise refused(
            "doctype",
            self.parser.CurrentLineNumber,
            sentence(N_("The file declares a document type or an entity; it is not read.")),
            sentence(N_("Export it without one: no bank file needs it.")),
            "no DOCTYPE",
            "DOCTYPE",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self._open) >= MAX_DEPTH:
            raise refused(
                "depth",
                line,
                sentence(N_("The elements are nested more than {most} deep."), most=MAX_DEPTH),
                sentence(N_("Export the file again: no bank file is built so.")),
                f"<= {MAX_DEPTH}",
                f"> {MAX_DEPTH}",
            )
        namespace, _, local = name.rpartition("\x1f")
        self._open.append(_Open(local, namespace, line, attributes))

    def _text(self, text: str) -> None:
        if not self._open:
            return
        top = self._open[-1]
        top.length += len(text)
        if top.length <= MAX_TEXT:
            top.texts.append(text)
        elif text.strip():
            raise refused(
                "text",
                top.line,
                sentence(N_("The element {name} holds more than {most} characters."),
                         name=shown(top.name), most=MAX_TEXT),
                sentence(N_("Shorten it.")),
                f"<= {MAX_TEXT}",
                f"> {MAX_TEXT}",
                top.name,
            )  # fmt: skip

    def _end(self, _name: str) -> None:
        path = tuple(one.name for one in self._open)
        top = self._open.pop()
        text = "".join(top.texts).strip()
        self.ended.append(Element(path, text, top.line, top.attributes, top.namespace))


def elements(stream: BinaryIO, progress: Progress | None = None) -> Iterator[Element]:
    """Every element in the order in which they end. Raises ``BadInput`` where the XML is broken,
    declares anything, or is larger in one place than any bank file.
    """
    reader, fed = _Reader(), 0
    while True:
        chunk = stream.read(CHUNK)
        fed += len(chunk)
        if progress is not None and chunk:
            progress(len(chunk))
        try:
            reader.parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise _broken(error) from None
        except (ValueError, LookupError):
            raise refused(
                "encoding", 1, sentence(N_("The encoding that the file names is not known.")),
                sentence(N_("Save the file in UTF-8.")), "UTF-8", "",
            ) from None  # fmt: skip
        ended, reader.ended = reader.ended, []
        yield from ended
        if not chunk:
            return
        if fed - max(0, reader.parser.CurrentByteIndex) > MAX_TOKEN:
            raise refused(
                "token",
                reader.parser.CurrentLineNumber,
                sentence(N_("A single tag is longer than {most} bytes."), most=MAX_TOKEN),
                sentence(N_("Export the file again: no bank file is built so.")),
                f"<= {MAX_TOKEN}",
                f"> {MAX_TOKEN}",
            )


def _broken(error: expat.ExpatError) -> BadInput:
    return refused(
        "xml",
        error.lineno,
        sentence(N_("The XML is broken here: {found}."), found=expat.ErrorString(error.code)),
        sentence(N_("Export the file again; it may have been cut off.")),
        "XML",
        expat.ErrorString(error.code) or "",
    )


def refused(
    code: str,
    line: int,
    message: Sentence,
    remedy: Sentence,
    expected: str,
    found: str,
    name: str = "Document",
) -> BadInput:
    """The fault of a file that is read no further."""
    return fault(code, max(1, line), shown(name), message, remedy=remedy,
                 expected=expected, found=found)  # fmt: skip
