"""The log against the facts: every entry is recomputed from the row it is about."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Max

from corridor.core.problems import Unavailable
from corridor.engines.log import leaf as entry
from corridor.platform.keys.queries import closed_by_erasures, open_many
from corridor.platform.records import Logged
from corridor.platform.translog import facts
from corridor.platform.translog.actions.appending import PURPOSE
from corridor.platform.translog.models import Leaf
from corridor.platform.translog.trouble import Report
from corridor.platform.translog.verification.changed import Changed, in_words, named, part_changes
from corridor.platform.translog.verification.entries import Told
from corridor.platform.translog.verification.rows import Row

Said = dict[str, Any]


class Recomputing:
    """Recomputes entries from facts, and notes what does not fit.

    ``signed`` is the size of the newest checkpoint: entries beyond it were added by nobody
    unless they open. Of a record that changes the newest entry counts; of the earlier ones only
    that they are genuine.
    """

    def __init__(self, report: Report, signed: int) -> None:
        self.report = report
        self._signed = signed
        self._closed_by = closed_by_erasures()
        self._changed: list[Changed] = []
        self._astray: list[tuple[bytes, str]] = []  # key and mark of the identifier it belongs to
        self._closed_gone: list[Row] = []

    def take(self, rows: Sequence[tuple[Row, Told]]) -> None:
        """Check a stretch of entries whose own bytes were found intact.

        The newest entries are looked up after the records: what is changed meanwhile has a newer
        entry, and is left for the next time.
        """
        stored = _facts(row for row, _ in rows)
        newest = newest_of(row for row, _ in rows)
        for (row, told), opened in zip(rows, _opened([row for row, _ in rows]), strict=True):
            said = stored.get((row.model, row.record))
            if newest.get((row.model, row.record), row.id) > row.id:
                self._earlier(row, told, opened, said)
            elif opened:
                self._open(row, told, opened, said)
            elif said is None:
                self._say(row, "deleted") if opened == {} else self._closed_gone.append(row)
            elif opened is None:
                self._closed(row)
            else:
                self._unreadable(row)

    def _earlier(self, row: Row, told: Told, opened: Said | None, said: Said | None) -> None:
        """An entry of a record that has a newer one."""
        if opened is None and said is None:
            self._erased(row)
        elif opened is None:
            self._closed(row)
        elif not opened:
            self._unreadable(row)
        elif opened.get("hash") != row.hash.hex():
            self._not_its_own(row, opened)
        elif row.chain or not _leads(row, told, opened):
            self._leads_elsewhere(row, opened)
        else:
            self.report.earlier += 1

    def _open(self, row: Row, told: Told, opened: Said, said: Said | None) -> None:
        if opened.get("hash", row.hash.hex()) != row.hash.hex():
            self._not_its_own(row, opened)
            return
        key = bytes.fromhex(opened["key"])
        marks, parts = dict[str, str](), dict[str, list[str]]()
        if said is not None:
            marks, parts = _marked(row, key, opened["fields"], said)
            if hmac.compare_digest(entry.commitment(key, marks), str(told.get("commitment"))):
                self._fits(row, told, said)
                return
        if not _leads(row, told, opened):
            self._leads_elsewhere(row, opened)
        elif said is None:
            self._say(row, "deleted")
        else:
            self._differs(row, key, opened, said, marks, parts)

    def _leads_elsewhere(self, row: Row, opened: Said) -> None:
        self.report.add("entry_edited", row.id)
        self._astray.append((bytes.fromhex(opened["key"]), opened["fields"].get("id", "")))

    def _fits(self, row: Row, told: Told, said: Said) -> None:
        declared = _terms(row.model)
        if declared.type == told.get("type") and facts.chain_of(said, declared) == row.chain:
            self.report.facts += 1
        else:
            self.report.add("entry_edited", row.id)

    def _not_its_own(self, row: Row, opened: Said) -> None:
        """The opening was made for other bytes: for those of another place, or since rewritten."""
        was = opened.get("index")
        if was != row.id:
            self.report.add("entry_moved", was, other=row.id)
        else:
            self.report.add("entry_edited", row.id)

    def _differs(
        self,
        row: Row,
        key: bytes,
        opened: Said,
        said: Said,
        marks: Mapping[str, str],
        parts: Mapping[str, list[str]],
    ) -> None:
        hints = opened["fields"]
        fields = tuple(sorted(f for f, hint in hints.items() if not _is(marks, f, hint)))
        changes = list(part_changes(parts, opened.get("parts", {})))
        for kind, label, at in changes:
            self._say(row, kind, part=label, row=at)
        if fields:
            self._changed.append(Changed(row, said, key, hints, fields))
        elif not changes:
            self.report.add("entry_edited", row.id)

    def _closed(self, row: Row) -> None:
        """The fact is there, and its entry cannot be opened: erased, and by an erasure of hers."""
        if not self._owned(row):
            self.report.add("entry_edited", row.id)
        else:
            self._erased(row)

    def _erased(self, row: Row) -> None:
        if row.key_subject not in self._closed_by:
            self._closed_by = closed_by_erasures()  # she may have been erased meanwhile
        erasure = self._closed_by.get(row.key_subject)
        if erasure is None:
            self.report.add("key_lost", row.id)
        elif erasure.entries is not None and row.id not in erasure.entries:
            self.report.add("unclosed", row.id)
        else:
            self.report.erased += 1

    def _unreadable(self, row: Row) -> None:
        if not self._owned(row):
            self.report.add("entry_edited", row.id)
        else:
            self.report.add("opening" if row.id < self._signed else "entry_added", row.id)

    def _owned(self, row: Row) -> bool:
        """Whether the entry is sealed for whom it must be; after her erasure that is the node."""
        owner = _owner(row)
        ours = row.key_subject == facts.NOBODY and owner in self._closed_by
        return owner == row.key_subject or ours

    def end(self) -> None:
        """Name the changed facts, and those that stand in a table and not in the log."""
        self.name_changes()
        extra = [one for one in _without_entry() if not self._belongs(one[1])]
        for row in self._closed_gone:
            other = next((one for one in extra if one[0] == row.model), None)
            if other is None:
                self._say(row, "deleted")
            else:  # the fact is there; the entry, which cannot be opened, leads elsewhere
                extra.remove(other)
                self.report.add("entry_edited", row.id)
        for label, pk in extra:
            self.report.add("inserted", model=label, record=pk)
            self.report.troubles[-1].named = in_words(label, pk)

    def name_changes(self) -> None:
        """Name the changed facts: swapped with each other, back-dated, or edited.

        A record whose newest entry is gone differs from the one before it: that follows.
        """
        left = [one for one in self._changed if not self._belongs(one.row.record)]
        for kind, one, values in named(left):
            self._say(one, kind, **values)
            if _terms(one.model).changes and self.report.torn_after(one.id):
                self.report.troubles[-1].follows = True

    def _belongs(self, pk: str) -> bool:
        """Whether an entry that leads elsewhere was written for this fact."""
        return any(entry.mark(key, "id", pk).startswith(hint) for key, hint in self._astray)

    def _say(self, one: Row, kind: str, /, **values: Any) -> None:
        self.report.add(kind, one.id, model=one.model, record=one.record, **values)
        self.report.troubles[-1].named = in_words(one.model, one.record)


def _leads(row: Row, told: Told, opened: Said) -> bool:
    """Whether the row's columns lead to the fact that the entry was written for."""
    model = _model(row.model)
    if model is None or facts.terms(model).type != told.get("type"):
        return False
    if opened.get("model", row.model) != row.model:
        return False
    key = bytes.fromhex(opened["key"])
    return entry.mark(key, "id", row.record).startswith(opened["fields"].get("id", "?"))


