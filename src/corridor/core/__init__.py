"""Ground floor: plain Python that every other floor stands on. No framework."""
