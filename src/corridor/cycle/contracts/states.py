"""The states of a contract and of its amendments, as tables."""

from __future__ import annotations

from corridor.core.lifecycle import Lifecycle, Move
from corridor.core.text import N_

CONTRACT = Lifecycle(
    "contracts.contract",
    {
        "offered": N_("offered"),
        "explained": N_("explained"),
        "accepted": N_("accepted"),
        "in_force": N_("in force"),
        "ended": N_("ended"),
        "declined": N_("declined"),
        "lapsed": N_("lapsed"),
        "brought": N_("brought by the worker"),
    },
    (
        Move("offered", "explain", "explained"),
        Move("explained", "explain", "explained"),
        Move("accepted", "explain", "accepted"),
        Move("in_force", "explain", "in_force"),
        Move("brought", "explain", "brought"),
        Move("offered", "accept", "accepted"),
        Move("explained", "accept", "accepted"),
        Move("offered", "decline", "declined"),
        Move("explained", "decline", "declined"),
        Move("offered", "lapse", "lapsed"),
        Move("explained", "lapse", "lapsed"),
        Move("accepted", "begin", "in_force"),
        Move("brought", "begin", "in_force"),
        Move("accepted", "end", "ended"),
        Move("in_force", "end", "ended"),
        Move("brought", "end", "ended"),
    ),
    {
        "explain": N_("explain"),
        "accept": N_("accept"),
        "decline": N_("decline"),
        "lapse": N_("lapse"),
        "begin": N_("begin work"),
        "end": N_("end"),
    },
)

AMENDMENT = Lifecycle(
    "contracts.amendment",
    {"proposed": N_("proposed"), "accepted": N_("accepted"), "refused": N_("refused")},
    (Move("proposed", "accept", "accepted"), Move("proposed", "refuse", "refused")),
    {"accept": N_("accept"), "refuse": N_("refuse")},
)

OPEN_STATES = ("offered", "explained")
"""Offers the worker has not answered."""

BINDING_STATES = ("accepted", "in_force", "brought")
"""Contracts that bind both sides, registered or not: a delay never voids them."""

END_REASONS: dict[str, str] = {
    "completed": N_("The term is over"),
    "resigned": N_("The worker left"),
    "dismissed": N_("The employer ended it"),
    "agreed": N_("Both agreed to end it"),
    "changed_employer": N_("The worker changed employer"),
    "followed": N_("A new contract with the same employer began"),
    "not_departed": N_("The worker did not leave home"),
    "died": N_("The worker died"),
}
"""Why a contract ends, marked for translation. An absence is never among them."""
