"""The language versions of one contract: where they differ, and which one the law lets decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corridor.core.findings import Finding, Verdict
from corridor.engines.terms.compare import compare
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.legal import LawBook, ask
from corridor.engines.terms.result import SAME, UNKNOWN

_OWN = ("language", "signed_place_date")


def language_versions(
    versions: Mapping[str, Contract], book: LawBook, on: date, *, subject: str = "contract"
) -> list[Finding]:
    """Differences between the version that prevails and each other one.

    ``versions``: ISO 639 code to contract. A clause that says something else is a breach
    (``expected`` as the other version reads, ``actual`` as the deciding one); a clause on which
    one is silent is unknown. Without law on which prevails, the first version is compared and a
    finding says so. ``explain`` names both languages and whether the deciding text is worse.
    """
    if len(versions) < 2:
        return []
    first = next(iter(versions.values()))
    deciding, law = prevailing(first, book, on)
    found: list[Finding] = []
    if deciding is None or deciding not in versions:
        seen = ", ".join(versions)
        found.append(
            Finding(subject, "language.prevailing", Verdict.UNKNOWN, deciding, seen, law=law)
        )
    base = deciding if deciding is not None and deciding in versions else next(iter(versions))
    for code, version in versions.items():
        if code != base:
            found += _differences(version, versions[base], book, on, subject, (code, base), law)
    return found


def prevailing(contract: Contract, book: LawBook, on: date) -> tuple[str | None, tuple[str, ...]]:
    """The language whose text decides, with the law that says so; None when no law does."""
    value_id = book.corridor(contract.corridor).prevailing
    if value_id is None:
        return None, ()
    answer = ask(book, value_id, on, contract.key)
    if answer is None or answer.state != "known":
        return None, (value_id,)
    return str(answer.value), (value_id,)


def _differences(
    other: Contract,
    base: Contract,
    book: LawBook,
    on: date,
    subject: str,
    codes: tuple[str, str],
    law: tuple[str, ...],
) -> list[Finding]:
    found = []
    for row in compare(other, base, book, on).clauses:
        silent = row.offered is None and row.presented is None
        if row.verdict == SAME or silent or row.clause in _OWN:
            continue
        found.append(
            Finding(
                subject,
                f"language.{row.clause}",
                Verdict.UNKNOWN if row.verdict == UNKNOWN else Verdict.BREACH,
                expected=row.offered,
                actual=row.presented,
                law=(*law, *row.law),
                explain={
                    "read_in": codes[0],
                    "decides": codes[1],
                    "deciding_text_is": row.verdict,
                    "per_month": row.per_month,
                    "over_term": row.over_term,
                },
            )
        )
    return found
