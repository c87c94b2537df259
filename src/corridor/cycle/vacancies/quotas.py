"""The quota of an employer: recorded by an officer of the country of work, the newest counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.vacancies.models import JobOrder, Quota
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.journal import actions as journal

_LONGEST, _MOST = 60, 100_000


@act("vacancies.record_quota", roles=(Role.DESTINATION_OFFICER,))
def record_quota(
    *, by: Actor, order: str, workers: int, reference: str, until: date | None = None
) -> Quota:
    """Put on record how many workers the employer of an order is allowed, from today on.

    ``until`` is the last day of the decision, none for until another one; ``reference`` its
    number. Raises ``BadInput`` for a number that is none, a day that is over, no reference.
    """
    row = rules.get(JobOrder, order, by)
    on, words = row.local_today(), reference.strip()
    if not 0 <= workers <= _MOST:
        raise BadInput(
            "vacancies.quota",
            sentence(
                N_("The number of workers allowed must lie between 0 and {most}."), most=_MOST
            ),
            remedy=sentence(N_("Write the number of the decision.")),
            found=workers,
        ).at(field="workers")
    if not 0 < len(words) <= _LONGEST:
        raise BadInput(
            "vacancies.quota_reference",
            sentence(N_("The number of the decision is missing, or longer than {n}."), n=_LONGEST),
            remedy=sentence(N_("Write the number under which the decision can be found.")),
        ).at(field="reference")
    if until is not None and until < on:
        raise BadInput(
            "vacancies.quota_over",
            sentence(N_("A decision that has run out allows nobody.")),
            remedy=sentence(N_("Choose a day that is not over, or leave it empty.")),
            found=until.isoformat(),
        ).at(field="until")
    made = Quota.objects.create(
        employer=row.employer,
        workers=workers,
        reference=words,
        starts=on,
        until=until,
        officer=by.person or "",
    )
    journal.record("vacancies.record_quota", subject=made, by=by, body={"workers": workers})
    return made


def quota_of(employer: str, by: Actor, on: date) -> Quota | None:
    """The decision that counts for an employer on a day, as far as ``by`` may read it."""
    rows = holding(rules.rows(Quota, by).filter(employer=employer), on)
    return rows.order_by("-id").first()


def quotas(employers: Iterable[str], on: date) -> dict[str, int]:
    """How many workers each of these employers is allowed on a day; those not on record left out.

    For counting: nobody's page is made of it.
    """
    asked = set(employers)
    rows = holding(Quota.objects.all(), on).order_by("id").values_list("employer_id", "workers")
    return {str(one): workers for one, workers in rows.iterator() if str(one) in asked}


def holding(rows: QuerySet[Quota], on: date) -> QuerySet[Quota]:
    """Decisions that cover a day."""
    return rows.filter(Q(until=None) | Q(until__gte=on), starts__lte=on)
