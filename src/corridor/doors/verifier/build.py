"""Puts the verifier together: words, style and script in one file, with what it trusts.

The result opens from a disk. Its policy lets run only the script whose hash it names, and
lets nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from corridor.core.codes.currencies import NAMES, minor_digits
from corridor.engines import tokens
from corridor.engines.evidence.beside import NAMES as CLAUSE_NAMES

FILE = "corridor-verifier.html"

# The first test of RFC 8032: a browser that does not find it genuine cannot decide anything.
_PROBE = {
    "key": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "signature": "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
    "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "message": "",
}


def script() -> str:
    """All of the page's own script."""
    return _source("verify.js") + _source("page.js")


def words() -> dict[str, dict[str, str]]:
    """The dictionary: language to key to words."""
    found: dict[str, dict[str, str]] = json.loads(_source("words.json"))
    return found


def whole(trust: Mapping[str, Any]) -> dict[str, Any]:
    """The trust with what the format needs besides: codes of kinds and fields, minor units."""
    return {
        **trust,
        "kinds": {code: name for name, code in tokens.KINDS.items()},
        "fields": {code: name for name, code in tokens.FIELDS.items()},
        "minor": {code: minor_digits(code) for code in NAMES},
        "clauses": list(CLAUSE_NAMES),
        "probe": _PROBE,
    }


def page(trust: Mapping[str, Any]) -> str:
    """The whole file. ``trust``: made, node, keys, policy and revoked (see ``pins``)."""
    parts = {
        "style": _source("style.css"),
        "script": script(),
        "trust": _data(whole(trust)),
        "words": _data(words()),
        "keys": "".join(f"<li>{html.escape(line)}</li>" for line in _keys(trust)),
    }
    parts |= {f"{name}_hash": _hash(parts[name]) for name in ("style", "script")}
    # One pass: what is put in may itself hold braces.
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], _source("page.html"))


def _keys(trust: Mapping[str, Any]) -> list[str]:
    policy = trust.get("policy") or {}
    named = [one["key"] for one in policy.get("witnesses", ())]
    return [
        *(f"{key['kid']} {key['public']}" for key in trust["keys"]),
        *([policy["log"]] if policy else []),
        *named,
    ]


def _data(value: Any) -> str:
    # Within a script element only "<" could end the data early.
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _source(name: str) -> str:
    return (files("corridor.doors.verifier") / "source" / name).read_text(encoding="utf-8")
