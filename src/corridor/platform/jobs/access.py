"""Jobs are the machine's own business; the health page says how far behind it is."""

from corridor.platform.access.rules import declare
from corridor.platform.jobs.models import Lease, Schedule

declare(Lease, rows={}, fields={})
declare(Schedule, rows={}, fields={})
