"""The kinds of things the hall deals with, as codes of the national indicator sets where such exist.

Insurance codes are AAE140 of the human-resources edition; the medical platform uses 410 for something else,
so a code is never stored without being one of these.
"""

from enum import IntEnum, StrEnum

from accounts.rules.roles import Agency


class Insurance(IntEnum):
    """险种 (AAE140)."""

    PENSION = 110
    UNEMPLOYMENT = 210
    MEDICAL = 310
    SUPPLEMENT = 330
    RESIDENT = 390
    INJURY = 410
    MATERNITY = 510


EMPLOYEE_INSURANCES = (
    Insurance.PENSION,
    Insurance.UNEMPLOYMENT,
    Insurance.MEDICAL,
    Insurance.INJURY,
    Insurance.MATERNITY,
)
"""五险: the five an employer must register a person for."""

FLEXIBLE_INSURANCES = (Insurance.PENSION, Insurance.MEDICAL)
"""What a person in flexible employment may join and pays alone (Social Insurance Law, articles 10 and 23)."""

AGENCY_OF = {
    Insurance.PENSION: Agency.HRSS,
    Insurance.UNEMPLOYMENT: Agency.HRSS,
    Insurance.INJURY: Agency.HRSS,
    Insurance.MEDICAL: Agency.MEDICAL,
    Insurance.SUPPLEMENT: Agency.MEDICAL,
    Insurance.RESIDENT: Agency.MEDICAL,
    Insurance.MATERNITY: Agency.MEDICAL,
}
"""Which agency decides (社会保险经办条例, articles 4 and 60)."""


def insurances_by_agency(insurances) -> dict[Agency, list[Insurance]]:
    """Return the insurances grouped by the agency that decides on them, agencies in a fixed order."""
    wanted = sorted(set(map(Insurance, insurances)))
    grouped = {agency: [code for code in wanted if AGENCY_OF[code] == agency] for agency in Agency}
    return {agency: codes for agency, codes in grouped.items() if codes}


class EnrolmentKind(StrEnum):
    """By which right somebody is enrolled."""

    EMPLOYEE = "employee"
    FLEXIBLE = "flexible"
    RESIDENT = "resident"


class DeclarationKind(StrEnum):
    """What an applicant asks for; each kind has one module in services/declaration_kinds."""

    STOP = "stop"
    REDUCTION = "reduction"
    RESUME = "resume"
    INCREASE = "increase"
    BASES = "bases"
    INFO_CHANGE = "info_change"
    REGISTRATION = "registration"
    UNIT_CHANGE = "unit_change"
    CANCELLATION = "cancellation"
    CORRECTION = "correction"
    DISPUTE = "dispute"
    ENROL = "enrol"
    RE_ENROL = "re_enrol"
    BACK_PAYMENT = "back_payment"
    DEFERRAL = "deferral"
    UNREGISTERED = "unregistered"
    REFUND = "refund"


class AssessmentKind(StrEnum):
    """Why contributions were assessed.

    A supplement (补收) charges somebody for a month that was assessed without them, a back payment (补缴) repays months of
    a gap, a difference (差额) is new minus old amounts, a refund (退收) gives back what was charged and was not owed. A
    yearly one charges a resident for a calendar year, once for each person and year.
    """

    REGULAR = "regular"
    SUPPLEMENT = "supplement"
    BACK_PAYMENT = "back_payment"
    DIFFERENCE = "difference"
    REFUND = "refund"
    YEARLY = "yearly"


class BillState(StrEnum):
    """The life of a bill; overdue is a date, not a state."""

    OPEN = "open"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    CANCELLED = "cancelled"
    WRITTEN_OFF = "written_off"


class CardState(StrEnum):
    """The life of a social security card."""

    ACTIVE = "active"
    TEMPORARILY_LOST = "temporarily_lost"
    FORMALLY_LOST = "formally_lost"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    LOCKED = "locked"
    CANCELLED = "cancelled"


class UnitStatus(IntEnum):
    """单位参保状态 (AAB051)."""

    NOT_INSURED = 0
    INSURED = 1
    SUSPENDED = 2
    TERMINATED = 3
