"""Files that nobody put on record are forgotten; those that were taken, and young ones, stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.support import employment as work
from tests.support.clock import Clock

from corridor.cycle.corridors.parties import policy
from corridor.cycle.employment import actions, tasks
from corridor.platform.exchange.models import Import
from corridor.platform.journal.models import Entry
from corridor.platform.keys.models import SubjectKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _contents(row: Import) -> list[Path]:
    return list(Path(settings.CORRIDOR_DATA).glob(f"files/*/{row.pk}*"))


def test_an_act_that_fails_leaves_no_file_on_the_disk(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was stored before its row goes again; what another act stored stays."""
    job = work.arrived(clock)
    by, slips = job.who.employer, work.base64_of(b"end_to_end_id,basic\nE-1,1.00\n")
    kept = actions.stage_payslips(by=by, file=slips)
    files = Path(settings.CORRIDOR_DATA) / "files"
    before = sorted(files.rglob("*.*"))
    assert _contents(kept)

    def fails(*given: object, **named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("corridor.platform.exchange.actions.journal.record", fails)
    for stage in (actions.stage_payslips, actions.stage_wages):
        with pytest.raises(RuntimeError):
            stage(by=by, file=slips)
    assert sorted(files.rglob("*.*")) == before
    assert Import.objects.count() == 1


def test_a_file_nobody_took_is_forgotten_with_its_key(
    clock: Clock, django_capture_on_commit_callbacks: object
) -> None:
    job = work.arrived(clock)
    clock.next_month(1)
    month = f"{clock.day - timedelta(days=clock.day.day):%Y-%m}"
    good = work.qatar_file(job.employer, month, [(job.qid, "1200.00", {})])
    by = job.who.employer

    def stage(content: bytes) -> Import:
        return actions.stage_wages(by=by, file=work.base64_of(content), format="qat-sif")

    taken, old, faulty = stage(good), stage(good + b"\n"), stage(b"no,file\n")
    assert (old.state, faulty.state) == ("validated", "refused")
    actions.submit_staged(by=by, staged=taken.pk, format="qat-sif")
    clock.next_day(policy(tasks.STAGED_DAYS, clock.day) - 1)
    assert tasks.discard_staged_files.func(clock.day.isoformat()) == 0  # the last day of waiting
    clock.next_day(2)
    young = stage(good)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert tasks.discard_staged_files.func(clock.day.isoformat()) == 2
    assert set(Import.objects.values_list("pk", flat=True)) == {taken.pk, young.pk}
    assert _contents(old) == _contents(faulty) == []
    assert _contents(taken)
    assert SubjectKey.objects.get(subject=old.pk).wrapped is None
    assert SubjectKey.objects.get(subject=taken.pk).wrapped is not None
    noted = Entry.objects.filter(act="exchange.discard").values_list("subject", flat=True)
    assert set(noted) == {old.pk, faulty.pk}
    assert tasks.discard_staged_files.func(clock.day.isoformat()) == 0
