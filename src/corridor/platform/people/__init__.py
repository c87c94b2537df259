"""Persons, organisations, the capacities people act in, and the accounts they sign in with."""
