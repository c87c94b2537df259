"""Pieces that several faces show: the plain words of roles, routes, clauses and law."""
