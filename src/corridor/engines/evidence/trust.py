"""What a verifier was given beforehand: keys, the log's policy, the list of passes taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.core.periods import day
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log.policy import Policy, parse_policy

PUBLIC_BYTES = 32


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """An issuer's raw Ed25519 public key.

    Papers dated before ``dated_from`` or after ``valid_to`` are not its own.
    """

    public: bytes
    valid_from: str = ""
    valid_to: date | None = None
    dated_from: str = ""

    def signed_on(self, dated: str) -> bool:
        """Whether a paper of the key can bear this date (ISO; empty: it bears none)."""
        ended = self.valid_to is not None and dated > self.valid_to.isoformat()
        return not ended and (not dated or dated >= self.dated_from)


@dataclass(frozen=True, slots=True)
class Trust:
    """``keys`` by id; ``policy`` of the log, if proofs are to count; ``revoked``: the list's text.

    Nothing here is verified yet; ``revoked`` may be empty or false.
    """

    keys: Mapping[str, IssuerKey]
    policy: Policy | None = None
    revoked: str = ""

    @property
    def public(self) -> dict[str, bytes]:
        """The bare keys by id."""
        return {kid: key.public for kid, key in self.keys.items()}


def read_keys(document: Any) -> dict[str, IssuerKey]:
    """The keys of an issuer document, by id. Raises ``ValueError`` for anything else."""
    try:
        return {str(one["kid"]): _key(one) for one in document["keys"]}
    except (KeyError, TypeError, AttributeError, BadInput) as error:
        raise ValueError(document) from error


def read_trust(text: str) -> Trust:
    """The trust in a verifier's JSON that a node pins in its verifier. Raises ``BadInput``."""
    try:
        told = json.loads(text)
        keys = read_keys(told)
        policy = told.get("policy")
        found = parse_policy(json.dumps(policy)) if policy else None
        return Trust(keys, found, str(told.get("revoked") or ""))
    except (ValueError, AttributeError, RecursionError):
        raise BadInput(
            "pass.keys_unreadable",
            sentence(N_("This is not a file of issuer keys.")),
            remedy=sentence(N_("Get it with “corridor node issuer-keys” or from /verify/keys/.")),
        ) from None


def _key(one: Mapping[str, Any]) -> IssuerKey:
    public = bytes.fromhex(one["public"])
    if len(public) != PUBLIC_BYTES:
        raise ValueError(len(public))
    last = one.get("valid_to")
    until, since = day(last[:10]) if last else None, str(one.get("dated_from") or "")
    return IssuerKey(public, str(one.get("valid_from") or ""), until, since)
