"""What stops together."""

import pytest

from insurance.rules.kinds import EnrolmentKind, Insurance
from insurance.rules.stops import stopping_together

ALL = [Insurance.PENSION, Insurance.MEDICAL, Insurance.SUPPLEMENT, Insurance.INJURY]


@pytest.mark.parametrize(
    ("insurance", "kind", "running", "together"),
    [
        (110, "flexible", [110, 310, 330], (110,)),
        (310, "flexible", [110, 310, 330], (310, 330)),
        (330, "flexible", [110, 310, 330], (310, 330)),
        (310, "flexible", [110, 310], (310,)),
        (390, "resident", [110, 390], (390,)),
        (410, "employee", ALL, (110, 310, 330, 410)),
        (110, "flexible", [], ()),
    ],
)
def test_an_employment_stops_whole_and_medical_with_its_supplement(insurance, kind, running, together):
    assert stopping_together(Insurance(insurance), EnrolmentKind(kind), running) == together
