"""The private check: did the money come? Sealed under the worker's key, counted, never shown."""

from __future__ import annotations

from corridor.core.canonical import canonical
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions.shared import unassisted_by_parties
from corridor.governance.inspection.checks import CHECK, SAID
from corridor.governance.inspection.models import CheckAnswer, PrivateCheck
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import seal


@act("inspection.answer_check", roles=(Role.WORKER,))
def answer_check(*, by: Actor, check: str, said: str) -> CheckAnswer:
    """Whether the money of an order came: ``came``, ``part`` or ``not``; the newest counts.

    Nobody of the employer or the agency may sit beside her. Nothing that an employer can see
    changes, now or later; the inspectorate reads how many said so, never who.
    """
    asked = rules.get(PrivateCheck, check, by)
    unassisted_by_parties(asked.contract, by)
    if said not in SAID:
        raise BadInput(
            "inspection.said",
            sentence(N_("“{found}” is not one of the answers."), found=said),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(SAID)),
            found=said,
        ).at(field="said")
    worker = str(asked.contract.worker_id)
    answer = CheckAnswer.objects.create(
        asked=asked, sealed=seal(worker, CHECK, canonical({"said": said}))
    )
    journal.record("inspection.answer_check", subject=answer, by=by, key_subject=worker)
    return answer
