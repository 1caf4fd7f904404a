"""A reduction is declared, accepted, takes effect and is taken back; after every step all pages and records agree."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.rules.roles import Agency
from accounts.services import audit
from insurance.models import Certificate, ClosedMonth, DeclarationPart
from insurance.rules.months import Month
from insurance.selectors.insurance_picture import Status, insurance_picture
from insurance.selectors.next_bill import next_bill
from insurance.services import declarations, due
from tests.factories import NOW, TODAY, AreaFactory, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.insurance.views.employer.pages import attribute, codes_of, sent, submitted
from tests.visits import let_in

pytestmark = pytest.mark.django_db

OCTOBER, NINTH = date(2026, 10, 1), date(2026, 10, 9)


@pytest.fixture
def people():
    put_policy(AreaFactory())
    operator, leaving = UserFactory(operator=True), UserFactory()
    for person in (leaving.person, PersonFactory()):
        employ(person, operator.unit)
    return operator, leaving


def accept_all(number, on):
    for part in DeclarationPart.objects.filter(declaration__number=number):
        clerk = UserFactory(clerk=True, agency=part.agency)
        declarations.accept(part.pk, actor=clerk, version=part.version, at=NOW, on=on)


class Eyes:
    """Everybody who looks at one person in one unit."""

    def __init__(self, operator, citizen, settings):
        self.operator, self.citizen, self.settings = operator, citizen, settings
        self.at_the_unit, self.at_home = let_in(operator), let_in(citizen)

    def go_to(self, day):
        self.settings.HALL_TODAY = day
        due.run_due(on=day, at=NOW)

    def see(self) -> dict:
        """Return what roster, person's pages, next bill and certificates say today."""
        person = self.citizen.person
        member = self.at_the_unit.get(f"/employer/staff/{person.public_id}/")
        on = self.settings.HALL_TODAY
        own = {row.status for row in insurance_picture(person.pk, on=on, today=on)}
        return {
            "roster": int(attribute(self.at_the_unit.get("/employer/staff/"), "total")),
            "member": attribute(member, "state"),
            "own": "stopping" if Status.STOPPING in own else "stopped" if Status.STOPPED in own else "insured",
            "october": next_bill(self.operator.unit, Month.of(OCTOBER), on=on).people,
            "certificates": Certificate.objects.filter(person=person, state="valid").count(),
        }


def test_everything_agrees_at_every_instant(people, settings):
    operator, citizen = people
    eyes = Eyes(operator, citizen, settings)
    eyes.go_to(TODAY)
    at_rest = {"roster": 2, "member": "insured", "own": "insured", "october": 2, "certificates": 0}
    assert eyes.see() == at_rest

    number = submitted(eyes.at_the_unit, citizen.person)
    case = f"/employer/declarations/{number}/"
    assert eyes.see() == {**at_rest, "member": "stopping"}

    accept_all(number, TODAY)
    assert eyes.see() == {**at_rest, "member": "stopping", "own": "stopping", "october": 1, "certificates": 1}

    eyes.go_to(OCTOBER)
    assert eyes.see() == {"roster": 1, "member": "stopped", "own": "stopped", "october": 1, "certificates": 1}
    assert attribute(eyes.at_the_unit.get(case), "state") == "effective"

    eyes.go_to(NINTH)
    assert eyes.at_the_unit.post(f"{case}undo/", sent()).headers["Location"] == case
    assert eyes.see() == at_rest
    page = eyes.at_the_unit.get(case)
    assert attribute(page, "state") == "undone"
    assert "2026年10月1日" in page.content.decode(), "when it took effect stays on record"
    assert attribute(eyes.at_home.get(f"/me/reductions/{number}/"), "state") == "undone"
    assert f"/me/reductions/{number}/" in eyes.at_home.get("/me/insurance/").content.decode()

    acts = AuditEntry.objects.filter(subject_number=number, action__startswith="declaration.").order_by("pk")
    assert acts.values_list("action", flat=True).last() == "declaration.undone"
    audit.seal_all()
    assert audit.first_break() is None


def test_after_the_books_are_closed_a_correction_lets_it_go_on(people, settings):
    operator, citizen = people
    eyes = Eyes(operator, citizen, settings)
    eyes.go_to(TODAY)
    number = submitted(eyes.at_the_unit, citizen.person)
    accept_all(number, TODAY)
    eyes.go_to(OCTOBER)
    ClosedMonth.objects.create(area=AreaFactory(), month=OCTOBER, closed_on=date(2026, 11, 2))
    eyes.go_to(date(2026, 11, 9))

    case = f"/employer/declarations/{number}/"
    assert codes_of(eyes.at_the_unit.post(f"{case}undo/", sent())) == {"undo.month_closed"}
    form = f"{case}correction/"
    assert form in eyes.at_the_unit.get(case).content.decode()
    assert codes_of(eyes.at_the_unit.post(form, sent())) == {
        "correction.people_missing", "correction.wrong_missing", "correction.text_short",
    }  # fmt: skip
    answers = {"people": [citizen.person.public_id], "wrong": "still_employed", "text": "人事误报，该职工一直在岗。"}
    check = eyes.at_the_unit.post(form, sent(**answers)).headers["Location"]
    assert "2026年10月" in eyes.at_the_unit.get(check).content.decode(), "the month that is charged later"
    correction = eyes.at_the_unit.post(check, sent()).headers["Location"]
    assert attribute(eyes.at_the_unit.get(correction), "state") == "submitted"

    accept_all(correction.split("/")[3], date(2026, 11, 9))
    assert attribute(eyes.at_the_unit.get(correction), "state") == "effective"
    assert attribute(eyes.at_the_unit.get(case), "state") == "undone"
    seen = eyes.see()
    assert (seen["roster"], seen["member"], seen["certificates"]) == (2, "insured", 0)
    assert next_bill(operator.unit, Month(2026, 11), on=date(2026, 11, 9)).people == 2


def test_a_person_of_another_unit_is_nobody(people, settings):
    operator, citizen = people
    eyes = Eyes(operator, citizen, settings)
    eyes.go_to(TODAY)
    number = submitted(eyes.at_the_unit, citizen.person)
    accept_all(number, OCTOBER)
    outsider = let_in(UserFactory(operator=True))
    for act in ("undo", "correction"):
        assert outsider.post(f"/employer/declarations/{number}/{act}/", sent()).status_code == 404
    answer = eyes.at_the_unit.post(f"/employer/declarations/{number}/undo/", sent(people=["P99999999"]))
    assert codes_of(answer) == {"undo.nothing_in_effect"}
    assert DeclarationPart.objects.filter(agency=Agency.HRSS, state="effective").exists()
