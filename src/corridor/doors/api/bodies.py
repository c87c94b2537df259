"""From an act's signature to the shape of its request: one source for both."""

from __future__ import annotations

import inspect
from typing import Any, get_type_hints

from ninja import Schema
from pydantic import ConfigDict, create_model

from corridor.platform.access.acts import Act


class StrictSchema(Schema):
    """Refuses members nobody asked for, so that a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid")


def body_of(act: Act) -> type[Schema]:
    """The request body of an act: every keyword but ``by``, with its type and default."""
    function = inspect.unwrap(act.run)
    hints = get_type_hints(function)
    members: dict[str, Any] = {
        name: (hints[name], ... if given.default is inspect.Parameter.empty else given.default)
        for name, given in inspect.signature(function).parameters.items()
        if name != "by"
    }
    title = "".join(part.capitalize() for part in act.name.replace(".", "_").split("_"))
    return create_model(title, __base__=StrictSchema, **members)


def summary_of(act: Act) -> str:
    """The first line of the act's own explanation."""
    return (inspect.getdoc(inspect.unwrap(act.run)) or act.name).splitlines()[0]
