"""Job orders: what an employer asks for, attested by the origin's mission, shown to the public."""
