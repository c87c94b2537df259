"""The chapters of the demo's journey: who does what next, for people who try it or learn it."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.text import N_


@dataclass(frozen=True)
class Chapter:
    """One story of the demo; each scene is a persona and what to do as that person."""

    title: str
    about: str
    scenes: tuple[tuple[str, str], ...]


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        N_("Three minutes, three people"),
        N_("An offer waits, a clearance waits, a wage came short."),
        (
            ("asha", N_("Hear the offer in your language and answer five questions")),
            ("officer", N_("One queue, what is late first; look at the visa that does not match")),
            ("bikash", N_("Say what you received; see what you are owed")),
        ),
    ),
    Chapter(
        N_("From Kathmandu to Doha"),
        N_("A job order becomes a contract, a pass, and a month’s wage that is checked."),
        (
            ("employer", N_("File a job order, name the agency, sign the offer first")),
            ("attache", N_("Attest the job order, or send it back with a reason")),
            ("agency", N_("Advertise the job, propose Maya, see what blocks her case")),
            ("maya", N_("Apply, hear the offer, answer five questions, think, sign last")),
            ("destination", N_("Register the contract in Doha")),
            ("officer", N_("Check visa and papers for the clearance")),
            ("second_officer", N_("Decide: clear, or refuse with reasons")),
            ("gate", N_("Check the pass at the gate, then let it be used once")),
            ("inspector", N_("See which establishments owe wages, in money")),
        ),
    ),
    Chapter(
        N_("When the wage comes short"),
        N_("Contract, wage file and the worker’s own word stand side by side."),
        (
            ("bikash", N_("Say what you received; see what you are owed")),
            ("employer", N_("Upload the month’s wage file and see the findings first")),
            ("union", N_("See the case you have a mandate for")),
        ),
    ),
    Chapter(
        N_("A refusal and an appeal"),
        N_("A clearance is refused with reasons; an officer who took no part decides the appeal."),
        (
            ("fulmaya", N_("Read why you were refused, and appeal")),
            ("officer", N_("Make the first check of her clearance")),
            ("second_officer", N_("Decide: clear, or refuse with reasons")),
            ("third_officer", N_("Decide the appeal")),
            ("fourth_officer", N_("Check her clearance again, without those who refused it")),
            ("fifth_officer", N_("Decide: clear, or refuse with reasons")),
        ),
    ),
    Chapter(
        N_("A better employer"),
        N_("A worker changes employer. Nobody is asked for consent."),
        (
            ("bikash", N_("Sign the new contract, then tell the old employer")),
            ("new_employer", N_("Offer a contract to somebody who works for another firm")),
            ("destination", N_("Record the release and register the new contract")),
        ),
    ),
    Chapter(
        N_("Work in a household"),
        N_("Domestic work is a regime of its own: no wage file, the same rights."),
        (
            ("sunita", N_("Your contract, your month, a person to call")),
            ("household", N_("The contract you signed, in Arabic")),
            ("counsellor", N_("Sit beside somebody and help them through a page")),
        ),
    ),
    Chapter(
        N_("From Iloilo to Brandenburg"),
        N_("Care work between two states; one of them takes no part, and its lights say unknown."),
        (
            ("liza", N_("An offer by the hour, with the sector’s minimum wage")),
            ("german_employer", N_("Sign the offer, see recognition on the line")),
            ("phl_attache", N_("Attest the order in Berlin")),
            ("phl_officer", N_("Check the clearance in Manila")),
            ("phl_second", N_("Decide as the second officer")),
            ("phl_gate", N_("Check the pass at the gate, then let it be used once")),
            ("care_union", N_("The union’s seat in monitoring")),
        ),
    ),
    Chapter(
        N_("Figures that everybody reads at the same minute"),
        N_("Two persons of the statistical office bring a table from the source to the public."),
        (
            ("statistician", N_("Protect a table and see what is held back, and why")),
            ("second_statistician", N_("Approve the release that stands on the calendar")),
        ),
    ),
    Chapter(
        N_("Those who keep it running"),
        N_("Offices that no story needs, and the administrator of this node."),
        (
            ("admin", N_("Give somebody a role, and see what was changed")),
            ("phl_counsellor", N_("Explain an offer to a nurse in Quezon City")),
            ("phl_gate", N_("Check a pass at the airport in Manila")),
        ),
    ),
)
