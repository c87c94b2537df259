"""Plain words for the names that law data and records use: roles, routes, regimes, columns."""

from __future__ import annotations

from corridor.core.text import N_

ROLES: dict[str, str] = {
    "stranger": N_("Anybody"),
    "worker": N_("Worker"),
    "employer": N_("Employer"),
    "agency": N_("Agency"),
    "labour_attache": N_("Labour attaché"),
    "origin_officer": N_("Officer of the home country"),
    "destination_officer": N_("Officer of the country of work"),
    "border_officer": N_("Border officer"),
    "counsellor": N_("Counsellor"),
    "inspector": N_("Labour inspector"),
    "union": N_("Union"),
    "admin": N_("Administrator"),
    "system": N_("This system"),
}
"""Who somebody is, by role."""

ROUTES: dict[str, str] = {
    "agency": N_("Through an agency"),
    "direct": N_("Hired directly"),
    "government": N_("From state to state"),
    "rehire": N_("Back to the same employer"),
    "renewal": N_("Contract renewed"),
    "change_of_employer": N_("Change of employer"),
    "already_abroad": N_("Already abroad"),
}
"""The ways a contract can come about."""

REGIMES: dict[str, str] = {
    "general": N_("General labour law"),
    "domestic": N_("Domestic work"),
    "maritime": N_("Work at sea"),
    "no_fee_country": N_("Countries without placement fees"),
}
"""The bodies of law a job may fall under."""

PAYERS: dict[str, str] = {
    "employer": N_("The employer pays"),
    "worker": N_("The worker is asked to pay"),
    "agency": N_("The agency pays"),
    "origin": N_("The home country pays"),
    "destination": N_("The country of work pays"),
}
"""Who pays a cost of the way."""

SIDES: dict[str, str] = {
    "origin": N_("Home country"),
    "destination": N_("Country of work"),
    "worker": N_("Worker"),
    "union": N_("Unions"),
}
"""The sides of a corridor."""

STATUSES: dict[str, str] = {
    "announced": N_("Announced, not yet in force"),
    "enacted": N_("Enacted, in force later"),
    "in_force": N_("In force"),
    "superseded": N_("Replaced by a later value"),
    "repealed": N_("Repealed"),
}
"""What has become of a dated value."""

TIERS: dict[str, str] = {
    "O": N_("Official text or site"),
    "P": N_("Professional or legal firm"),
    "N": N_("News report"),
    "B": N_("Blog or forum"),
    "policy": N_("Policy of this software, not law"),
}
"""How far a source can be relied on."""

PERS: dict[str, str] = {
    "once": N_("once"),
    "hour": N_("an hour"),
    "day": N_("a day"),
    "week": N_("a week"),
    "month": N_("a month"),
    "year": N_("a year"),
}
"""The time an amount is for."""

WAGE_FOR: dict[str, str] = {
    "hour": N_("{amount} an hour"),
    "day": N_("{amount} a day"),
    "week": N_("{amount} a week"),
    "month": N_("{amount} a month"),
}
"""A wage with the time it is for, as one phrase."""

KEY_COLUMNS: dict[str, str] = {
    "regime": N_("Kind of work"),
    "sector": N_("Sector"),
    "job": N_("Job"),
    "sex": N_("Sex"),
    "age_band": N_("Age in years"),
    "service_months": N_("Months with the employer"),
    "contract_months": N_("Months of contract"),
    "passport_class": N_("Class of passport"),
    "establishment_size": N_("Size of the establishment"),
    "employer_pays": N_("Employer pays"),
    "stream": N_("Stream"),
    "route": N_("Way"),
}
"""What a value of law may depend on."""

KEY_VALUES: dict[str, str] = {
    **REGIMES,
    "male": N_("Men"),
    "female": N_("Women"),
    "ECR": N_("Emigration check required (ECR)"),
    "ECNR": N_("Emigration check not required (ECNR)"),
    "short": N_("Short stay"),
    "long": N_("Long stay"),
}
"""What those columns may hold; bands of numbers are written by ``band``."""

