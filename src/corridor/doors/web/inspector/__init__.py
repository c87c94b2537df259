"""The inspector's face: establishments by money owed, from contract and wage file only."""
