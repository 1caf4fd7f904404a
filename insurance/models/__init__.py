from insurance.models.assessments import Assessment, ClosedMonth, ContributionLine
from insurance.models.attachments import Attachment
from insurance.models.bills import Bill
from insurance.models.cards import SocialSecurityCard
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
    UnitRequest,
)
from insurance.models.enrolments import Enrolment, UnitRegistration
from insurance.models.policy import BaseBound, CalendarDay, DeclarationWindow, PolicyDocument, PoolingArea, Rate

__all__ = [
    "Assessment",
    "Attachment",
    "BaseBound",
    "Bill",
    "CalendarDay",
    "ClosedMonth",
    "ContributionLine",
    "Declaration",
    "DeclarationEvent",
    "DeclarationLine",
    "DeclarationMessage",
    "DeclarationPart",
    "DeclarationWindow",
    "Enrolment",
    "PolicyDocument",
    "PoolingArea",
    "Rate",
    "SocialSecurityCard",
    "UnitRegistration",
    "UnitRequest",
]
