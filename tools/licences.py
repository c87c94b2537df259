"""Refuse run-time libraries whose licence would bind a government to more than Apache-2.0 does.

Looks at what ``pip install opencorridor[postgres]`` brings, not at developers' tools. Weak
copyleft (LGPL, MPL) is accepted: the libraries are used unchanged. Pure GPL and AGPL are not.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ACCEPTED = re.compile(
    r"MIT|MIT-CMU|HPND|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|MPL|Mozilla|"
    r"LGPL|Lesser General Public|Zlib|zlib|Unlicense|Public Domain|CC0|OFL|BSL-1\.0|Boost|"
    r"Unicode-3\.0|WTFPL|BlueOak|CNRI-Python|Artistic",
    re.IGNORECASE,
)
REFUSED = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public|Affero|SSPL|Commons Clause|BUSL", re.I)

# Read by a person, because the library's own classifiers contradict each other.
REVIEWED = {"qrcode": "BSD-3-Clause AND MIT"}


def runtime() -> set[str]:
    """Canonical names of every library the installed system imports or may import."""
    found: set[str] = set()
    waiting = [("opencorridor", frozenset({"postgres"}))]
    while waiting:
        name, extras = waiting.pop()
        try:
            asked = requires(name) or []
        except PackageNotFoundError:  # a library of another platform
            continue
        for text in asked:
            requirement = Requirement(text)
            marker = requirement.marker
            wanted = not marker or any(marker.evaluate({"extra": e}) for e in extras | {""})
            key = canonicalize_name(requirement.name)
            if wanted and (key not in found or requirement.extras):
                if key not in found or not requirement.extras <= {""}:
                    waiting.append((key, frozenset(requirement.extras)))
                found.add(key)
    return found - {"opencorridor"}


def acceptable(licence: str) -> bool:
    """Whether a licence expression leaves us a choice we accept.

    ``OR`` needs one acceptable side, ``AND`` and ``;`` need all.
    """
    text = licence.strip().strip("()")
    for word, rule in ((r"\s+OR\s+", any), (r"\s+AND\s+|;", all)):
        parts = re.split(word, text)
        if len(parts) > 1:
            return rule(acceptable(part) for part in parts)
    return bool(ACCEPTED.search(text)) and not REFUSED.search(text)


def main() -> int:
    """Print the libraries whose licence is refused or unknown."""
    names = runtime()
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    listed = json.loads(
        subprocess.run([*command, "--with-system"], capture_output=True, check=True).stdout
    )
    ours = [item for item in listed if canonicalize_name(item["Name"]) in names]
    for item in ours:
        item["License"] = REVIEWED.get(canonicalize_name(item["Name"]), item["License"])
    bad = [item for item in ours if not acceptable(item["License"])]
    for item in bad:
        print(f"{item['Name']} {item['Version']}: licence “{item['License']}” is not accepted")
    print(f"{len(ours)} run-time libraries, {len(bad)} refused")
    return 1 if bad or not ours else 0


if __name__ == "__main__":
    sys.exit(main())
