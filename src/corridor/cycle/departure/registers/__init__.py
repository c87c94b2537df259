"""Registers of pre-issued passes: their table, and what each line is worth. Plain Python."""
