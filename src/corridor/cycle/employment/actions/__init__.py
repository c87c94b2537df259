"""All acts of the room: arrival, wage files, the worker's own word, absence and the end."""

from corridor.cycle.employment.actions.absence import contest_absence, report_absence
from corridor.cycle.employment.actions.answers import answer_fees, answer_wages, show_first_wage
from corridor.cycle.employment.actions.arrival import arrive, record_number
from corridor.cycle.employment.actions.consents import consent, withdraw_consent
from corridor.cycle.employment.actions.counts import note_arrivals
from corridor.cycle.employment.actions.ending import settle
from corridor.cycle.employment.actions.staging import (
    discard_staged,
    stage_payslips,
    stage_wages,
    submit_staged,
)
from corridor.cycle.employment.actions.wagefiles import note_missing_file, submit_wages
from corridor.cycle.employment.actions.word import answer_items, state_account

__all__ = [
    "answer_fees",
    "answer_items",
    "answer_wages",
    "arrive",
    "consent",
    "contest_absence",
    "discard_staged",
    "note_arrivals",
    "note_missing_file",
    "record_number",
    "report_absence",
    "settle",
    "show_first_wage",
    "stage_payslips",
    "stage_wages",
    "state_account",
    "submit_staged",
    "submit_wages",
    "withdraw_consent",
]
