"""The exchange desk and the counter: units come into the hall, change and end."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry, Notice, Unit, User
from accounts.rules.roles import Role
from insurance.models import RegistryNotice
from insurance.rules.kinds import UnitStatus
from insurance.services import registry
from insurance.services.loaded_files import Loaded
from tests.factories import NOW, TODAY, UnitFactory, UserFactory
from tests.factories.parties import credit_code
from tests.factories.record import AreaFactory
from tests.insurance.views.employer.pages import codes_of, sent
from tests.visits import let_in

HEAD = "event,credit_code,name,unit_type,representative,happened_on,address,authority,area"
CODE = credit_code(900_001)
FOUNDED = f"founded,{CODE},云州新程物流有限公司,10,邹立,2026-08-27,云州市滨河路8号,云州市市场监督管理局,379901"
LOAD = "/admin/insurance/registrynotice/load/"


@pytest.fixture(autouse=True)
def area(settings, db):
    settings.HALL_TODAY = TODAY
    return AreaFactory()


@pytest.fixture
def exchange():
    return UserFactory(staff=True, roles=[Role.EXCHANGE_OPERATOR])


def cells(line: str) -> dict[str, str]:
    return dict(zip(HEAD.split(","), line.split(","), strict=True))


def load(actor, *lines: str) -> Loaded:
    return registry.load_rows([(n, cells(line)) for n, line in enumerate(lines, 2)], actor=actor, at=NOW, on=TODAY)


def upload(browser, text: str, encoding: str = "utf-8"):
    return browser.post(LOAD, sent(file=SimpleUploadedFile("registry.csv", text.encode(encoding), "text/csv")))


def form_of(page) -> str:
    """Return the page's own form."""
    main = page.content.decode().partition("<main")[2]
    return main.partition("<form")[2].partition("</form>")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_founded_unit_waits_for_its_registration(exchange, encoding):
    assert "csrfmiddlewaretoken" in form_of(let_in(exchange).get(LOAD))
    page = upload(let_in(exchange), f"{HEAD}\r\n{FOUNDED}\r\n\r\n", encoding)
    assert page.status_code == 200
    unit = Unit.objects.get(credit_code=CODE)
    registration = unit.registration
    assert (registration.status, registration.injury_class) == (UnitStatus.NOT_INSURED, None)
    assert (unit.founded_on, registration.representative_name) == (date(2026, 8, 27), "邹立")
    assert registration.address == "云州市滨河路8号"
    assert RegistryNotice.objects.get().outcome == "opened"
    assert AuditEntry.objects.get(action="registry.loaded").facts == {"loaded": 1, "unchanged": 0, "faults": 0}


def test_every_row_is_loaded_known_or_reported_and_twice_changes_nothing(exchange):
    wrong = [
        FOUNDED.replace("founded", "born"),
        FOUNDED.replace(CODE, CODE[:-1] + "A"),
        FOUNDED.replace(",10,", ",40,"),
        FOUNDED.replace("2026-08-27", "2026-09-31"),
        FOUNDED.replace("2026-08-27", "2026-09-11"),
        FOUNDED.replace("云州新程物流有限公司", ""),
        FOUNDED.replace("云州新程物流有限公司", "云州\x07新程"),
        FOUNDED.replace(CODE, credit_code(900_002)).replace(",379901", ",110000"),
        FOUNDED.replace(CODE, credit_code(900_003)).replace("founded", "ended"),
    ]
    first = load(exchange, FOUNDED, FOUNDED, *wrong)
    assert (first.loaded, first.unchanged, first.rows) == (1, 1, 11)
    assert [(line, fault.code) for line, fault in first.faults] == [
        (4, "registry.event"),
        (5, "credit_code.check"),
        (6, "unit.type_against_code"),
        (7, "registry.day"),
        (8, "registry.day_ahead"),
        (9, "registry.missing"),
        (10, "registry.text"),
        (11, "registry.area"),
        (12, "registry.unit"),
    ]
    again = load(exchange, FOUNDED)
    assert (again.loaded, again.unchanged, RegistryNotice.objects.count()) == (0, 1, 1)


def changed_row(unit, name: str, representative: str) -> str:
    return f"changed,{unit.credit_code},{name},10,{representative},2026-09-01,云州市新街2号,云州市市场监督管理局,379901"


