"""What this room tells workers. Phones are shared: no wage, employer or score is named."""

from corridor.core.text import N_
from corridor.platform.messages.templates import declare

declare("offer_made", N_("A job offer waits for you. Sign in to read or hear it."))
declare("counsellor_sent", N_("A counsellor will go through the offer with you again."))
declare("contract_registered", N_("Your contract was registered. Sign in to see your receipt."))
declare("amendment_proposed", N_("A change to your contract waits. Sign in before you sign."))
declare("paper_worse", N_("We compared the paper you were shown. Sign in before you sign it."))
declare("contract_released", N_("Your change of employer was recorded. Sign in to read it."))
declare("contract_ended", N_("The end of your contract was recorded. Sign in to read it."))
declare("offer_lapsed", N_("A job offer has run out. Sign in to read what you can do."))
