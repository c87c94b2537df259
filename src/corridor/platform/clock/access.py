"""Nobody reads the shift as a record; the pages show the date."""

from corridor.platform.access.rules import declare
from corridor.platform.clock.models import ClockShift

declare(ClockShift, rows={}, fields={})
