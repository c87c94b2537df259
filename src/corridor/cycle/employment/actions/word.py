"""Her word on what no wage file can tell: food and housing not given, and which account is hers.

Private like every answer: nothing that an employer or agency can see changes by it.
"""

from __future__ import annotations

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.actions.shared import unassisted_by_parties
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.accounts import OWN_ACCOUNT
from corridor.cycle.employment.actions.shared import note, wage_month
from corridor.cycle.employment.models import ItemsAnswer, OwnAccount
from corridor.cycle.employment.months import month_text
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import seal

_LONGEST = 34


@act("employment.answer_items", roles=(Role.WORKER,))
def answer_items(
    *,
    by: Actor,
    contract: str,
    month: str,
    food_given: bool | None = None,
    housing_given: bool | None = None,
    tell_nobody: bool = False,
) -> ItemsAnswer:
    """Whether the food and housing that the contract promises were given in a month.

    None is not said; the newest answer counts, and she may answer again at any time. Her union
    and the labour inspectorate read it unless ``tell_nobody``; her employer never does.
    """
    row = rules.get(Contract, contract, by)
    unassisted_by_parties(row, by)
    answer = ItemsAnswer.objects.create(
        contract=row,
        month=month_text(wage_month(month, row)),
        food_given=food_given,
        housing_given=housing_given,
        tell_nobody=tell_nobody,
    )
    note("employment.answer_items", answer, row, by)
    return answer


@act("employment.state_account", roles=(Role.WORKER,))
def state_account(
    *, by: Actor, contract: str, account: str = "", since: str = "", tell_nobody: bool = False
) -> OwnAccount:
    """Say which account is her own, so that wages which went elsewhere are noticed.

    ``since`` (YYYY-MM) is the first month from which it is hers; empty: as long as the contract
    runs. She may name several, one after the other; an empty ``account`` takes them all back.
    The number is sealed under her key. Her union and the labour inspectorate read whether a wage
    went elsewhere, never the number; with ``tell_nobody`` not even that.
    """
    row = rules.get(Contract, contract, by, lock=True)
    unassisted_by_parties(row, by)
    number = _number(account)
    first = month_text(wage_month(since, row)) if since.strip() else ""
    stated = OwnAccount.objects.create(
        contract=row,
        number_sealed=seal(str(row.worker_id), OWN_ACCOUNT, number) if number else None,
        since=first,
        tell_nobody=tell_nobody,
    )
    note("employment.state_account", stated, row, by)
    return stated


def _number(account: str) -> str | None:
    """The account as files are compared with it. Raises ``BadInput`` for what can be none."""
    from corridor.engines.wages.checks.accounts import valid, written

    found = written(account)
    if found is None:
        return None
    plain = found.isascii() and found.isalnum() and len(found) <= _LONGEST
    if not plain or valid(found) is False:
        raise BadInput(
            "employment.account",
            sentence(N_("This is no account number: a letter or a digit in it is wrong.")),
            remedy=sentence(
                N_("Copy it from the bank card or the bank’s letter, with all its letters.")
            ),
        ).at(field="account")
    return found
