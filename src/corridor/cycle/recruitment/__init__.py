"""Between order and offer: who recruits on whose behalf, who is a candidate, who is selected."""
