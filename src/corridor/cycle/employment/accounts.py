"""Accounts to which wages go: kept as signs of one month, shown as their last four letters.

A sign can be compared with others of the same month and with nothing else, so that nobody can
follow an account through the files of a year.
"""

from __future__ import annotations

from corridor.platform.keys.sealing import blind

WAGE_ACCOUNT = "employment.wage_account"
OWN_ACCOUNT = "employment.own_account"
_SHOWN = 4


def index(month: str, account: str | None) -> str | None:
    """The keyed sign of an account in the files of a month (``YYYY-MM``); None for none.

    ``account`` as ``engines.wages.checks.accounts.written`` writes it.
    """
    return blind(f"{WAGE_ACCOUNT}.{month}", account) if account else None


def masked(account: str) -> str:
    """The account as its owner knows it again: four dots and the last four letters or digits."""
    return f"•••• {account[-_SHOWN:]}"
