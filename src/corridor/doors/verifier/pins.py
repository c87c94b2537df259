"""What this node gives a verifier to take along: keys, the log's policy, passes taken back."""

from __future__ import annotations

from typing import Any

from corridor.cycle.departure.queries import revoked_codes
from corridor.doors.verifier import build
from corridor.engines.evidence import revoked
from corridor.engines.log.note import signature_line
from corridor.engines.tokens import KINDS
from corridor.platform.clock.queries import today
from corridor.platform.keys.actions import sign, signing_kid
from corridor.platform.keys.queries import issuer_document, issuer_keys
from corridor.platform.translog import witnesses
from corridor.platform.translog.actions import make_log_key
from corridor.platform.translog.queries import origin


def make_key() -> str:
    """The key that signs the list; with it the log's and those of all papers, at set-up.

    A key made with the first paper would be unknown to every verifier that was fetched before.
    Each key enters the log when it is made, and its papers bear no earlier day.
    """
    make_log_key()
    for kind in KINDS:
        signing_kid(kind)
    return signing_kid(revoked.PURPOSE)


def revocation_list() -> str:
    """The signed list of passes taken back, as of today (UTC, the acts' clock)."""
    day = today()
    found = [(code, on) for code, on, _ in revoked_codes(day)]
    text = revoked.list_text(origin(), day, found)
    kid, signature = sign(revoked.PURPOSE, text.encode())
    key = revoked.list_key(text.partition("\n")[0], issuer_keys(revoked.PURPOSE)[kid])
    return text + "\n" + signature_line(key.name, key.key_id, signature)


def trust() -> dict[str, Any]:
    """All that a verifier trusts, as ``read_trust`` reads it."""
    make_key()
    listed = revocation_list()
    return {
        "made": today().isoformat(),
        **issuer_document(),
        "policy": witnesses.policy_document() or None,
        "revoked": listed,
    }


def verifier() -> str:
    """The verifier's HTML with the trust of this moment in it."""
    return build.page(trust())
