"""基金: which insurances keep one account (Social Insurance Law, articles 64 and 66)."""

from enum import StrEnum

from insurance.rules.kinds import Insurance


class Fund(StrEnum):
    """A fund with books of its own. Medical and maternity insurance share one, every other insurance stands alone."""

    PENSION = "pension"
    UNEMPLOYMENT = "unemployment"
    INJURY = "injury"
    MEDICAL = "medical"
    SUPPLEMENT = "supplement"
    RESIDENT = "resident"


INSURANCES_OF = {
    Fund.PENSION: (Insurance.PENSION,),
    Fund.UNEMPLOYMENT: (Insurance.UNEMPLOYMENT,),
    Fund.INJURY: (Insurance.INJURY,),
    Fund.MEDICAL: (Insurance.MEDICAL, Insurance.MATERNITY),
    Fund.SUPPLEMENT: (Insurance.SUPPLEMENT,),
    Fund.RESIDENT: (Insurance.RESIDENT,),
}
"""The insurances whose money each fund holds."""
