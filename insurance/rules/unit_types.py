"""单位类型 (AAB019): what kind of body a unit is."""

from enum import StrEnum


class UnitType(StrEnum):
    """The kinds of body that employ people and register themselves."""

    ENTERPRISE = "10"
    PUBLIC_INSTITUTION = "20"
    STATE_ORGAN = "30"
    SOCIAL_GROUP = "40"
    PRIVATE_NON_ENTERPRISE = "50"
    INDIVIDUAL_BUSINESS = "60"


AUTHORITY_OF_CODE = {
    "1": (UnitType.PUBLIC_INSTITUTION, UnitType.STATE_ORGAN),
    "5": (UnitType.SOCIAL_GROUP, UnitType.PRIVATE_NON_ENTERPRISE),
    "9": (UnitType.ENTERPRISE, UnitType.INDIVIDUAL_BUSINESS),
}
"""Which types the first character of the credit code allows (GB 32100-2015): establishment office, civil affairs, market
supervision. Other authorities register bodies of any type."""


def fits_code(unit_type: UnitType, credit_code: str) -> bool:
    """Return whether the authority that gave the code registers bodies of this type."""
    allowed = AUTHORITY_OF_CODE.get(credit_code[:1])
    return allowed is None or unit_type in allowed
