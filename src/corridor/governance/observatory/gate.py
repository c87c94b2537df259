"""The only door out: what is protected, attacked, reviewed and unchanged, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from corridor.core.problems import Conflict, NotYet
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube, read
from corridor.governance.observatory import guarding
from corridor.governance.observatory.guarding import Earlier
from corridor.governance.observatory.models import Protection, Publication, Source, Table
from corridor.governance.observatory.sealed import protected

OF = "of"
"""The characteristic that names who is counted: without it people are nobody else's too."""


@dataclass(frozen=True)
class Protected:
    """A cube that may be looked at: how it was protected, and what an attack on it found."""

    cube: Cube
    complementary: int
    rules: dict[str, Any]
    audit: dict[str, Any]

    @property
    def safe(self) -> bool:
        """Whether the attack found nothing."""
        return bool(self.audit["safe"])


def earlier(table: Table) -> list[Earlier]:
    """Every version that is remembered against differencing: all of the same indicator, and those
    of any other that count the same people of the same source.
    """
    return [
        Earlier(
            row.id,
            read(row.content.encode()),
            row.manifest.get("rules", {}),
            other=row.indicator != table.indicator,
        )
        for row in related(table).order_by("pk")
    ]


def related(table: Table) -> QuerySet[Publication]:
    """The versions that are out and may be held against a table, or it against them."""
    out = Publication.objects.exclude(content="")
    others = out.exclude(indicator=table.indicator).filter(
        release__protection__table__office=table.office_id
    )
    about, digests = population(table), _digests(table.sources)
    found = [
        row.pk
        for row in others.select_related("release__protection__table").defer("content")
        if about and row.release.protection is not None
        and row.release.protection.rules.get("population", {}).get(OF) == about.get(OF)
        and digests & _digests(row.release.protection.table.sources)
    ]  # fmt: skip
    return out.filter(Q(indicator=table.indicator) | Q(pk__in=found))


def population(table: Table) -> dict[str, Any]:
    """Whom a table counts, by characteristics; nothing where its definition does not say whom."""
    said = table.definition.get("population", {})
    return dict(said) if said.get(OF) else {}


def _digests(sources: Sequence[str]) -> set[str]:
    """What was counted: files and registers by their digests."""
    return set(Source.objects.filter(pk__in=sources).values_list("digest", flat=True))


def protect(raw: Cube, rules: Mapping[str, Any], known: Sequence[Earlier]) -> Protected:
    """Protect a cube by the rules, and attack it with everything that was ever published."""
    checked = guarding.rules_of(rules)
    made = guarding.guarded(raw, checked, known)
    reopened = _reopened(made.cube, [one.cube for one in known])
    audit = made.audit | {
        "against": [one.id for one in known],
        "reopened": reopened,
        "safe": bool(made.audit["safe"]) and not reopened,
    }
    return Protected(made.cube, made.complementary, checked, audit)


def ready(protection: Protection) -> None:
    """Raise unless this very table, safe and accepted, may go out now."""
    if not protection.safe:
        raise Conflict(
            "observatory.unsafe",
            sentence(N_("An attack can work out a withheld figure of this table.")),
            remedy=sentence(N_("Protect the table with stricter rules or fewer breakdowns.")),
        )
    newest = protection.reviews.order_by("-pk").first()
    if newest is None or not newest.accepted:
        raise NotYet(
            "observatory.unreviewed",
            sentence(N_("Nobody has accepted what is withheld in this table.")),
            remedy=sentence(N_("Review the protected table first.")),
        )
    if protected(protection).digest() != protection.digest:
        raise Conflict(
            "observatory.changed",
            sentence(N_("The protected table is not the one that was reviewed.")),
            remedy=sentence(N_("Protect the table again, and have it reviewed.")),
        )
    known = related(protection.table).values_list("pk", flat=True)
    if set(known) != set(protection.audit["against"]):
        raise Conflict(
            "observatory.stale",
            sentence(N_("Something was published after this table was protected.")),
            remedy=sentence(N_("Protect it again: both could be compared with each other.")),
        )


def _reopened(cube: Cube, known: Sequence[Cube]) -> list[str]:
    """Cells that this table withholds although an earlier version told them."""
    hidden = {_key(cube, row) for row in cube.cells() if row["conf"] != "F"}
    told = {_key(one, row) for one in known for row in one.cells() if row["value"] is not None}
    return sorted(", ".join(f"{name} {code}" for name, code in key) for key in hidden & told)


def _key(cube: Cube, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """A cell's name without the version of its measure."""
    return tuple((name, str(row[name]).partition("@")[0]) for name in cube.keys)
