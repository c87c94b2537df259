"""Disclosure control: what of a table may be published, and proof that the rest is hidden.

    spec = read_specification(path)              # or parse(mapping): every fault at once
    made = protect(spec, frame, earlier=[...])   # a Protected: cube, review, release, audit
    made.passed                                  # nothing that is withheld can be worked out

``earlier`` holds ``Released`` (``read_release(path)``, ``release_from_json``): ``made.release`` of
every earlier release, kept as ``release_to_json`` writes it. ``audit`` attacks a ``Released``.
Imported lazily by those who need it: SciPy stands behind it.
"""

from corridor.engines.statistics.disclosure.audit import Audit, Claim, audit
from corridor.engines.statistics.disclosure.model import Specification
from corridor.engines.statistics.disclosure.reading import parse
from corridor.engines.statistics.disclosure.reading import read as read_specification
from corridor.engines.statistics.disclosure.released import Released
from corridor.engines.statistics.disclosure.remembered import from_json as release_from_json
from corridor.engines.statistics.disclosure.remembered import read as read_release
from corridor.engines.statistics.disclosure.remembered import to_json as release_to_json
from corridor.engines.statistics.disclosure.run import Protected
from corridor.engines.statistics.disclosure.run import run as protect

__all__ = [
    "Audit",
    "Claim",
    "Protected",
    "Released",
    "Specification",
    "audit",
    "parse",
    "protect",
    "read_release",
    "read_specification",
    "release_from_json",
    "release_to_json",
]
