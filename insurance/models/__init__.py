from insurance.models.assessments import Assessment, ClosedMonth, ContributionLine
from insurance.models.attachments import Attachment
from insurance.models.batches import Batch, BatchRow, ColumnMapping
from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.benefits import BenefitPeriod, BenefitSweep, PolicyVersion
from insurance.models.bills import Bill
from insurance.models.calendar_subscriptions import CalendarSubscription
from insurance.models.cards import SocialSecurityCard
from insurance.models.certificates import Certificate, CertificateCheck
from insurance.models.declarations import (
    Declaration,
    DeclarationEvent,
    DeclarationLine,
    DeclarationMessage,
    DeclarationPart,
    UnitRequest,
)
from insurance.models.disputes import UnitStatement
from insurance.models.enrolments import Enrolment, UnitRegistration
from insurance.models.exports import RosterExport, RosterExportPiece
from insurance.models.households import DeclaredHousehold
from insurance.models.payments import Payment, PaymentEvent, PaymentItem, Remittance
from insurance.models.personal_accounts import AccountMovement, PersonalAccount
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
from insurance.models.postings import Posting
from insurance.models.registry import RegistryNotice
from insurance.models.unit_rates import UnitInjuryRate
from insurance.models.wages import DeclaredWage

__all__ = [
    "AccountMovement",
    "Assessment",
    "Attachment",
    "BaseBound",
    "Batch",
    "BatchRow",
    "BenefitPeriod",
    "BenefitRule",
    "BenefitSweep",
    "Bill",
    "CalendarDay",
    "CalendarSubscription",
    "Certificate",
    "CertificateCheck",
    "ClosedMonth",
    "ColumnMapping",
    "ContributionLine",
    "Declaration",
    "DeclarationEvent",
    "DeclarationLine",
    "DeclarationMessage",
    "DeclarationPart",
    "DeclarationWindow",
    "DeclaredHousehold",
    "DeclaredWage",
    "Enrolment",
    "LateFee",
    "Payment",
    "PaymentEvent",
    "PaymentItem",
    "PersonalAccount",
    "PolicyDocument",
    "PolicyDraft",
    "PolicyVersion",
    "PoolingArea",
    "Posting",
    "Rate",
    "RegistryNotice",
    "Remittance",
    "ResidentWait",
    "RosterExport",
    "RosterExportPiece",
    "SocialSecurityCard",
    "UnemploymentDuration",
    "UnitInjuryRate",
    "UnitRegistration",
    "UnitRequest",
    "UnitStatement",
]
