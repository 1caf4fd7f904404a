"""A password hash for tests: the same algorithm, at the least cost it allows."""

from accounts.hashers import HallArgon2PasswordHasher


class CheapArgon2PasswordHasher(HallArgon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
