"""The data a unit declares of itself: what they are called, which are kept encrypted, which somebody has to look at."""

SEALED = frozenset({"representative_number", "address", "contact_phone", "bank_account"})
"""Stored encrypted, in the record and in a declaration."""

ON_UNIT = frozenset({"name", "contact_name", "contact_phone"})
"""Part of the unit's identity; the others belong to its registration."""

REVIEWED = ("name", "representative_name", "representative_number", "bank_name", "bank_account")
"""The agency looks at a change of these before it counts."""

AT_ONCE = ("contact_name", "contact_phone", "address", "postcode")
"""A change of these counts the moment it is declared."""

GUARDED = frozenset({"representative_name", "representative_number", "bank_name", "bank_account"})
"""Not to be changed while a new password rests, and only with the password once more."""

REGISTERED = (
    "unit_type",
    "industry",
    "representative_name",
    "representative_number",
    *AT_ONCE,
    "bank_name",
    "bank_account",
)
"""What a unit completes when it registers."""


def changed(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Return those of the new values that differ from the old ones."""
    return {field: value for field, value in new.items() if value != old.get(field, "")}


def last_four(account: str) -> str:
    """Return a bank account as pages show it: four stars and its last four characters; empty for none."""
    return f"**** {account[-4:]}" if account else ""
