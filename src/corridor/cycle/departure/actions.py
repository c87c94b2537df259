"""The clearance of two officers, refusal, appeal, and the pass."""

from __future__ import annotations

from datetime import timedelta

from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors import actions as corridors
from corridor.cycle.corridors.queries import done, weekend
from corridor.cycle.departure.models import Appeal, Clearance, Pass, PassUsed, Visa
from corridor.cycle.departure.papers import (  # noqa: F401 - the acts on papers live there
    record_fitness,
    record_step,
    record_visa,
)
from corridor.engines.tokens import as_printed
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.documents import tokens
from corridor.platform.journal import actions as journal
from corridor.platform.keys.actions import seal
from corridor.platform.messages import actions as messages
from corridor.platform.people.models import Person

GROUNDS = "departure.appeal.grounds"
SIGNED_AS = "pass"

_OPEN = (Clearance.State.REQUESTED, Clearance.State.CHECKED, Clearance.State.APPEALED)


@act("departure.request", roles=(Role.AGENCY, Role.WORKER, Role.EMPLOYER))
def request(*, by: Actor, contract: str) -> Clearance:
    """Ask for leave to depart. One open request at a time."""
    subject = rules.get(Contract, contract, by, lock=True)
    if Clearance.objects.filter(contract=subject, state__in=_OPEN).exists():
        raise Conflict(
            "departure.open",
            sentence(N_("A clearance for this contract is already being decided.")),
            remedy=sentence(N_("Wait for the decision; the page shows by when it is due.")),
        )
    step = "clearance_requested"
    if step not in done(subject):
        corridors.take(step, subject, by=by)
    due = subject.procedure.due("cleared", done(subject), weekend(subject.corridor, "origin"))
    clearance = Clearance.objects.create(
        contract=subject, requested_on=subject.local_today("origin"), decide_by=due
    )
    _note("departure.request", clearance, by)
    return clearance


@act("departure.check", roles=(Role.ORIGIN_OFFICER,))
def check(*, by: Actor, clearance: str) -> Clearance:
    """The first officer has checked papers, visa match and the worker's understanding."""
    row = _open(clearance, by, Clearance.State.REQUESTED)
    contract = row.contract
    if contract.procedure.has("clearance_checked"):
        corridors.take("clearance_checked", contract, by=by)
    if contract.procedure.needs_second("cleared"):
        corridors.take("cleared", contract, by=by)
    row.state, row.first_officer = Clearance.State.CHECKED, by.person or ""
    row.save(update_fields=["state", "first_officer"])
    _note("departure.check", row, by)
    return row


@act("departure.clear", roles=(Role.ORIGIN_OFFICER,))
def clear(*, by: Actor, clearance: str) -> Pass:
    """The second officer decides: the worker may go, and gets the signed pass."""
    row = _open(clearance, by, Clearance.State.CHECKED)
    _not_the_first(row, by)
    visa = _visa(row.contract)
    if visa is not None and not (visa.employer_matches and visa.occupation_matches):
        raise Conflict(
            "departure.visa_mismatch",
            sentence(N_("The visa names another employer or occupation than the contract.")),
            remedy=sentence(N_("Refuse with this reason, or have the visa corrected first.")),
        )
    corridors.take("cleared", row.contract, by=by)
    return _cleared(row, by)


def _cleared(row: Clearance, by: Actor) -> Pass:
    row.state, row.second_officer = Clearance.State.CLEARED, by.person or ""
    row.decided_on = row.contract.local_today("origin")
    row.save(update_fields=["state", "second_officer", "decided_on"])
    issued = _issue(row)
    _note("departure.clear", row, by)
    _tell(row, "clearance_given")
    return issued


