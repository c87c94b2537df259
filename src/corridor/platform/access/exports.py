"""Everything a person may see of her own, as plain JSON values."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role


def own(by: Actor) -> dict[str, list[dict[str, Any]]]:
    """The readable fields of every record of ``by``, by kind of record.

    What everybody may read (job orders, organisations) is not hers and is left out.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for model, declared in sorted(rules.DECLARATIONS.items(), key=lambda pair: pair[0].__name__):
        if by.role not in declared.rows or Role.STRANGER in declared.rows:
            continue
        listed = [rules.shown(row, by) for row in rules.rows(model, by).order_by("pk")]
        if listed:
            plain = json.loads(json.dumps(listed, cls=DjangoJSONEncoder))
            found[f"{model._meta.app_label}.{model._meta.model_name}"] = plain
    return found
