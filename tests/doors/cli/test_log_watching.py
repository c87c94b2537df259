"""What ``corridor log verify`` leaves on the screen: its last line is the verdict."""

from __future__ import annotations

import pytest

from corridor.doors.cli.logs.watching import _print
from corridor.platform.translog.trouble import Report, Trouble


@pytest.mark.parametrize(
    ("gone", "last"),
    [
        ([], "The log is in order: 3 entries."),
        ([2], "The log is not in order: 1 thing does not fit; the cause stands first."),
        ([1, 2], "The log is not in order: 2 things do not fit; the cause stands first."),
    ],
)
def test_the_last_line_says_whether_the_log_is_in_order(
    gone: list[int], last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    troubles = [Trouble("entry_deleted", index=one, values={"index": one}) for one in gone]
    _print(Report(entries=3, troubles=troubles), {"sentence": "Signed by the log."})
    assert capsys.readouterr().out.strip().replace("\n", " ").endswith(last)