@act("departure.refuse", roles=(Role.ORIGIN_OFFICER,))
def refuse(*, by: Actor, clearance: str, reasons: list[str]) -> Clearance:
    """Refuse with reasons. The clock of the appeal starts today."""
    row = _open(clearance, by, Clearance.State.REQUESTED, Clearance.State.CHECKED)
    if row.state == Clearance.State.CHECKED:
        _not_the_first(row, by)
    given = [reason.strip() for reason in reasons if reason.strip()]
    if not given:
        raise BadInput(
            "departure.reasons",
            sentence(N_("A refusal needs at least one reason.")),
            remedy=sentence(N_("Say what is missing or does not match, so that it can be mended.")),
        ).at(field="reasons")
    corridors.take("cleared", row.contract, by=by, outcome="refused")
    row.state, row.reasons = Clearance.State.REFUSED, given
    row.second_officer = "" if row.first_officer == by.person else by.person or ""
    row.first_officer = row.first_officer or by.person or ""
    row.decided_on = row.contract.local_today("origin")
    row.save(update_fields=["state", "reasons", "first_officer", "second_officer", "decided_on"])
    _note("departure.refuse", row, by, {"reasons": given})
    _tell(row, "clearance_refused")
    return row


@act("departure.appeal", roles=(Role.WORKER,))
def appeal(*, by: Actor, clearance: str, grounds: str = "") -> Appeal:
    """The worker appeals a refusal. No grounds need be given."""
    row = rules.get(Clearance, clearance, by, lock=True)
    if row.state != Clearance.State.REFUSED:
        raise Conflict(
            "departure.no_refusal", sentence(N_("There is no refusal here to appeal against."))
        )
    contract, today = row.contract, row.contract.local_today("origin")
    rule = contract.procedure.step("cleared").appeal
    if rule and rule.days is not None and row.decided_on is not None:
        last = row.decided_on + timedelta(days=rule.days)
        if today > last:
            raise Conflict(
                "departure.appeal_late",
                sentence(N_("The time to appeal ended on {day}."), day=last),
                remedy=sentence(N_("Ask the help desk: a new request can still be made.")),
                law=rule.law,
            )
    lodged = Appeal.objects.create(
        clearance=row, grounds_sealed=seal(contract.worker_id, GROUNDS, grounds), lodged_on=today
    )
    row.state = Clearance.State.APPEALED
    row.save(update_fields=["state"])
    _note("departure.appeal", row, by)
    return lodged


@act("departure.decide_appeal", roles=(Role.ORIGIN_OFFICER,))
def decide_appeal(*, by: Actor, appeal: str, uphold: bool, reason: str) -> Appeal:
    """Decide an appeal. Officers of the refusal do not even find it."""
    row = rules.get(Appeal, appeal, by, lock=True)
    if row.state != Appeal.State.OPEN:
        raise Conflict("departure.appeal_decided", sentence(N_("This appeal is already decided.")))
    if not reason.strip():
        raise BadInput(
            "departure.appeal_reason",
            sentence(N_("A decision on an appeal needs its reason.")),
            remedy=sentence(N_("Write it so that the worker understands it.")),
        ).at(field="reason")
    clearance = row.clearance
    row.state = Appeal.State.UPHELD if uphold else Appeal.State.DISMISSED
    row.reason, row.decided_by = reason.strip(), by.person or ""
    row.decided_on = clearance.contract.local_today("origin")
    row.save(update_fields=["state", "reason", "decided_by", "decided_on"])
    clearance.state = Clearance.State.REQUESTED if uphold else Clearance.State.REFUSED
    if uphold:
        clearance.reasons, clearance.decided_on = [], None
        clearance.first_officer = clearance.second_officer = ""
    clearance.save()
    _note("departure.decide_appeal", clearance, by, {"upheld": uphold})
    _tell(clearance, "appeal_upheld" if uphold else "appeal_dismissed")
    return row


@act("departure.revoke", roles=(Role.ORIGIN_OFFICER,))
def revoke(*, by: Actor, clearance: str, reasons: list[str]) -> Clearance:
    """Take a clearance back, with reasons; its pass fails from now on."""
    row = _open(clearance, by, Clearance.State.CLEARED)
    given = [reason.strip() for reason in reasons if reason.strip()]
    if not given:
        raise BadInput(
            "departure.reasons", sentence(N_("A revocation needs at least one reason."))
        ).at(field="reasons")
    row.state, row.reasons = Clearance.State.REVOKED, given
    row.save(update_fields=["state", "reasons"])
    corridors.take("cleared", row.contract, by=by, outcome="refused")
    _note("departure.revoke", row, by, {"reasons": given})
    _tell(row, "clearance_revoked")
    return row


