"""Papers that prove themselves: passes, receipts, proofs, and the list of passes taken back.

``check`` says what a text is worth to somebody without a network. The page that does the same
in a browser (``doors/verifier``) is written apart from this; shared vectors hold both together.
"""

from corridor.engines.evidence.beside import Beside, beside, terms_in
from corridor.engines.evidence.bonds import versions
from corridor.engines.evidence.check import Answer, check
from corridor.engines.evidence.revoked import Revoked, read_revoked
from corridor.engines.evidence.trust import IssuerKey, Trust, read_trust

__all__ = [
    "Answer",
    "Beside",
    "IssuerKey",
    "Revoked",
    "Trust",
    "beside",
    "check",
    "read_revoked",
    "read_trust",
    "terms_in",
    "versions",
]
