"""A stored file is sent to whom it belongs and to the staff who decide, as a download no browser runs."""

from io import BytesIO

import pytest
from PIL import Image

from accounts.models import AccessEntry, AuditEntry
from accounts.rules.roles import Agency, Role
from insurance.services import attachments
from insurance.services.attachments import Upload
from tests.factories import NOW, DeclarationFactory, UserFactory
from tests.visits import let_in

pytestmark = pytest.mark.django_db


def stored(declaration):
    content = BytesIO()
    Image.new("RGB", (8, 8), (10, 80, 160)).save(content, "PNG")
    upload = Upload("离职证明.png", content.getvalue())
    (attachment,) = attachments.attach(declaration, [upload], actor=declaration.lodged_by, at=NOW)
    return attachment


def address(attachment) -> str:
    return f"/attachments/{attachment.pk}/"


def test_the_unit_gets_its_file_as_a_sandboxed_download():
    operator = UserFactory(operator=True)
    file = stored(DeclarationFactory(reduction=True, lodged_by=operator, parts__people=[UserFactory().person]))
    response = let_in(UserFactory(operator=True, unit=operator.unit)).get(address(file))
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG")
    headers = response.headers
    assert headers["Content-Disposition"].startswith("attachment; filename*=")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


def test_a_citizen_gets_their_own_file_only():
    citizen = UserFactory()
    file = stored(DeclarationFactory(lodged_by=citizen))
    assert let_in(citizen).get(address(file)).status_code == 200
    assert let_in(UserFactory()).get(address(file)).status_code == 404
    assert let_in(UserFactory(operator=True)).get(address(file)).status_code == 404


def test_a_stranger_is_led_to_the_door(client):
    file = stored(DeclarationFactory())
    response = client.get(address(file))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("staff", "status"),
    [
        ({"clerk": True, "agency": Agency.HRSS}, 200),
        ({"clerk": True, "agency": Agency.MEDICAL}, 404),
        ({"supervisor": True}, 200),
        ({"staff": True, "roles": [Role.CONTENT_EDITOR]}, 404),
    ],
)
def test_staff_get_the_files_of_the_cases_they_may_see_and_it_is_noted(staff, status):
    file = stored(DeclarationFactory())
    assert let_in(UserFactory(**staff)).get(address(file)).status_code == status
    assert AuditEntry.objects.filter(action="attachment.read").exists() == (status == 200)
    seen = AccessEntry.objects.filter(person=file.declaration.person, reference=file.declaration.number)
    assert seen.exists() == (status == 200), "the person sees it as well"


def test_staff_do_not_see_what_was_never_submitted():
    file = stored(DeclarationFactory(parts__state="draft", submitted_at=None))
    assert let_in(UserFactory(clerk=True)).get(address(file)).status_code == 404
