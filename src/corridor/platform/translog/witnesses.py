"""The witnesses of this log: others who look at every checkpoint and sign it too.

They are named in a JSON file (``CORRIDOR_WITNESSES``): ``needed``, and for each witness its
``key``, whether it is ``ours``, and its ``url`` where checkpoints are sent to; without ``url``
checkpoints and signatures travel as files. A witness who has stopped stays in the file as
``retired``, so that what it signed is still known to be genuine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.engines.log.keys import COSIGNATURE, VerifierKey
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import Earlier, Judgement, Policy, judge
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.translog.models import Cosignature
from corridor.platform.translog.verification.heads import earlier_keys, log_keys


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness: its key, where it is asked (nowhere: by file), and whose it is."""

    key: VerifierKey
    url: str = ""
    ours: bool = False
    retired: bool = False

    @property
    def name(self) -> str:
        """As it stands in signature lines."""
        return self.key.name


@dataclass(frozen=True, slots=True)
class Circle:
    """All witnesses of this log, and how many of them are needed."""

    witnesses: tuple[Witness, ...] = ()
    needed: int = 0

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """The keys of all, also of those who no longer sign."""
        return tuple(one.key for one in self.witnesses)

    @property
    def active(self) -> tuple[Witness, ...]:
        """Those who are asked and counted."""
        return tuple(one for one in self.witnesses if not one.retired)


def circle() -> Circle:
    """The configured witnesses; none without the setting. Raises ``BadInput`` for a bad file."""
    path = settings.CORRIDOR_WITNESSES
    if not path:
        return Circle()
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Problem) as error:
        raise BadInput(
            "log.witnesses",
            sentence(N_("The file of witnesses cannot be read.")),
            remedy=sentence(N_("See the operations manual for an example.")),
            found=str(error),
        ).at(file=str(path)) from None


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> Circle:
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    found = tuple(
        Witness(
            VerifierKey.parse(one["key"]),
            str(one.get("url", "")),
            ours=one.get("ours") is True,
            retired=one.get("retired") is True,
        )
        for one in told["witnesses"]
    )
    made = Circle(found, int(told["needed"]))
    _policy(VerifierKey.of("any", 1, bytes(32)), made)  # refuses what could never be met
    return made


def _policy(log: VerifierKey, told: Circle, earlier: tuple[Earlier, ...] = ()) -> Policy:
    ours = frozenset(one.name for one in told.active if one.ours)
    keys = tuple(one.key for one in told.active)
    return Policy(log, keys, ours, told.needed, settings.CORRIDOR_LOG_ORIGIN, earlier)


def policy() -> Policy | None:
    """When a checkpoint of this log counts; None before the log has a key."""
    keys = log_keys()
    return _policy(keys[-1], circle(), earlier_keys()) if keys else None


def judged(note: str) -> Judgement | None:
    """What a signed checkpoint of this log is worth; None before the log has a key."""
    told = policy()
    if told is None:
        return None
    try:
        return judge(parse_note(note), told)
    except BadInput as problem:
        return Judgement(False, False, (), problem.message)


def policy_document() -> dict[str, Any]:
    """The policy as ``corridor log check --policy`` reads it; empty before there is a key."""
    found = policy()
    return found.as_json() if found else {}


def genuine(row: Cosignature) -> bool:
    """Whether a stored cosignature is by a witness that is known here, for its checkpoint."""
    text = row.checkpoint.text
    try:
        note = parse_note(text.rpartition("\n\n")[0] + "\n\n" + row.line)
    except BadInput:
        return False
    keys = [key for key in circle().keys if key.name == row.witness]
    return bool(note.verified_by(keys))


def own_key() -> list[str]:
    """This node's own keys as a witness of other logs; none before it witnesses any."""
    name = settings.CORRIDOR_WITNESS_NAME
    public = issuer_keys("witness").values()
    return [VerifierKey.of(name, COSIGNATURE, one).text() for one in public]
