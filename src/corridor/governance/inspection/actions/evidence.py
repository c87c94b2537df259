"""Evidence of payment: what an employer brings, and the private question that goes with it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db.models import Exists, OuterRef

from corridor.core.money import Money
from corridor.core.problems import BadInput, Conflict
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import WageFileUpload, WageFinding
from corridor.cycle.employment.queries.months import WHOLE, standing
from corridor.governance.inspection.actions.shared import here, note, own_words
from corridor.governance.inspection.models import ENDED, Evidence, Order, PrivateCheck
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import actions as documents
from corridor.platform.messages.actions import send

PAPER = "payment_evidence"


@act("inspection.bring_evidence", roles=(Role.EMPLOYER,))
def bring_evidence(
    *,
    by: Actor,
    order: str,
    amount: str,
    workers: int,
    paid_on: date,
    reference: str,
    file: str = "",
) -> Evidence:
    """The employer says that it paid: how much, to how many, when, the bank's reference.

    ``file`` is a paper in base64 (PDF, PNG, JPEG), such as the bank's confirmation. It is a
    claim: the workers are asked in private whether the money came. Nothing is closed by it.
    """
    row = rules.get(Order, order, by, lock=True)
    refuse_ended(row)
    on = here(row.employer)
    paper = _bytes(file)
    _plausible(row, workers, paid_on, on)
    evidence = Evidence.objects.create(
        order=row,
        amount_minor=_minor(amount, row.currency),
        workers=workers,
        paid_on=paid_on,
        reference=own_words(reference, "reference", 80),
        digest=sha256(paper).hexdigest() if paper else "",
        file=_kept(row, paper, by) if paper else "",
        brought_on=on,
    )
    body = {
        "amount": Money(evidence.amount_minor, row.currency).as_json(),
        "digest": evidence.digest,
    }
    note("inspection.bring_evidence", evidence, row.employer, by, body, row.law)
    _ask(row)
    return evidence


def refuse_ended(row: Order) -> None:
    """Raise ``Conflict`` for an order that asks for nothing any more."""
    if row.events.filter(kind__in=ENDED).exists():
        raise Conflict(
            "inspection.ended",
            sentence(N_("This order has ended.")),
            remedy=sentence(N_("Nothing more needs to be done about it.")),
        )


def _minor(amount: str, currency: str) -> int:
    try:
        money = Money.parse(amount, currency)
    except BadInput as problem:
        raise problem.at(field="amount") from None
    if money.minor <= 0:
        raise BadInput(
            "inspection.amount",
            sentence(N_("The amount paid must be more than nothing.")),
            remedy=sentence(N_("Write what was paid under this order.")),
            found=amount,
        ).at(field="amount")
    return money.minor


def _plausible(row: Order, workers: int, paid_on: date, on: date) -> None:
    if paid_on > on:
        raise BadInput(
            "inspection.paid_on",
            sentence(N_("The day of payment lies in the future.")),
            remedy=sentence(N_("Write the day on which the bank paid.")),
            found=paid_on.isoformat(),
        ).at(field="paid_on")
    if workers < 1:
        raise BadInput(
            "inspection.workers",
            sentence(N_("At least one worker must have been paid.")),
            remedy=sentence(N_("Write how many workers were paid.")),
            found=workers,
        ).at(field="workers")


def _bytes(file: str) -> bytes:
    try:
        return base64.b64decode(file, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "inspection.base64",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Send its bytes in base64.")),
        ).at(field="file") from None


def _kept(row: Order, paper: bytes, by: Actor) -> str:
    """The paper, sealed under the key of whoever hands it in."""
    person = by.person or ""
    return str(documents.keep(person=person, subject=row.id, kind=PAPER, content=paper, by=by).id)


def _ask(row: Order) -> None:
    """Ask every worker to whom something was owed when the order was made, each once.

    A corrected file that came since changes nobody's question. The employer learns neither that
    anybody is asked nor who: everybody with wages owed is.
    """
    asked = set(row.checks.values_list("contract", flat=True))
    for contract in _owed_then(row):
        if contract.pk in asked:
            continue
        asked.add(contract.pk)
        PrivateCheck.objects.create(order=row, contract=contract)
        send(person=contract.worker, template="case.news", by=SYSTEM)


def _owed_then(row: Order) -> Iterable[Contract]:
    """Contracts with wages owed by the files that counted on the day of the order."""
    before = WageFileUpload.objects.filter(
        employer=row.employer_id, month__in=row.months, pk__lt=row.pk
    )
    newer = before.filter(month=OuterRef("month"), version__gt=OuterRef("version"))
    owed = WageFinding.objects.filter(
        standing(row.issued_on),
        upload__in=before.filter(~Exists(newer)).values("pk"),
        check_id=WHOLE,
        owed_minor__gt=0,
    )
    return Contract.objects.filter(pk__in=owed.values("contract")).select_related("worker")
