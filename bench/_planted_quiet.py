"""Standings of establishments whose wage files are all in order, for ``nation_pages.py``.

The product's own count would leave the same rows; two hundred thousand of them are put down by
SQL to save an hour.
"""

from __future__ import annotations

from typing import Any

_STANDING = """
INSERT INTO inspection_standing (id, created_at, home_node, employer_id, country, name, number,
    kind, sector, regime, place, headcount, currency, owed_minor, others, workers, months, repeats,
    last_month, silent, ghosts, breaches, unknown, not_covered, stage, next_month, next_step, few,
    listed, seen)
SELECT o.id, o.created_at, o.home_node, o.id, o.country, o.name, o.registration_number,
    o.kind, '', 'general', '', o.headcount, 'QAR', 0, '{}', 0, 0, 0,
    coalesce((SELECT max(u.month) FROM employment_wagefileupload u WHERE u.employer_id = o.id), ''),
    0, 0, 0, 0, 0, 0, '', '', false, false, o.id
FROM people_organisation o
WHERE o.kind = 'employer'
    AND NOT EXISTS (SELECT 1 FROM inspection_standing s WHERE s.employer_id = o.id)
"""

_MONTH = """
INSERT INTO inspection_standingmonth (id, created_at, home_node, employer_id, country, month,
    upload, version, uploaded_on, currency, contracts, workers, in_time, late, breaches, unknown,
    ghosts, due_minor, paid_minor, owed_minor, settled_minor)
SELECT u.id, u.created_at, u.home_node, u.employer_id, 'QAT', u.month,
    u.id, u.version, u.uploaded_on, u.currency, f.n, 0, f.n, 0, 0, 0, 0, f.due, f.paid, 0, 0
FROM employment_wagefileupload u
JOIN (
    SELECT upload_id, count(*) AS n, sum((finding->>'due_minor')::bigint) AS due,
        sum((finding->>'paid_minor')::bigint) AS paid
    FROM employment_wagefinding WHERE check_id = 'wage' GROUP BY upload_id
) f ON f.upload_id = u.id
WHERE NOT EXISTS (SELECT 1 FROM inspection_standingmonth m WHERE m.employer_id = u.employer_id)
"""


def quiet(cursor: Any) -> None:
    """Write the rows of every establishment that has none yet, and the words of their names."""
    from corridor.governance.inspection.names import words

    cursor.execute(_STANDING)
    cursor.execute(_MONTH)
    cursor.execute(
        "SELECT id, country, name FROM inspection_standing s WHERE NOT EXISTS "
        "(SELECT 1 FROM inspection_standingword w WHERE w.standing_id = s.id)"
    )
    rows = cursor.fetchall()
    into = "COPY inspection_standingword (standing_id, country, word) FROM STDIN"
    with cursor.copy(into) as copy:
        for standing, country, name in rows:
            for word in words(name):
                copy.write_row((standing, country, word))
