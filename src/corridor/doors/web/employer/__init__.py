"""The employer's face: orders, offers, contracts and wages, from contract and file only."""