def _without_entry() -> Iterator[tuple[str, str]]:
    for model in facts.logged_models():
        rows = facts.without_entry(model)
        if facts.terms(model).daily:
            rows = rows.exclude(pk__in=facts.waiting(model).values("pk"))
        for pk in rows.values_list("pk", flat=True):
            yield model._meta.label_lower, str(pk)


def newest_of(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """The newest entry of each record that changes, among those these entries are about."""
    states = {model._meta.label_lower for model in facts.states()}
    wanted = [(row.model, row.record) for row in rows if row.model in states]
    kinds, records = {label for label, _ in wanted}, {record for _, record in wanted}
    leaves = Leaf.objects.filter(model__in=kinds, record__in=records).order_by()
    found = leaves.values_list("model", "record").annotate(newest=Max("id"))
    return {(label, record): newest for label, record, newest in found}


def _facts(rows: Iterable[Row]) -> dict[tuple[str, str], Said]:
    wanted: dict[str, list[str]] = {}
    for row in rows:
        wanted.setdefault(row.model, []).append(row.record)
    found = {}
    for label, ids in wanted.items():
        model = _model(label)
        for said in facts.stored(model, ids) if model is not None else ():
            found[label, str(said["id"])] = said
    return found


@cache
def _model(label: str) -> type[models.Model] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):  # the entry's row was changed to name no table
        return None
    return model if getattr(model, "logged", None) is not None else None


@cache
def _terms(label: str) -> Logged:
    return facts.terms(apps.get_model(label))


def _marked(
    row: Row, key: bytes, hints: Mapping[str, str], said: Said
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Marks of the fact as it is now, and of each row of its parts."""
    marks = entry.marks(key, {name: said[name] for name in hints if name in said})
    declared = _terms(row.model)
    parts = dict(facts.parts(row.record, declared, key)) if declared.parts else {}
    for label, found in parts.items():
        marks[label] = entry.mark(key, label, "".join(found))
    return marks, parts


def _owner(row: Row) -> str:
    """Whose key must have sealed the entry, told by the fact; nothing when it is not there."""
    model = _model(row.model)
    fact = model._default_manager.filter(pk=row.record).first() if model else None
    try:
        return facts.whose(fact, _terms(row.model)) if fact is not None else ""
    except ObjectDoesNotExist:
        return row.key_subject


def _opened(rows: Sequence[Row]) -> list[Said | None]:
    """What opens each entry: None when its key is gone, empty when it cannot be read."""
    items = [(one.key_subject, PURPOSE, one.sealed) for one in rows]
    try:
        return [None if text is None else _parsed(text) for text in open_many(items)]
    except (Unavailable, ValueError):  # one of them was altered: find out which
        return [_one(item) for item in items]


def _one(item: tuple[str, str, bytes]) -> Said | None:
    try:
        text = open_many([item])[0]
    except (Unavailable, ValueError):
        return {}
    return None if text is None else _parsed(text)


def _parsed(text: str) -> Said:
    try:
        found = json.loads(text)
        bytes.fromhex(found["key"])
        return dict(found) if isinstance(found["fields"], dict) else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _is(marks: Mapping[str, str], field: str, hint: str) -> bool:
    return marks.get(field, "").startswith(hint)
