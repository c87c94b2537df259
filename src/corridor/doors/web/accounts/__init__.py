"""Signing in and out: phone codes for workers, password and second factor for offices."""
