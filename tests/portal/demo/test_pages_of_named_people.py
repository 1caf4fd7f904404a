"""Every page of every named person of the demo city opens, in both languages and without a fault."""

from collections.abc import Iterator

import pytest

from accounts.middleware import LANGUAGE_COOKIE
from accounts.models import User
from accounts.rules.roles import UserKind
from insurance.models import Enrolment, UnitRequest
from tests.factories import TODAY
from tests.faults import none_of
from tests.test_pages import LANGUAGES, page_faults
from tests.visits import let_in

pytestmark = pytest.mark.django_db

OF_ACCOUNTS = ["/accounts/inbox/", "/accounts/sessions/", "/accounts/password/"]
OF_CITIZENS = [
    "/me/",
    "/me/insurance/",
    f"/me/insurance/?on={TODAY.year - 2}-06-30",
    "/me/contributions/",
    f"/me/contributions/?year={TODAY.year - 2}",
    "/me/stop-insurance/",
    "/me/declarations/",
    "/me/access-log/",
    *OF_ACCOUNTS,
]
OF_OPERATORS = [
    "/employer/",
    "/employer/staff/",
    "/employer/reductions/new/",
    "/employer/declarations/",
    *OF_ACCOUNTS,
]
STAFF_SHOWN = 3


def pages_of(user: User) -> Iterator[str]:
    """Yield the addresses of everything that belongs to a demo account."""
    if user.kind == UserKind.CITIZEN:
        yield from OF_CITIZENS
        yield from (f"/me/declarations/{made.number}/" for made in user.person.declarations.all())
        return
    yield from OF_OPERATORS
    yield from (f"/employer/declarations/{made.number}/" for made in user.unit.declarations.all())
    yield from (
        f"/employer/stop-requests/{request.declaration.number}/"
        for request in UnitRequest.objects.filter(unit=user.unit).select_related("declaration")
    )
    staff = Enrolment.objects.filter(unit=user.unit).order_by("person").values_list("person__public_id", flat=True)
    yield from (f"/employer/staff/{public_id}/" for public_id in staff.distinct()[:STAFF_SHOWN])


def faults_of(user: User, language: str) -> Iterator[str]:
    client = let_in(user)
    client.cookies[LANGUAGE_COOKIE] = language
    user.language = language
    user.save(update_fields=["language"])
    for address in pages_of(user):
        answer = client.get(address)
        if answer.status_code != 200:
            yield f"{user} {address}: {answer.status_code}"
            continue
        yield from (f"{user} {address} {fault}" for fault in page_faults(answer.content.decode(), LANGUAGES[language]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [UserKind.CITIZEN, UserKind.OPERATOR])
def test_every_page_of_every_named_person_is_sound(demo_city, settings, kind, language):
    settings.HALL_TODAY = TODAY
    none_of(fault for user in User.objects.filter(kind=kind, is_demo=True) for fault in faults_of(user, language))
