from accounts.models.access_log import AccessEntry, AccessQuestion
from accounts.models.audit import AuditEntry, AuditSeal
from accounts.models.logins import LoginAttempt, OneTimeCode, Session, SubmissionKey
from accounts.models.notices import Notice, OutboxMessage, OutboxRelease
from accounts.models.parties import Person, Unit
from accounts.models.users import User

__all__ = [
    "AccessEntry",
    "AccessQuestion",
    "AuditEntry",
    "AuditSeal",
    "LoginAttempt",
    "Notice",
    "OneTimeCode",
    "OutboxMessage",
    "OutboxRelease",
    "Person",
    "Session",
    "SubmissionKey",
    "Unit",
    "User",
]
