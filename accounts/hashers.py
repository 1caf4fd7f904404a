"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class HallArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with two passes over 19 MiB in one lane: the least the OWASP password storage guidance recommends.

    Django's default takes 100 MiB and ten times as long, with which a crowd at the login empties the machine.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
