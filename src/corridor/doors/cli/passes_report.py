"""The answer of ``corridor pass verify`` for a terminal."""

from __future__ import annotations

import json
from typing import Any

from corridor.doors.cli.output import screen, visible
from corridor.engines.evidence import Answer, Beside
from corridor.engines.evidence.check import WORDS


def answered(answer: Answer) -> None:
    """The answer, what it shows, and whether it was looked for in the list."""
    colour = "bold green" if answer.state == "valid" else "bold red"
    screen.print(f"{WORDS[answer.state]}: {answer.says.say()}", style=colour, markup=False)
    for paper in answer.papers:
        screen.print(f"{paper.kind} {paper.short_code} ({paper.kid})", markup=False)
        for name, value in paper.payload.items():
            screen.print(f"  {name}: {visible(str(value))}", markup=False)
    for fact in answer.facts:
        names = ", ".join(fact.witnesses) or "nobody else"
        screen.print(
            f"{fact.type} in the log since {fact.hour} UTC, entry {fact.index}; "
            f"confirmed by {names}",
            markup=False,
        )
        for name, value in fact.fields.items():
            screen.print(f"  {name}: {_short(value)}", markup=False)
    if answer.revocation:
        screen.print(_LISTED[answer.revocation].format(age=answer.age), markup=False)


_LISTED = {
    "none": "Whether it was taken back was not checked: no list was given (--revoked).",
    "false": "Whether it was taken back was not checked: the list is not to be relied on.",
    "checked": "Looked for in the list of passes taken back; age of the list in days: {age}.",
    "old": "The list of passes taken back is old, fetch a new one; age in days: {age}.",
}


def _short(value: Any) -> str:
    text = visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 400 else text[:399] + "…"


def beside(found: Beside | None) -> None:
    """What another paper changes, and what it costs."""
    if found is None:
        return
    told = found.as_json()
    for row in told["rows"]:
        lost = f"; {row['per_month']} less a month" if row["per_month"] else ""
        line = f"{row['clause']}: here {_short(row['here'])}, there {_short(row['there'])}{lost}"
        screen.print(line, markup=False)
    if told["per_month"]:
        over = f", {told['over_term']} over {told['months']} months" if told["over_term"] else ""
        loss = f"{told['per_month']} {told['currency']} less a month{over}"
        screen.print(loss, style="bold red", markup=False)
    elif not told["rows"]:
        screen.print("The other paper says the same.", markup=False)
