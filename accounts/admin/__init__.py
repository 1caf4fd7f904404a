"""The back office's pages about accounts: the audit, looks at records, outgoing messages, the staff."""

from accounts.admin import audit, looks, outbox, staff

__all__ = ["audit", "looks", "outbox", "staff"]
