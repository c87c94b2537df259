"""This node as a witness of other logs (C2SP tlog-witness): one address that machines post to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from corridor.core.problems import BadInput
from corridor.doors.web.limits import limit
from corridor.engines.log.witness import LONGEST, Refused, parse_request
from corridor.platform.access.actor import SYSTEM
from corridor.platform.translog import actions
from corridor.platform.translog.asking import SIZE_TYPE

_TEXT = "text/plain; charset=utf-8"


@csrf_exempt  # no session is looked at: the checkpoint's own signature says who asks
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """A log's newest checkpoint in, this witness's signature line out."""
    limit(request, "witness", times=120)
    try:
        asked = parse_request(_body(request))
        return HttpResponse(actions.cosign(by=SYSTEM, request=asked), content_type=_TEXT)
    except Refused as refusal:
        if refusal.size is not None:
            return HttpResponse(f"{refusal.size}\n", status=409, content_type=SIZE_TYPE)
        return HttpResponse(f"{refusal.say()}\n", status=refusal.status, content_type=_TEXT)
    except BadInput as problem:
        return HttpResponse(f"{problem.say()}\n", status=400, content_type=_TEXT)


def _body(request: HttpRequest) -> str:
    # Some clients send no content type at all, so the body is read as it is.
    raw = request.read(LONGEST + 1)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
