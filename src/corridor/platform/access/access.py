"""Nobody reads the idempotency table; it answers through ``once`` alone."""

from corridor.platform.access.models import DoneOnce
from corridor.platform.access.rules import declare

declare(DoneOnce, rows={}, fields={})
