"""Asking the witnesses of this log: over HTTP where they have an address, else by file."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from corridor.core.problems import Conflict, NotYet, Unavailable
from corridor.core.text import N_, sentence
from corridor.engines.log import tiles
from corridor.engines.log.coding import number
from corridor.engines.log.witness import LONGEST, Request
from corridor.platform.translog import queries, storage
from corridor.platform.translog.models import Checkpoint, Cosignature
from corridor.platform.translog.witnesses import Witness

SIZE_TYPE = "text/x.tlog.size"
_PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness said: the status, the type of the body, and the body."""

    status: int
    type: str
    body: str


Transport = Callable[[str, bytes], Answer]


def request_from(old: int) -> Request:
    """The newest checkpoint with the proof that it continues the log's first ``old`` entries.

    Raises ``NotYet`` before the first checkpoint, and ``BadInput`` for a size it never had.
    """
    newest = queries.latest_checkpoint()
    if newest is None:
        raise NotYet("log.no_checkpoint", sentence(N_("No checkpoint has been signed yet.")))
    proof = tiles.consistency_proof(old, newest.size, storage.read) if old else []
    return Request(old, tuple(proof), newest.text)


def signed_last_by(name: str) -> int:
    """The size of the largest checkpoint that a witness is known to have signed; 0 for none."""
    rows = Cosignature.objects.filter(witness=name).order_by("-checkpoint__size")
    return rows.values_list("checkpoint__size", flat=True).first() or 0


def lacks(name: str) -> bool:
    """Whether the newest checkpoint has no signature of this witness."""
    newest = Checkpoint.objects.order_by("-size").first()
    return newest is not None and not newest.cosignatures.filter(witness=name).exists()


def ask(witness: Witness, transport: Transport | None = None) -> str:
    """The newest checkpoint with the signature lines that the witness gave for it.

    A witness that knows another size says so and is asked once more from there. Raises
    ``Unavailable`` when it does not answer, ``Conflict`` when it refuses.
    """
    send, address = transport or post, witness.url.rstrip("/") + "/add-checkpoint"
    asked = request_from(signed_last_by(witness.name))
    answer = send(address, asked.text().encode())
    known = _size(answer)
    if known is not None and known <= asked.head.size:
        asked = request_from(known)
        answer = send(address, asked.text().encode())
    if answer.status != 200:
        raise _refused(witness, answer, asked)
    return asked.note + answer.body


def _size(answer: Answer) -> int | None:
    if answer.status != 409 or answer.type != SIZE_TYPE:
        return None
    try:
        return number(answer.body.strip())
    except ValueError:
        return None


def _refused(witness: Witness, answer: Answer, asked: Request) -> Conflict:
    known = _size(answer)
    if known is not None and known > asked.head.size:
        why = sentence(
            N_("{name} has signed {known} entries of this log, which has {size}: was it restored?"),
            name=witness.name,
            known=known,
            size=asked.head.size,
        )
    else:
        why = sentence(
            N_("{name} does not sign this checkpoint ({status})."),
            name=witness.name,
            status=answer.status,
        )
    return Conflict(
        "log.refused",
        why,
        remedy=sentence(N_("Run “corridor log verify” and talk to the witness.")),
    )


def post(address: str, body: bytes) -> Answer:
    """One HTTP request to a witness. Raises ``Unavailable`` when nobody answers."""
    if not address.startswith(("https://", "http://")):
        raise Unavailable("log.witness_address", sentence(N_("A witness is asked over HTTP.")))
    asked = urllib.request.Request(address, data=body, method="POST")  # noqa: S310 - checked above
    asked.add_header("Content-Type", "text/plain; charset=utf-8")
    try:
        with _opener.open(asked, timeout=_PATIENCE) as answer:
            return _read(answer.status, answer)
    except urllib.error.HTTPError as refusal:
        return _read(refusal.code, refusal)
    except (OSError, ValueError) as error:
        raise Unavailable(
            "log.witness_silent",
            sentence(N_("The witness does not answer.")),
            found=type(error).__name__,
        ) from None


class _Stays(urllib.request.HTTPRedirectHandler):
    """A witness answers where it was asked: nothing is sent on to another place."""

    def redirect_request(self, *given: object) -> None:
        return None


_opener = urllib.request.build_opener(_Stays)


def _read(status: int, answer: object) -> Answer:
    body = answer.read(LONGEST)  # type: ignore[attr-defined]
    kind = answer.headers.get_content_type()  # type: ignore[attr-defined]
    return Answer(status, kind, body.decode("utf-8", "replace"))
