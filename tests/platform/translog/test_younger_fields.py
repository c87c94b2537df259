"""A field that is younger than entries of the log leaves their marks as they were."""

from __future__ import annotations

from datetime import date

from corridor.cycle.employment.models import WageFinding
from corridor.platform.translog.facts import content, mark, part_mark

KEY = bytes(32)


def test_without_a_value_it_is_no_part_of_the_mark_and_with_one_it_is() -> None:
    row = WageFinding(month="2026-02", check_id="wage", verdict="ok", currency="QAR", finding={})
    label = "employment.wagefinding"
    older = {name: said for name, said in content(row).items() if name not in ("since", "until")}
    assert part_mark(KEY, row) == mark(KEY, label, older)
    row.since = date(2026, 3, 9)
    assert part_mark(KEY, row) == mark(KEY, label, older | {"since": content(row)["since"]})
    assert part_mark(KEY, row) != mark(KEY, label, older)
