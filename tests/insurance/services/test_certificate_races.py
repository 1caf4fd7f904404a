"""Two at once: one certificate for one end, however the two meet."""

import pytest

from accounts.rules.roles import Agency
from insurance.models import Certificate
from insurance.services import certificates, declarations
from tests.factories import NOW, TODAY, DeclarationFactory, PersonFactory, UserFactory, employ
from tests.factories.certificates import CONTRACT
from tests.races import at_once, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 10


def waiting():
    """Return the part of a reduction that waits for the human resources agency."""
    operator, person = UserFactory(operator=True), PersonFactory()
    employ(person, operator.unit)
    made = DeclarationFactory(
        reduction=True,
        lodged_by=operator,
        parts__people=[person],
        parts__insurances=(110, 210, 410),
        parts__details=dict(CONTRACT),
    )
    return made.parts.get(agency=Agency.HRSS)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_accepted_twice_at_once_it_is_certified_once(round_):
    part = waiting()
    clerks = [UserFactory(clerk=True), UserFactory(clerk=True)]

    def accept(clerk):
        return lambda: declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=TODAY)

    outcomes = at_once(*map(accept, clerks))
    assert len(refusals(outcomes)) == 1
    assert list(Certificate.objects.values_list("state", flat=True)) == ["valid"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_revoked_twice_at_once_it_is_told_once(round_):
    part = waiting()
    declarations.accept(part.pk, actor=UserFactory(clerk=True), version=part.version, at=NOW, on=TODAY)
    line = part.declaration.lines.get()
    outcomes = at_once(*[lambda: certificates.withdraw_certificates([line], at=NOW)] * 2)
    assert sorted(outcomes) == [0, 1]