COLUMNS: dict[str, str] = {
    "about": N_("What it concerns"),
    "after_days": N_("After so many days"),
    "after_months": N_("After so many months"),
    "amount": N_("Amount"),
    "appeal_days": N_("Time to appeal"),
    "at_most": N_("At most"),
    "at_most_months": N_("At the longest"),
    "at_most_times": N_("At most so many times"),
    "attested": N_("Certified by the ministry"),
    "basic": N_("Basic wage"),
    "basic_missing_days": N_("Without a basic wage for"),
    "cap_years_of_wage": N_("At most, in years of wage"),
    "ceiling": N_("Ceiling"),
    "chained": N_("Through a third state"),
    "code": N_("Code"),
    "committee_working_days": N_("Committee begins within"),
    "conciliation_days": N_("Conciliation"),
    "consequence": N_("What happens"),
    "contract_years_at_most": N_("Longest contract"),
    "copies": N_("Copies"),
    "countries": N_("Countries"),
    "court_days": N_("Court decides within"),
    "covered": N_("Covered by the fee"),
    "daily_rest": N_("Rest a day"),
    "day": N_("In a day"),
    "day_averaged": N_("In a day, averaged"),
    "day_with_overtime": N_("In a day with overtime"),
    "days_first": N_("For each of the first years"),
    "days_later": N_("For each later year"),
    "days_per_year": N_("For each year"),
    "death": N_("On death"),
    "decides_up_to": N_("Decides claims up to"),
    "decision_weeks": N_("Decision within"),
    "deductions": N_("Deductions above"),
    "demand_days": N_("Demand valid for"),
    "department_days": N_("Department answers within"),
    "doubled": N_("Doubled when repeated"),
    "due_day": N_("Due on"),
    "employer_consent": N_("Employer must agree"),
    "employer_days": N_("Time for the employer"),
    "employer_pays_gap": N_("The employer pays the gap"),
    "end": N_("Until"),
    "establishment": N_("For the establishment"),
    "establishment_from": N_("From this size"),
    "establishment_to": N_("Up to this size"),
    "example": N_("Example"),
    "example_from": N_("Example since"),
    "fine": N_("Fine"),
    "first_day": N_("First day"),
    "first_years": N_("The first years are"),
    "food": N_("Food"),
    "from": N_("From"),
    "full_export": N_("Paid in full abroad"),
    "fund_pays": N_("A fund pays when the employer does not"),
    "high": N_("Highest"),
    "higher": N_("Higher group"),
    "holiday": N_("Added on a holiday"),
    "hospital": N_("In hospital"),
    "hospital_each": N_("In hospital, each time"),
    "hours": N_("Hours"),
    "ideally_months": N_("At best"),
    "item": N_("Item"),
    "language": N_("Language level"),
    "last_day": N_("Last day"),
    "late_after_days": N_("Late after"),
    "leave_days": N_("Leave a year"),
    "legal": N_("Legal costs"),
    "low": N_("Lowest"),
    "lower": N_("Lower group"),
    "maternity": N_("Maternity"),
    "maternity_higher": N_("Maternity, higher case"),
    "meaning": N_("Meaning"),
    "minimum_months": N_("Only after"),
    "ministry_days": N_("Ministry answers within"),
    "mission_days": N_("Embassy answers within"),
    "months": N_("Length"),
    "named": N_("Which"),
    "night": N_("At night"),
    "night_end": N_("Night ends"),
    "night_premium": N_("Added at night"),
    "night_start": N_("Night begins"),
    "none_under_months": N_("None under"),
    "notice_days": N_("Notice period"),
    "notice_hours": N_("Notice period"),
    "notice_months": N_("Notice period"),
    "notice_months_to_join_another": N_("Notice to join another employer"),
    "number": N_("How many"),
    "objection_days": N_("Time to object"),
    "occupation": N_("Occupation"),
    "overtime_day": N_("Overtime in a day"),
    "overtime_month": N_("Overtime in a month"),
    "overtime_premium": N_("Added for overtime"),
    "overtime_week": N_("Overtime in a week"),
    "overtime_year": N_("Overtime in a year"),
    "own_periods_only": N_("Only own periods count"),
    "part_paid_days": N_("Paid in part for"),
    "per_worker": N_("For each worker"),
    "posting_months": N_("Longest posting"),
    "premium_2_years": N_("Premium for two years"),
    "premium_3_years": N_("Premium for three years"),
    "prescription_years": N_("Claims lapse after"),
    "prison_months": N_("Prison, at most"),
    "pro_rata": N_("Parts of a year count"),
    "provisions": N_("Matters to settle"),
    "rate": N_("Rate"),
    "regional_director_up_to": N_("Regional director decides up to"),
    "required": N_("Required"),
    "rest_day": N_("Added on a rest day"),
    "seat": N_("Seat"),
    "share": N_("Share of the wage"),
    "shortage": N_("Shortage occupations"),
    "side": N_("Side"),
    "signed": N_("Signed"),
    "since": N_("Since"),
    "small_employer_workers": N_("Small employer: up to"),
    "standard": N_("Standard"),
    "start": N_("From"),
    "tax_on_top": N_("Tax comes on top"),
    "to": N_("To"),
    "totalisation": N_("Periods are added up"),
    "under_months": N_("Under so many months"),
    "unpaid_days": N_("Unpaid for"),
    "upload_days": N_("Papers valid for"),
    "wage": N_("Wage"),
    "wage_days": N_("In days of wage"),
    "wage_floor": N_("Lowest wage"),
    "wage_high": N_("Highest wage"),
    "wage_low": N_("Lowest wage"),
    "waiting_months": N_("Waiting time"),
    "week": N_("In a week"),
    "weekly_rest": N_("Rest a week"),
    "weeks": N_("In so many weeks"),
    "without_break": N_("Without a break"),
    "worker": N_("For a worker"),
    "worker_days": N_("Time for the worker"),
    "worker_share": N_("The worker’s share"),
    "written": N_("In writing"),
}
"""Column names of law tables, in words."""
