"""The only door out: a table is protected and attacked before anybody may release it."""

from __future__ import annotations

from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import FREE
from corridor.governance.observatory import gate
from corridor.governance.observatory.actions.shared import note, office_of, own_words
from corridor.governance.observatory.guarding import OPEN
from corridor.governance.observatory.models import Protection, Review, Source, Table
from corridor.governance.observatory.sealed import PROTECTED, raw, sealed
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act


@act("observatory.protect", roles=(Role.STATISTICIAN,))
def protect(*, by: Actor, table: str, rules_of_release: dict[str, Any]) -> Protection:
    """Withhold what would tell about few, and attack what remains, earlier releases included.

    ``rules_of_release`` as in ``gate.protect``. What an attack recovers is kept in the answer:
    such a table can be looked at, and never released.
    """
    office = office_of(by)
    row = rules.get(Table, table, by)
    if rules_of_release.get("method") == OPEN:
        _public(row)
    found = gate.protect(raw(row), _of_its_people(rules_of_release, row), gate.earlier(row))
    made = Protection.objects.create(
        table=row,
        rules=found.rules,
        sealed=sealed(office.id, PROTECTED, found.cube),
        digest=found.cube.digest(),
        cells=found.cube.frame.height,
        withheld=sum(one != FREE for one in found.cube.frame.get_column("conf")),
        complementary=found.complementary,
        audit=found.audit,
        safe=found.safe,
        officer=by.person or "",
    )
    body = {"digest": made.digest, "safe": made.safe}
    note("observatory.protect", made, office.id, by, body)
    return made


def _of_its_people(given: dict[str, Any], row: Table) -> dict[str, Any]:
    """The rules with whom the table counts, as its definition says; nobody chooses that here."""
    if given.get("method") == OPEN:
        return given
    about = gate.population(row)
    others = {name: one for name, one in given.items() if name != "population"}
    return others | ({"population": about} if about else {})


def _public(row: Table) -> None:
    """Raise unless everything that the table was made of is public already."""
    kinds = set(Source.objects.filter(pk__in=row.sources).values_list("kind", flat=True))
    if kinds != {Source.Kind.PUBLISHED}:
        raise BadInput(
            "observatory.not_public",
            sentence(N_("Not everything that this table was made of is public already.")),
            remedy=sentence(N_("Protect it: choose a threshold.")),
        ).at(field="rules_of_release")


@act("observatory.review", roles=(Role.STATISTICIAN,))
def review(*, by: Actor, protection: str, accepted: bool, words: str) -> Review:
    """Say whether what is withheld and what remains will do, and why. The newest review counts."""
    office = office_of(by)
    row = rules.get(Protection, protection, by)
    made = Review.objects.create(
        protection=row,
        accepted=accepted,
        note=own_words(words, "words"),
        officer=by.person or "",
    )
    note("observatory.review", made, office.id, by, {"accepted": accepted})
    return made
