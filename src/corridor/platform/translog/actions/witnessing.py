"""This node as a witness of other logs: it signs what continues all that it has signed before."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log.checkpoint import Checkpoint as Head
from corridor.engines.log.keys import ED25519, VerifierKey
from corridor.engines.log.note import parse_note
from corridor.engines.log.witness import Refused, Request, may_sign
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.access.rules import get
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import sign, signing_kid
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.translog.cosigning import cosignature
from corridor.platform.translog.models import WitnessedLog

WITNESS_KEY = "witness"


@act("translog.register_log", roles=(Role.ADMIN,))
def register_log(*, by: Actor, key: str, origin: str = "") -> WitnessedLog:
    """Witness another log from now on. ``key`` is its verifier key, ``name+number+letters``.

    A further key of a log that is known is added to the others. ``origin`` is the first line
    of its checkpoints, where that is not the key's name. Raises ``BadInput``.
    """
    parsed = VerifierKey.parse(key)
    if parsed.kind != ED25519:
        raise BadInput(
            "log.key",
            sentence(N_("This is the key of a witness, not of a log.")),
            remedy=sentence(N_("Ask for the key that signs the log’s checkpoints.")),
        ).at(field="key")
    signing_kid(WITNESS_KEY)  # made before the first signature, so that it is in the log
    name = origin.strip() or parsed.name
    found, _ = WitnessedLog.objects.get_or_create(origin=name, defaults={"keys": []})
    found.keys = [*(one for one in found.keys if one != parsed.text()), parsed.text()]
    found.active = True
    found.save()
    journal.record("translog.register_log", subject=found, by=by, body={"key": parsed.text()})
    return found


@act("translog.retire_log", roles=(Role.ADMIN,))
def retire_log(*, by: Actor, log: str) -> WitnessedLog:
    """Witness a log no longer; what was signed stays known."""
    found = get(WitnessedLog, log, by, lock=True)
    found.active = False
    found.save()
    journal.record("translog.retire_log", subject=found, by=by)
    return found


@act("translog.cosign", roles=())
def cosign(*, by: Actor, request: Request) -> str:
    """Sign another log’s checkpoint when it continues what was signed before.

    Compared and set in one transaction, under the row’s lock: of two requests at once the
    second sees what the first one set. Answers the cosignature line. Raises ``Refused``.
    """
    head = request.head
    rows = WitnessedLog.objects.select_for_update().filter(origin=head.origin, active=True)
    log = rows.first()
    if log is None:
        raise Refused(404, sentence(N_("This log is not witnessed here.")))
    keys = [VerifierKey.parse(one) for one in log.keys]
    signed = may_sign(request, keys, _seen(log))
    log.size, log.root, log.note = signed.size, signed.root, request.note
    log.signed_at = timezone.now()
    log.save(update_fields=["size", "root", "note", "signed_at"])
    return _line(parse_note(request.note).text)


def _seen(log: WitnessedLog) -> Head | None:
    if log.size is None or log.root is None:
        return None
    return Head(log.origin, log.size, bytes(log.root))


def _line(text: str) -> str:
    kid = signing_kid(WITNESS_KEY)
    name, public = settings.CORRIDOR_WITNESS_NAME, issuer_keys(WITNESS_KEY)[kid]
    seconds = int(timezone.now().timestamp())
    return cosignature(name, public, lambda message: sign(WITNESS_KEY, message)[1], text, seconds)
