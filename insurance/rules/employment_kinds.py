"""用工形式 and 户口性质: in what relation somebody works for a unit, and where they are registered as living."""

from enum import StrEnum

from insurance.rules.kinds import EMPLOYEE_INSURANCES, Insurance


class EmploymentKind(StrEnum):
    """用工形式 (AAC013): the kinds that decide about something; older records tell none."""

    CONTRACT = "contract"
    DISPATCH = "dispatch"
    PART_TIME = "part_time"
    OTHER = "other"


class Household(StrEnum):
    """户口性质 (AAC009)."""

    LOCAL_URBAN = "1"
    LOCAL_RURAL = "2"
    URBAN_ELSEWHERE = "3"
    RURAL_ELSEWHERE = "4"


def insurances_owed(kind: EmploymentKind, *, with_supplement: bool) -> tuple[Insurance, ...]:
    """Return what a unit has to insure somebody in whom it takes on: all five, and the supplement of medical insurance
    where the area has one.

    Who works part-time (非全日制) and is not insured through the unit pays pension and medical insurance alone (Social
    Insurance Law, articles 10 and 23; Labour Contract Law, articles 68 to 72); what is left is work injury, which every
    unit owes for everybody who works for it (article 33).
    """
    if kind == EmploymentKind.PART_TIME:
        return (Insurance.INJURY,)
    supplement = (Insurance.SUPPLEMENT,) if with_supplement else ()
    return tuple(sorted((*EMPLOYEE_INSURANCES, *supplement)))
