"""The minute itself: what was approved becomes everybody's, fixed and remembered."""

from __future__ import annotations

from typing import Any

from corridor import __version__
from corridor.core.canonical import digest
from corridor.core.problems import NotYet, Problem
from corridor.core.text import N_, sentence
from corridor.governance.observatory import gate
from corridor.governance.observatory.actions.shared import note
from corridor.governance.observatory.models import (
    Protection,
    Publication,
    Release,
    Source,
    Withdrawal,
)
from corridor.governance.observatory.sealed import protected
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.access.acts import act
from corridor.platform.clock import queries as clock
from corridor.platform.keys.sealing import blind

OPEN = (Source.Kind.SURVEY, Source.Kind.PUBLISHED)
"""Sources whose digest nobody can find by guessing: large microdata, and what is public."""


@act("observatory.publish", roles=())
def publish(*, by: Actor, release: str) -> Publication | Withdrawal | None:
    """Publish an approved release whose minute has come; done again, nothing happens.

    Where the table could no longer pass the only door out, it is taken off the calendar, and
    everybody reads that.
    """
    row = rules.get(Release, release, by, lock=True)
    if hasattr(row, "publication") or hasattr(row, "withdrawal"):
        return None
    if not hasattr(row, "approval") or clock.now() < row.at:
        raise NotYet(
            "observatory.not_due",
            sentence(N_("This release is not approved, or its minute has not come.")),
            remedy=sentence(N_("Wait for the second person and for the announced minute.")),
        )
    try:
        content = _content(row)
    except Problem as problem:
        held = Withdrawal.objects.create(release=row, reason=problem.say()[:500])
        note("observatory.publish", held, str(row.office_id), by, {"held": problem.code})
        return held
    made = _published(row, content)
    note("observatory.publish", made, str(row.office_id), by, {"digest": made.digest})
    return made


def _content(row: Release) -> str:
    """The protected cube's canonical CSV, past the door once more; empty for a retraction."""
    if row.protection is None:
        return ""
    gate.ready(row.protection)
    return protected(row.protection).canonical().decode()


def _published(row: Release, content: str) -> Publication:
    earlier = Publication.objects.filter(indicator=row.indicator).order_by("-number").first()
    table = row.protection.table if row.protection else None
    number = earlier.number + 1 if earlier else 1
    return Publication.objects.create(
        release=row,
        indicator=row.indicator,
        number=number,
        kind=row.kind,
        title=row.title,
        definition=table.definition if table else (earlier.definition if earlier else {}),
        reason=row.reason,
        announced_for=row.at,
        published_at=clock.now(),
        cells=row.protection.cells if row.protection else 0,
        withheld=row.protection.withheld if row.protection else 0,
        content=content,
        digest=row.protection.digest if row.protection else "",
        manifest=_manifest(row, number),
    )


def _manifest(row: Release, number: int) -> dict[str, Any]:
    """Everything from which the same bytes can be made again, and by which they can be told."""
    told: dict[str, Any] = {
        "manifest": 1,
        "indicator": row.indicator,
        "number": number,
        "kind": row.kind,
        "release": row.id,
        "code": f"opencorridor {__version__}",
    }
    if row.protection is None:
        return told
    table = row.protection.table
    sources = Source.objects.filter(pk__in=table.sources).order_by("digest", "pk")
    return told | {
        "inputs": [_input(one) for one in sources],
        "definition": table.definition,
        "specification_sha256": table.specification,
        "table": blind("observatory.table", table.digest),
        "rules": row.protection.rules,
        "earlier": _earlier(row.protection),
        "rules_sha256": digest(row.protection.rules),
        "cube_sha256": row.protection.digest,
    }


def _earlier(protection: Protection) -> list[dict[str, Any]]:
    """The versions that the protection took into account, in their order."""
    found = Publication.objects.filter(pk__in=protection.audit["against"]).order_by("pk")
    return [
        {
            "cube_sha256": one.digest,
            "indicator": one.indicator,
            "number": one.number,
            "rules": one.manifest.get("rules", {}),
        }
        for one in found
    ]


def _input(source: Source) -> dict[str, Any]:
    """A source as the manifest names it.

    Whoever could guess a small table could try guesses against its SHA-256, so that of a table
    or register is told under the node's own key: the office can show it, nobody can search it.
    """
    told = {
        "kind": source.kind,
        "title": source.title,
        "file": source.file_name,
        "licence": source.licence,
        "period": source.period,
        "rows": source.rows,
    }
    if source.kind in OPEN:
        return told | {"sha256": source.digest}
    return told | {"commitment": blind("observatory.input", source.digest)}
