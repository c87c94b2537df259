"""The living demo: invented people in two corridors, and their story told through the acts."""
