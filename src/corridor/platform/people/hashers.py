"""Password hashing at the cost OWASP asks for, not ten times it: log-ins are bound by it."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id, 2 passes over 19 MiB, one lane."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
