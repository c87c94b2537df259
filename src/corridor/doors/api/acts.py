"""One route for each act: ``POST /api/v1/acts/<room>/<verb>`` with an Idempotency-Key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.api.answers import answer
from corridor.doors.api.bodies import body_of, summary_of
from corridor.doors.api.who import caller
from corridor.platform.access.acts import ACTS, Act
from corridor.platform.access.once import once

router = Router(tags=["acts"])

# Acts that carry a file or a person's sign-in have pages and commands of their own.
NOT_HERE = frozenset({"people.open_account"})


def _view(act: Act, body: type[Schema]) -> Callable[..., Any]:
    def run(request: HttpRequest, payload: Schema) -> dict[str, Any]:
        by = caller(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            raise BadInput(
                "api.idempotency_key",
                sentence(N_("The header Idempotency-Key is missing.")),
                remedy=sentence(N_("Send a fresh random key with each new request.")),
            ).at(field="Idempotency-Key")
        given = payload.model_dump()
        stored, _ = once(
            key=key,
            by=by,
            scope=act.name,
            body=payload.model_dump(mode="json"),
            run=lambda: answer(act.run(by=by, **given), by),
        )
        return dict(stored)

    run.__annotations__["payload"] = body
    run.__name__ = act.name.replace(".", "_")
    return run


def mount() -> Router:
    """A router with every registered act. Called once all rooms are loaded."""
    for name in sorted(ACTS.keys() - NOT_HERE):
        act = ACTS[name]
        view = _view(act, body_of(act))
        router.post(
            "/" + name.replace(".", "/", 1),
            operation_id=view.__name__,
            summary=summary_of(act),
            description=f"For: {', '.join(sorted(role.value for role in act.roles))}.",
            response=dict[str, Any],
        )(view)
    return router
