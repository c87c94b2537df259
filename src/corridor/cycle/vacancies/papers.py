"""Approvals and letters that belong to a job order."""

from __future__ import annotations

import base64
import binascii

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import actions as documents
from corridor.platform.documents import queries as files
from corridor.platform.documents.models import File
from corridor.platform.journal import actions as journal

KIND = "order_paper"


@act("vacancies.attach_paper", roles=(Role.EMPLOYER,))
def attach_paper(*, by: Actor, order: str, file: str) -> File:
    """Hang a paper (base64 of a PDF or a photograph) on one's own order: approval, letter, licence.

    Whoever may read the order may read its papers.
    """
    row = rules.get(JobOrder, order, by)
    try:
        content = base64.b64decode(file, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "vacancies.file",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Choose it again and send it once more.")),
        ).at(field="file") from None
    try:
        kept = documents.keep(
            person=by.person or "", subject=str(row.pk), kind=KIND, content=content, by=by
        )
    except BadInput as problem:
        raise problem.at(field="file") from None
    journal.record("vacancies.attach_paper", subject=row, by=by, body={"digest": kept.digest})
    return kept


def papers(order: JobOrder) -> list[File]:
    """The papers of an order that the caller was already allowed to find, oldest first."""
    return files.of(order)


def paper(order_id: str, file_id: str, by: Actor) -> tuple[File, bytes]:
    """One paper with its content. Raises ``NotFound`` outside ``by``'s orders."""
    return files.content_of(rules.get(JobOrder, order_id, by), file_id)