def test_a_change_updates_the_address_and_asks_the_unit_for_the_name(exchange):
    unit = UnitFactory()
    load(exchange, changed_row(unit, "云州改名有限公司", "李四海"))
    unit.refresh_from_db()
    assert (unit.name == "云州改名有限公司", unit.registration.address) == (False, "云州市新街2号")
    assert RegistryNotice.objects.get().outcome == "to_declare"
    assert Notice.objects.get(unit=unit).facts["limit"] == "2026-10-05"
    page = let_in(UserFactory(operator=True, unit=unit)).get("/employer/profile/change/").content.decode()
    assert "云州改名有限公司" in page
    assert "李四海" in page


def test_only_brackets_of_another_width_are_no_change(exchange):
    unit = UnitFactory(name="云州（新程）有限公司")
    load(exchange, changed_row(unit, "云州(新程)有限公司", ""))
    assert RegistryNotice.objects.get().outcome == "updated"


def test_an_end_asks_the_unit_to_cancel_and_closes_one_that_never_registered(exchange):
    unit = UnitFactory()
    row = f"ended,{unit.credit_code},{unit.name},,,2026-09-01,,云州市市场监督管理局,379901"
    load(exchange, row, FOUNDED, FOUNDED.replace("founded", "ended").replace("2026-08-27", "2026-09-05"))
    assert list(RegistryNotice.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "to_cancel",
        "opened",
        "closed",
    ]
    assert Unit.objects.get(credit_code=CODE).closed_on == date(2026, 9, 5)
    page = let_in(UserFactory(operator=True, unit=unit)).get("/employer/registration/").content.decode()
    assert "/employer/registration/cancel/" in page


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00\x00", "registry.file_encoding"),
        (b"event,credit_code\r\n", "registry.file_columns"),
        (b"", "required"),
        (b"a" * 200_000, "registry.file_encoding"),
        (b"x" * 5_000_001, "registry.file_large"),
        (b"PK\x03\x04" + bytes(200), "registry.file_encoding"),
    ],
)
def test_what_is_no_file_of_a_registry_is_refused(exchange, content, code):
    file = SimpleUploadedFile("x.csv", content, "text/csv")
    response = let_in(exchange).post(LOAD, {**sent(), "file": file} if content else sent())
    assert response.status_code == 422
    assert code in codes_of(response)


def test_only_the_exchange_desk_loads():
    assert upload(let_in(UserFactory(clerk=True)), f"{HEAD}\r\n{FOUNDED}\r\n").status_code == 403
    assert not Unit.objects.filter(credit_code=CODE).exists()


NEW = {
    "credit_code": CODE,
    "name": "云州新程物流有限公司",
    "founded_on": "2026-08-27",
    "unit_type": "10",
    "area": "379901",
    "operator": "zouli",
    "operator_name": "邹立",
    "licence_seen": "on",
}


def test_the_counter_enters_a_unit_with_its_first_operator():
    clerk = let_in(UserFactory(clerk=True))
    assert "csrfmiddlewaretoken" in form_of(clerk.get("/admin/accounts/unit/new/"))
    page = clerk.post("/admin/accounts/unit/new/", sent(**NEW))
    assert (page.status_code, "no-store" in page.headers["Cache-Control"]) == (200, True)
    unit = Unit.objects.get(credit_code=CODE)
    assert unit.registration.status == UnitStatus.NOT_INSURED
    assert "manage_operators" in User.objects.get(unit=unit).rights
    known = clerk.post("/admin/accounts/unit/new/", sent(**NEW))
    assert (known.status_code, codes_of(known)) == (422, {"unit.known"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credit_code": CODE[:-1] + "A"}, "credit_code.check"),
        ({"unit_type": "50"}, "unit.type_against_code"),
        ({"founded_on": "2026-09-11"}, "unit.founded_ahead"),
        ({"licence_seen": ""}, "required"),
    ],
)
def test_the_counter_is_told_what_cannot_be(changes, code):
    response = let_in(UserFactory(clerk=True)).post("/admin/accounts/unit/new/", sent(**NEW | changes))
    assert (response.status_code, codes_of(response)) == (422, {code})
    assert not Unit.objects.filter(credit_code=CODE).exists()
