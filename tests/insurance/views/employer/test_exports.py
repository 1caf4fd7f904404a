"""The roster as a file: asked for, written by the worker, fetched by who asked, gone after a day."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from insurance.models import Enrolment, RosterExport, RosterExportPiece
from insurance.rules.roster_exports import MOST_KEPT
from insurance.selectors.roster import RosterFilter, Standing
from insurance.selectors.roster_rows import export_rows
from insurance.services import roster_exports
from tests.factories import NOW, TODAY, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.insurance.views.employer.pages import attribute, refusals, sent
from tests.insurance.views.employer.test_staff import contributed, leave
from tests.visits import let_in

ADDRESS = "/employer/staff/export/"


def asked_for(browser, **answers) -> RosterExport:
    """Ask for a file through the form; return the export it made."""
    response = browser.post(ADDRESS, sent(**{"format": "csv", **answers}))
    assert response.status_code == 302, refusals(response)
    return RosterExport.objects.get(number=response.headers["Location"].split("/")[3])


def written(browser, **answers) -> bytes:
    """Ask for a file, let the worker write it, and fetch it."""
    export = asked_for(browser, **answers)
    assert roster_exports.write(export.pk)
    return b"".join(browser.get(f"/employer/exports/{export.number}/file/").streaming_content)


def test_nobody_collects_rosters_without_end(browser, employee):
    for _file in range(MOST_KEPT):
        asked_for(browser)
    refused = browser.post(ADDRESS, sent(format="csv"))
    assert (refused.status_code, refusals(refused)) == (422, {("error-summary", "export.many")})
    RosterExport.objects.update(expires_at=F("expires_at") - timedelta(days=2))
    asked_for(browser)


def test_the_list_of_files_takes_a_fixed_number_of_statements(browser, employee):
    counted = []
    for _more in range(2):
        asked_for(browser)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/employer/exports/")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 8


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_roster_leaves_as_csv(browser, operator, employee):
    contributed(employee, operator.unit, [7, 8])
    trap = PersonFactory(name="=HYPERLINK(1)")
    employ(trap, operator.unit)
    rows = rows_of(written(browser))
    assert [row[1] for row in rows[1:]] == [employee.name, "'=HYPERLINK(1)"]
    assert rows[1][2].startswith("379901********")
    assert rows[1][5:7] == ["8000.00", "8100.00"]
    entry = AuditEntry.objects.get(action="roster.exported")
    assert (entry.actor, entry.subject_number) == (operator, operator.unit.public_id)
    assert (entry.facts["people"], entry.facts["whole_numbers"]) == (2, False)


def test_the_roster_leaves_as_a_workbook_with_the_people_of_the_filters(browser, operator, employee):
    gone = PersonFactory()
    employ(gone, operator.unit)
    leave(gone)
    content = written(browser, format="xlsx", status="left", left="2026-09")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[2:]] == [gone.name]


def test_whole_numbers_need_a_purpose_and_are_noted(browser, employee):
    response = browser.post(ADDRESS, sent(format="csv", with_numbers="on", purpose=" 报 "))
    assert (response.status_code, refusals(response)) == (422, {("purpose", "export.purpose_missing")})
    assert not RosterExport.objects.exists()
    rows = rows_of(written(browser, with_numbers="on", purpose="办理工会会员登记"))
    assert rows[1][2] == employee.identity_number
    facts = AuditEntry.objects.get(action="roster.exported").facts
    assert (facts["whole_numbers"], facts["purpose"]) == (True, "办理工会会员登记")


def test_a_purpose_without_whole_numbers_is_not_kept(browser, employee):
    assert asked_for(browser, purpose="随便写写的说明").purpose == ""


def test_the_same_form_twice_makes_one_file(browser, employee):
    form = sent(format="csv")
    first, second = (browser.post(ADDRESS, form).headers["Location"] for _ in range(2))
    assert first == second
    assert RosterExport.objects.count() == 1


def test_what_was_typed_stays_when_the_form_comes_back(browser, employee):
    page = browser.post(ADDRESS, sent(format="csv", with_numbers="on", purpose="短", status="left")).content.decode()
    assert 'value="短"' in page
    assert '<input type="hidden" name="status" value="left">' in page


def test_the_page_tells_how_far_the_worker_is(browser, operator, employee):
    export = asked_for(browser)
    page = browser.get(f"/employer/exports/{export.number}/")
    assert attribute(page, "state") == "waiting"
    assert "<progress" in page.content.decode()
    assert browser.get(f"/employer/exports/{export.number}/file/").status_code == 404
    roster_exports.write(export.pk)
    page = browser.get(f"/employer/exports/{export.number}/")
    assert attribute(page, "state") == "ready"
    assert f"/employer/exports/{export.number}/file/" in page.content.decode()
    listed = browser.get("/employer/exports/")
    assert attribute(listed, "total") == "1"


def test_a_file_belongs_to_who_asked_for_it(browser, operator, employee):
    export = asked_for(browser)
    roster_exports.write(export.pk)
    colleague, outsider = UserFactory(operator=True, unit=operator.unit), UserFactory(operator=True)
    for other in colleague, outsider:
        for page in ("", "file/"):
            assert let_in(other).get(f"/employer/exports/{export.number}/{page}").status_code == 404
        assert attribute(let_in(other).get("/employer/exports/"), "total") == "0"


def test_the_file_is_encrypted_at_rest_and_gone_after_a_day(browser, employee):
    export = asked_for(browser)
    roster_exports.write(export.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM insurance_rosterexportpiece")
        [(stored,)] = cursor.fetchall()
    assert employee.name.encode() not in bytes(stored)
    before = NOW + timedelta(hours=24)
    assert roster_exports.overdue(before - timedelta(minutes=1) + (export.asked_at - NOW)) == []
    assert roster_exports.overdue(export.expires_at) == [export.pk]
    roster_exports.expire(export.pk)
    assert not RosterExportPiece.objects.exists()
    assert attribute(browser.get(f"/employer/exports/{export.number}/"), "state") == "expired"
    assert browser.get(f"/employer/exports/{export.number}/file/").status_code == 404


def test_a_second_worker_changes_nothing(browser, employee):
    export = asked_for(browser)
    assert roster_exports.write(export.pk)
    pieces = list(RosterExportPiece.objects.values_list("pk", flat=True))
    assert not roster_exports.write(export.pk)
    assert list(RosterExportPiece.objects.values_list("pk", flat=True)) == pieces


def test_a_worker_that_died_half_way_leaves_nothing_and_the_next_one_starts_over(browser, operator, employee):
    export = asked_for(browser)
    RosterExport.objects.filter(pk=export.pk).update(state="running", written=1)
    assert attribute(browser.get(f"/employer/exports/{export.number}/"), "state") == "running"
    assert roster_exports.write(export.pk)
    export.refresh_from_db()
    assert (export.state, export.written, export.people) == ("ready", 1, 1)


def crowd(unit, count):
    people = PersonFactory.build_batch(count)
    type(people[0]).objects.bulk_create(people)
    area = unit.registration.area
    Enrolment.objects.bulk_create(
        EnrolmentFactory.build(person=person, unit=unit, area=area, kind="employee", insurance=insurance)
        for person in people
        for insurance in (110, 310)
    )


@pytest.mark.parametrize("count", [1, 2500])
def test_reading_a_roster_costs_three_statements_however_long_it_is(operator, count):
    crowd(operator.unit, count)
    with CaptureQueriesContext(connection) as asked:
        found = list(export_rows(operator.unit, RosterFilter(), on=TODAY))
    assert len(found) == count
    assert len(asked) <= 3


def test_the_rows_say_what_the_roster_says(operator, employee):
    leaving, gone = PersonFactory(), PersonFactory()
    for person in leaving, gone:
        employ(person, operator.unit)
    Enrolment.objects.filter(person=leaving).update(
        stop_month="2026-11-01", covered_until="2026-11-01", end_reason="14"
    )
    leave(gone)
    found = export_rows(operator.unit, RosterFilter(standing=Standing.ALL), on=TODAY)
    assert [(one.name, one.state) for one in found] == [
        (employee.name, "insured"),
        (leaving.name, "stopping"),
        (gone.name, "stopped"),
    ]
