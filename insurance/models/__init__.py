from insurance.models.assessments import Assessment, ClosedMonth, ContributionLine
from insurance.models.attachments import Attachment
from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.benefits import BenefitPeriod, BenefitSweep, PolicyVersion
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
from insurance.models.policy import (
    BaseBound,
    CalendarDay,
    DeclarationWindow,
    LateFee,
    PolicyDocument,
    PoolingArea,
    Rate,
)
from insurance.models.policy_drafts import PolicyDraft
from insurance.models.unit_rates import UnitInjuryRate
from insurance.models.wages import DeclaredWage

__all__ = [
    "Assessment",
    "Attachment",
    "BaseBound",
    "BenefitPeriod",
    "BenefitRule",
    "BenefitSweep",
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
    "DeclaredWage",
    "Enrolment",
    "LateFee",
    "PolicyDocument",
    "PolicyDraft",
    "PolicyVersion",
    "PoolingArea",
    "Rate",
    "ResidentWait",
    "SocialSecurityCard",
    "UnemploymentDuration",
    "UnitInjuryRate",
    "UnitRegistration",
    "UnitRequest",
]
