"""A unit with an operator and an employee, on a Thursday with the window open."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import TODAY, PersonFactory, UserFactory, employ
from tests.factories.residents import name_agent
from tests.visits import let_in


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.HALL_TODAY = TODAY


@pytest.fixture
def operator(db):
    return UserFactory(operator=True)


@pytest.fixture
def employee(operator):
    person = PersonFactory()
    employ(person, operator.unit)
    return person


@pytest.fixture
def browser(operator):
    return let_in(operator)


@pytest.fixture
def committee(db):
    """Whoever lists and pays for the residents of a village, reading English."""
    operator = UserFactory(operator=True, language="en")
    name_agent(operator)
    return operator


@pytest.fixture
def picture():
    """Return a function that makes a small PNG file of a name; every one of another colour."""
    made = iter(range(256))

    def upload(name: str) -> SimpleUploadedFile:
        content = BytesIO()
        Image.new("RGB", (8, 8), (next(made), 80, 160)).save(content, "PNG")
        return SimpleUploadedFile(name, content.getvalue(), "image/png")

    return upload
