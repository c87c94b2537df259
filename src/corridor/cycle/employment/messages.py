"""What this room tells workers. Phones are shared: no wage, employer or claim is named."""

from corridor.core.text import N_
from corridor.platform.messages.templates import declare

declare("wage_asked", N_("A wage month is on record. Sign in to say what you received."))
declare("absence_reported", N_("A report about you was filed. Sign in to read and contest it."))
declare("settlement_recorded", N_("A final settlement was recorded. Sign in to check it."))
declare("arrival_recorded", N_("Your arrival was recorded. Sign in: one private question waits."))
