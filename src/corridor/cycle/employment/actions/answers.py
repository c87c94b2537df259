"""The worker's own word: on a month's wage, and on what her recruitment cost her. Private.

Nothing here changes a row, a step or a figure that an employer or agency can see.
"""

from __future__ import annotations

from corridor.core.money import Money
from corridor.core.problems import BadInput, NotYet
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions.shared import unassisted_by_parties
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.employment.actions.shared import amount as minor
from corridor.cycle.employment.actions.shared import arrived, currency, note, wage_month
from corridor.cycle.employment.models import FeeAnswer, WageAnswer
from corridor.cycle.employment.months import month_text
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import seal

FEE_TO_WHOM = "employment.fee.to_whom"


@act("employment.answer_wages", roles=(Role.WORKER,))
def answer_wages(
    *,
    by: Actor,
    contract: str,
    month: str,
    said: str,
    amount: str | None = None,
    handed_back: str | None = None,
    food_given: bool | None = None,
    housing_given: bool | None = None,
    tell_nobody: bool = False,
) -> WageAnswer:
    """What she received for a month: ``full``, ``less`` or ``nothing``; the newest answer counts.

    ``amount`` (decimal text, the contract's currency) is what came when it was less;
    ``handed_back`` what she had to give back of it. ``tell_nobody`` keeps the month from
    everybody, her union included. She may answer again at any time, and differently.
    """
    row = rules.get(Contract, contract, by)
    unassisted_by_parties(row, by)
    if said not in WageAnswer.Said.values:
        raise BadInput(
            "employment.said",
            sentence(N_("“{found}” is not one of the answers."), found=said),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(WageAnswer.Said.values)),
            found=said,
        ).at(field="said")
    period = wage_month(month, row)
    received = minor(amount, row, "amount")
    answer = WageAnswer.objects.create(
        contract=row,
        month=month_text(period),
        said=said,
        amount_minor=received if said == WageAnswer.Said.LESS else None,
        currency=currency(row),
        handed_back_minor=minor(handed_back, row, "handed_back"),
        food_given=food_given,
        housing_given=housing_given,
        tell_nobody=tell_nobody,
    )
    note("employment.answer_wages", answer, row, by)
    return answer


@act("employment.answer_fees", roles=(Role.WORKER,))
def answer_fees(
    *,
    by: Actor,
    contract: str,
    paid: bool,
    amount: str | None = None,
    currency: str = "",
    to_whom: str = "",
) -> FeeAnswer:
    """After arrival, privately: did she pay for her recruitment? Nothing waits for the answer.

    ``currency`` is an ISO 4217 code (often that of home). An answer can be revised at any time;
    an earlier one is never held against her. Raises ``NotYet`` before she has arrived.
    """
    row = rules.get(Contract, contract, by)
    unassisted_by_parties(row, by)
    if not arrived(row):
        raise NotYet(
            "employment.after_arrival",
            sentence(N_("This is asked after you have arrived.")),
            remedy=sentence(N_("You will find the question here then.")),
        )
    money = _fee(amount, currency, row) if paid else None
    answer = FeeAnswer.objects.create(
        contract=row,
        paid=paid,
        amount_minor=money[0] if money else None,
        currency=money[1] if money else "",
        to_whom_sealed=seal(str(row.worker_id), FEE_TO_WHOM, to_whom.strip())
        if paid and to_whom.strip()
        else None,
    )
    note("employment.answer_fees", answer, row, by)
    return answer


def _fee(amount: str | None, code: str, contract: Contract) -> tuple[int, str] | None:
    """What she says she paid, in the currency she names, else in the contract's own."""
    if amount is None or not amount.strip():
        return None
    named = code.strip().upper() or currency(contract)
    try:
        money = Money.parse(amount, named)
    except BadInput as problem:
        raise problem.at(
            field="currency" if problem.code.startswith("code") else "amount"
        ) from None
    return abs(money.minor), named


@act("employment.show_first_wage", roles=(Role.WORKER,))
def show_first_wage(*, by: Actor, contract: str) -> Contract:
    """Where no wage file exists she may show herself that the first wage came.

    This is a step of the line that her employer sees, taken by nobody but her, and not by
    answering: the form says so before she chooses it.
    """
    row = rules.get(Contract, contract, by, lock=True)
    corridors.take("first_wage", row, by=by)
    note("employment.show_first_wage", row, row, by)
    return row
