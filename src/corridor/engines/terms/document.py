"""Reading a contract's JSON text: small, shallow, no key twice, no number that is not exact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, Sentence, sentence

MAX_BYTES = 1_000_000
MAX_DEPTH = 12


class FloatText(str):
    """A JSON number with a fraction or exponent, kept as text so that it can be refused."""

    __slots__ = ()


def load_json(path: Path) -> Any:
    """The JSON value in ``path``. Raises ``BadInput`` placed at the file (and line)."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refuse(
            path,
            "document.file",
            sentence(N_("The file cannot be read: {why}."), why=error.strerror),
        ) from None
    return parse_json(raw, path)


def parse_json(raw: bytes, path: Path | None = None) -> Any:
    """The JSON value in ``raw``. Raises ``BadInput`` for anything that is not plain JSON."""
    if len(raw) > MAX_BYTES:
        raise _refuse(
            path,
            "document.size",
            sentence(N_("The file is larger than {limit} bytes."), limit=MAX_BYTES),
            sentence(N_("Give one contract per file.")),
        )
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=FloatText,
            parse_int=_integer,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twins,
        )
    except UnicodeDecodeError as error:
        raise _refuse(
            path,
            "document.encoding",
            sentence(N_("Byte {byte} is not UTF-8 text."), byte=error.start + 1),
            sentence(N_("Save the file as UTF-8.")),
        ) from None
    except json.JSONDecodeError as error:
        problem = _refuse(
            path,
            "document.json",
            sentence(N_("This is not JSON: {why}."), why=error.msg),
            sentence(N_("See the example printed by “corridor schema contract-terms”.")),
        )
        raise problem.at(line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise _too_deep(path) from None
    except _UnfitError as error:
        raise _refuse(path, error.code, error.message, error.remedy) from None
    if _depth(value) > MAX_DEPTH:
        raise _too_deep(path)
    if _half_a_character(value):
        raise _refuse(
            path,
            "document.encoding",
            sentence(N_("This is not JSON: {why}."), why="half of a surrogate pair"),
            sentence(N_("Save the file as UTF-8.")),
        )
    return value


def _half_a_character(value: Any) -> bool:
    """Whether an escape such as ``\\ud800`` stands alone: no text, and it cannot be printed."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


class _UnfitError(ValueError):
    def __init__(self, code: str, message: Sentence, remedy: Sentence) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, message, remedy


def _integer(text: str) -> int | FloatText:
    return int(text) if len(text) <= 18 else FloatText(text)


def _no_constant(name: str) -> None:
    raise _UnfitError(
        "document.constant",
        sentence(N_("“{found}” is not a number."), found=name),
        sentence(N_("Leave the clause out when it is not known.")),
    )


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for name, value in pairs:
        if name in seen:
            raise _UnfitError(
                "document.twice",
                sentence(N_("“{name}” is given twice."), name=name),
                sentence(N_("Keep the one that the contract says.")),
            )
        seen[name] = value
    return seen


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level and deepest <= MAX_DEPTH:
        deepest += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return deepest


def _too_deep(path: Path | None) -> BadInput:
    return _refuse(
        path,
        "document.depth",
        sentence(N_("The document is nested more than {limit} levels deep."), limit=MAX_DEPTH),
        sentence(N_("See the example printed by “corridor schema contract-terms”.")),
    )


def _refuse(
    path: Path | None, code: str, message: Sentence, remedy: Sentence | None = None
) -> BadInput:
    place = Place(file=str(path)) if path is not None else None
    return BadInput(code, message, remedy=remedy, place=place)
