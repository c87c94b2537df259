"""The signed pass. Called by the second officer's act, inside its transaction."""

from __future__ import annotations

from datetime import date, timedelta

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import Clearance, Pass, Visa
from corridor.engines import law
from corridor.engines.tokens import as_printed
from corridor.platform.documents import tokens

VALID_DAYS = "OC.pass.valid_days"


def issue(row: Clearance) -> Pass:
    """Sign the pass: contract, holder, employer, occupation, the terms' fingerprint, validity."""
    contract = row.contract
    version = contract.versions.order_by("-number").first()
    start = contract.local_today("origin")
    end = _last_day(contract, start)
    holder = contract.worker
    payload: dict[str, str | int] = {
        "contract": contract.id,
        "corridor": contract.corridor,
        "holder": as_printed(holder.name),
        "employer_name": as_printed(contract.employer.name),
        "valid_from": start.isoformat(),
        "valid_to": end.isoformat(),
    }
    if holder.birth_date is not None:
        payload["birth_year"] = holder.birth_date.year
    if version is not None:
        payload["occupation"] = str(version.terms.get("occupation_isco", ""))
        payload["digest"] = version.digest[:16].upper()
    before = Pass.objects.filter(clearance__contract=contract).count()
    if before:
        # The same words signed on the same day would be the same pass, also one taken back.
        payload["number"] = before + 1
    token = tokens.issue("pass", payload)
    return Pass.objects.create(
        clearance=row,
        text=token.text,
        short_code=token.short_code,
        valid_from=start,
        valid_to=end,
        kid=token.kid,
    )


def _last_day(contract: Contract, start: date) -> date:
    """The last day of validity: what origin law says, else this software's policy, and never
    beyond the visa."""
    book = law.book()
    ids = (*book.corridor(contract.corridor).laws.get("pass_validity", ()), VALID_DAYS)
    days = next((value for one in ids if isinstance(value := book.known(one, start), int)), None)
    if days is None:
        raise Unavailable(
            "departure.validity",
            sentence(N_("Neither law nor policy says how long a pass is valid.")),
            remedy=sentence(N_("Ask the operator to complete the law packs.")),
        )
    end = start + timedelta(days=days)
    visa = Visa.objects.filter(contract=contract).order_by("-id").first()
    return min(end, visa.valid_to) if visa is not None else end
