"""What stands beside the answers of a declaration without being one."""

KNOWN = "known"
"""The third member of a fact that is on record, or follows from the answers."""
