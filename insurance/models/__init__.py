from insurance.models.assessment_runs import AssessmentRun, Reassessment
from insurance.models.assessments import Assessment, ClosedMonth, ContributionLine
from insurance.models.attachments import Attachment
from insurance.models.bank_cards import BankCard
from insurance.models.batches import Batch, BatchRow, ColumnMapping
from insurance.models.benefit_policy import BenefitRule, ResidentWait, UnemploymentDuration
from insurance.models.benefits import BenefitPeriod, BenefitSweep, PolicyVersion
from insurance.models.bills import Bill
from insurance.models.book_checks import BookCheck
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
from insurance.models.lookups import PayableLookup
from insurance.models.money_decisions import MoneyDecision
from insurance.models.payments import Payment, PaymentEvent, PaymentItem, Remittance
from insurance.models.personal_accounts import AccountMovement, MovementQuestion, PersonalAccount
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
from insurance.models.refunds import Refund
from insurance.models.registry import RegistryNotice
from insurance.models.residents import ResidentAgent, ResidentCharge, ResidentProxy, ResidentSubsidy, SubsidisedPerson
from insurance.models.statements import BankFile, BankFileRow, ChannelStatement, StatementDifference, StatementLine
from insurance.models.unit_rates import UnitInjuryRate
from insurance.models.wages import DeclaredWage

__all__ = [
    "AccountMovement",
    "Assessment",
    "AssessmentRun",
    "Attachment",
    "BankCard",
    "BankFile",
    "BankFileRow",
    "BaseBound",
    "Batch",
    "BatchRow",
    "BenefitPeriod",
    "BenefitRule",
    "BenefitSweep",
    "Bill",
    "BookCheck",
    "CalendarDay",
    "CalendarSubscription",
    "Certificate",
    "CertificateCheck",
    "ChannelStatement",
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
    "MoneyDecision",
    "MovementQuestion",
    "PayableLookup",
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
    "Reassessment",
    "Refund",
    "RegistryNotice",
    "Remittance",
    "ResidentAgent",
    "ResidentCharge",
    "ResidentProxy",
    "ResidentSubsidy",
    "ResidentWait",
    "RosterExport",
    "RosterExportPiece",
    "SocialSecurityCard",
    "StatementDifference",
    "StatementLine",
    "SubsidisedPerson",
    "UnemploymentDuration",
    "UnitInjuryRate",
    "UnitRegistration",
    "UnitRequest",
    "UnitStatement",
]