@act("departure.use_pass", roles=(Role.BORDER_OFFICER,))
def use_pass(*, by: Actor, text: str) -> PassUsed:
    """Mark a pass as used. The gate keeps no other record of the scan."""
    found = rules.rows(Pass, by).filter(text=text.strip()).first()
    if found is None or found.clearance.state != Clearance.State.CLEARED:
        raise NotPermitted(
            "departure.pass_unknown",
            sentence(N_("This pass was not issued here, or was taken back.")),
            remedy=sentence(N_("Do not let it decide alone: call the clearance office.")),
        )
    contract = found.clearance.contract
    today = contract.local_today("origin")
    if not found.valid_from <= today <= found.valid_to:
        raise Conflict(
            "departure.pass_expired",
            sentence(
                N_("This pass is valid from {a} to {b}."), a=found.valid_from, b=found.valid_to
            ),
        )
    if PassUsed.objects.filter(used=found).exists():
        raise Conflict("departure.pass_used", sentence(N_("This pass was already used.")))
    if contract.procedure.has("departed") and "departed" not in done(contract):
        corridors.take("departed", contract, by=SYSTEM)
    used = PassUsed.objects.create(used=found, on=today)
    journal.record("departure.use_pass", subject=used, by=Actor(by.role, country=by.country))
    return used


def _open(clearance: str, by: Actor, *states: str) -> Clearance:
    row = rules.get(Clearance, clearance, by, lock=True)
    if row.state not in states:
        raise Conflict(
            "departure.state",
            sentence(N_("This clearance stands at “{state}”."), state=row.get_state_display()),
            remedy=sentence(N_("Open the case again: somebody may have acted meanwhile.")),
            expected=[str(state) for state in states],
            found=row.state,
        )
    return row


def _not_the_first(row: Clearance, by: Actor) -> None:
    if row.first_officer and row.first_officer == by.person:
        raise NotPermitted(
            "departure.two_officers",
            sentence(N_("You made the first check, so another officer must decide.")),
            remedy=sentence(N_("Leave it in the queue for a colleague.")),
        )


def _visa(contract: Contract) -> Visa | None:
    return Visa.objects.filter(contract=contract).order_by("-id").first()


def _issue(row: Clearance) -> Pass:
    """Sign the pass: holder, employer, occupation, fingerprint of the terms, validity."""
    contract = row.contract
    version = contract.versions.order_by("-number").first()
    visa = _visa(contract)
    start = contract.local_today("origin")
    end = start + timedelta(days=60)
    if visa is not None:
        end = min(end, visa.valid_to)
    holder: Person = contract.worker
    token = tokens.issue(
        "pass",
        {
            "corridor": contract.corridor,
            "holder": as_printed(holder.name),
            "birth_date": holder.birth_date.isoformat() if holder.birth_date else "",
            "employer_name": as_printed(contract.employer.name),
            "occupation": version.terms.get("occupation_isco", "") if version else "",
            "digest": version.digest[:16].upper() if version else "",
            "valid_from": start.isoformat(),
            "valid_to": end.isoformat(),
        },
        purpose=SIGNED_AS,
    )
    return Pass.objects.create(
        clearance=row,
        text=token.text,
        short_code=token.short_code,
        valid_from=start,
        valid_to=end,
        kid=token.kid,
    )


def _note(name: str, row: Clearance, by: Actor, body: dict[str, object] | None = None) -> None:
    journal.record(name, subject=row, by=by, body=body, key_subject=row.contract.worker_id)


def _tell(row: Clearance, template: str) -> None:
    messages.send(person=row.contract.worker_id, template=template, params={}, by=SYSTEM)
