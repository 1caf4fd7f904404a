"""Declaring by table over HTTP: the way in, every state of a table, what is refused and what is kept."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import AuditEntry
from accounts.rules.roles import OperatorRight
from insurance.models import Batch, BatchRow, Declaration
from insurance.rules.findings import Verdict
from insurance.services import batch_checking, batch_filing, batches
from insurance.wording_batches import UNREADABLE, VERDICT_NAMES
from insurance.wording_templates import FILED_NAMES
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.batches import LEAVING_HEADINGS, checked, filed, hand_in, leaving, staff_of, table
from tests.insurance.views.employer.pages import hidden, refusals, sent
from tests.visits import let_in

ADDRESS = "/employer/reductions/batch/"


@pytest.fixture
def staff(operator):
    return staff_of(operator.unit, 3)


def page_of(batch) -> str:
    return f"/employer/batches/{batch.public_id}/"


def upload(browser, content: bytes, name="减员.csv"):
    return browser.post(ADDRESS, sent(file=SimpleUploadedFile(name, content)))


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition(">")[0]


def test_an_upload_leads_to_its_page(browser, staff):
    response = upload(browser, table([leaving(staff[0])]))
    batch = Batch.objects.get()
    assert (response.status_code, response.url) == (302, page_of(batch))
    page = browser.get(response.url)
    assert 'data-kind="batch"' in main_of(page)
    assert f'data-number="{batch.public_id}"' in main_of(page)
    assert 'data-state="uploaded"' in main_of(page)
    assert page.headers["Refresh"]


@pytest.mark.parametrize(
    ("file", "code"),
    [(None, "batch.file_missing"), (b"", "batch.empty"), (b"x" * 101, "batch.too_large")],
)
def test_a_file_that_is_none_is_refused_beside_the_field(browser, settings, file, code):
    settings.HALL_WORKBOOK_BYTES = 100
    chosen = {} if file is None else {"file": SimpleUploadedFile("a.csv", file)}
    response = browser.post(ADDRESS, sent(**chosen))
    assert response.status_code == 422
    assert ("file", code) in refusals(response)


def test_progress_is_told_and_then_the_page_is_renewed(browser, operator, staff):
    batch = hand_in(operator, table([leaving(one) for one in staff]))
    Batch.objects.filter(pk=batch.pk).update(state="checking", rows_total=3, rows_done=2)
    page = browser.get(page_of(batch), headers={"HX-Request": "true"}).content.decode()
    assert '<progress max="3" value="2"' in page
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    assert browser.get(page_of(batch), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_preview_tells_the_difference_and_every_row(browser, operator, staff):
    batch = checked(operator, table([leaving(staff[0]), leaving(PersonFactory())]))
    page = browser.get(page_of(batch))
    text = page.content.decode()
    assert 'data-state="checked"' in main_of(page)
    assert 'data-total="2"' in main_of(page)
    assert 'data-code="R003"' in text
    assert staff[0].identity_number not in text
    passing = browser.get(page_of(batch) + "?verdict=warn").content.decode()
    assert staff[0].name in passing
    assert 'data-code="R029"' in passing


def choice(browser, batch, **answers):
    seen = hidden(browser.get(page_of(batch)), "seen")
    return browser.post(page_of(batch), sent(seen=seen, **{"scope": "good", **answers}))


def test_a_choice_is_submitted_and_filed(browser, operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    response = choice(browser, batch, acknowledged="on")
    assert (response.status_code, response.url) == (302, page_of(batch))
    assert 'data-state="submitted"' in main_of(browser.get(page_of(batch)))
    batch_filing.apply(batch.pk, at=NOW, on=TODAY)
    page = browser.get(page_of(batch))
    assert 'data-state="applied"' in main_of(page)
    assert f"/employer/declarations/{Declaration.objects.get().number}/" in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, ("acknowledged", "not_acknowledged")),
        ({"acknowledged": "on", "scope": "all"}, ("scope", "batch.rows_refused")),
        ({"acknowledged": "on", "scope": ""}, ("scope", "required")),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused_beside_its_field(browser, operator, staff, answers, code):
    batch = checked(operator, table([leaving(staff[0]), leaving(PersonFactory())]))
    response = choice(browser, batch, **answers)
    assert response.status_code == 422
    assert code in refusals(response)
    assert Batch.objects.get().state == "checked"


def test_one_form_sent_many_times_has_one_effect(browser, operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    answers = sent(seen=hidden(browser.get(page_of(batch)), "seen"), scope="good", acknowledged="on")
    for _time in range(3):
        assert browser.post(page_of(batch), answers).status_code == 302
    batch_filing.apply(batch.pk, at=NOW, on=TODAY)
    assert Declaration.objects.count() == 1


def test_the_same_table_leads_to_the_first_one_and_says_so(browser, operator, staff):
    rows = [leaving(one) for one in staff]
    first = checked(operator, table(rows))
    second = checked(operator, table(rows[::-1]))
    page = browser.get(page_of(second), follow=True)
    assert page.redirect_chain == [(f"{page_of(first)}?again=1", 302)]
    assert 'data-code="batch.same_file"' in page.content.decode()
    assert upload(browser, table(rows)).url == f"{page_of(first)}?again=1"


def test_a_changed_roster_is_told_with_the_new_difference(browser, operator, staff):
    batch = checked(operator, table([leaving(one) for one in staff]))
    staff[0].enrolments.update(stop_month="2026-10-01", covered_until="2026-10-01", end_reason="14")
    filed(batch, operator)
    text = browser.get(page_of(batch)).content.decode()
    assert 'data-code="R030"' in text
    assert 'data-code="R004"' in text


def test_a_refused_file_says_why_and_what_to_do(browser, operator):
    batch = checked(operator, b"<html><table></table></html>", "a.xls")
    page = browser.get(page_of(batch))
    assert 'data-state="discarded"' in main_of(page)
    assert 'data-code="workbook.web_page"' in page.content.decode()


def test_unknown_headings_are_named_once(browser, operator, staff):
    batch = checked(operator, table([leaving(staff[0])], ["谁", *LEAVING_HEADINGS[1:]]))
    page = browser.get(page_of(batch))
    assert 'data-state="unmatched"' in main_of(page)
    assert "谁" in page.content.decode()
    answers = {"column_1": "id_number", "column_2": "reason", "column_3": "ended_on"}
    refused = browser.post(page_of(batch) + "columns/", sent(**answers))
    assert refused.status_code == 422
    assert "batch.column_missing" in {code for _place, code in refusals(refused)}
    assert browser.post(page_of(batch) + "columns/", sent(**answers, column_0="name")).status_code == 302
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    assert 'data-state="checked"' in main_of(browser.get(page_of(batch)))


def test_columns_that_were_read_wrongly_are_named_anew_from_the_preview(browser, operator, staff):
    batch = checked(operator, table([(*leaving(staff[0]), "x")], [*LEAVING_HEADINGS, "别的"]))
    page = browser.get(page_of(batch)).content.decode()
    assert f'action="{page_of(batch)}columns/"' in page
    meant = ["name", "id_number", "reason", "ended_on", "contract_from", "", "years_in_unit", "post"]
    answers = {f"column_{place}": column for place, column in enumerate(meant)}
    assert browser.post(page_of(batch) + "columns/", sent(**{**answers, "column_0": ""})).status_code == 422
    assert browser.post(page_of(batch) + "columns/", sent(**answers)).status_code == 302
    batch_checking.check(batch.pk, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, batch.columns["post"]) == ("checked", 7)


def test_a_table_is_put_aside(browser, operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    assert browser.post(page_of(batch) + "discard/", sent()).status_code == 302
    assert 'data-state="discarded"' in main_of(browser.get(page_of(batch)))


def test_what_came_too_late_is_said_on_the_page(browser, operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0])])), operator)
    response = browser.post(page_of(batch) + "discard/", sent())
    assert response.status_code == 422
    assert "batch.not_now" in {code for _place, code in refusals(response)}


def test_another_unit_finds_nothing(operator, staff):
    batch = checked(operator, table([leaving(staff[0])]))
    stranger = let_in(UserFactory(operator=True))
    for address in ("", "columns/", "discard/", "check/"):
        response = stranger.get(page_of(batch)) if not address else stranger.post(page_of(batch) + address, sent())
        assert response.status_code == 404


def test_who_may_only_prepare_is_told_who_submits(operator, staff):
    preparer = UserFactory(operator=True, unit=operator.unit, rights=[OperatorRight.PREPARE])
    batch = checked(preparer, table([leaving(staff[0])]))
    text = let_in(preparer).get(page_of(batch)).content.decode()
    assert operator.name in text
    assert 'name="scope"' not in text


def test_rows_are_paged_by_key_in_a_fixed_number_of_statements(browser, operator):
    seen = []
    for size in (1, 45):
        people = staff_of(operator.unit, size)
        batch = checked(operator, table([leaving(one) for one in people]))
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(page_of(batch)).content.decode()
        seen.append(len(asked))
        assert f'data-total="{size}"' in page
    assert seen[0] == seen[1] <= 8
    assert "?verdict=warn&amp;after=21#rows" in page
    assert people[20].name in browser.get(page_of(batch) + "?verdict=warn&after=21").content.decode()


def test_the_list_of_tables_takes_a_fixed_number_of_statements(browser, operator, staff):
    seen = []
    for time in range(2):
        for one in range(1 + 20 * time):
            Batch.objects.create(
                unit=operator.unit,
                kind="reduction",
                state="discarded",
                period=TODAY.replace(day=1),
                file_name=f"{one}.csv",
                content_digest=b"1",
                uploaded_by=operator,
                uploaded_at=NOW,
                ended_at=NOW,
            )
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(ADDRESS).content.decode()
        seen.append(len(asked))
    assert seen[0] == seen[1] <= 8
    assert 'rel="next"' in page


def test_rows_that_were_dropped_are_said_to_be_gone(browser, operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0])])), operator)
    batches.drop_old(at=NOW + timedelta(days=31))
    assert browser.get(page_of(batch)).status_code == 200
    assert not BatchRow.objects.exists()


def sheet_of(response) -> str:
    """Return all the words of a workbook."""
    with ZipFile(BytesIO(response.content)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return "".join(package.read(name).decode() for name in names)


def test_the_template_comes_empty_or_with_the_staff_but_without_their_numbers(browser, operator, staff):
    assert staff[0].name not in sheet_of(browser.get(ADDRESS + "template.xlsx"))
    filled_in = sheet_of(browser.post(ADDRESS + "roster.xlsx", sent()))
    assert staff[0].name in filled_in
    assert staff[0].public_id in filled_in
    assert staff[0].identity_number not in filled_in
    assert AuditEntry.objects.filter(action="batch.template_prefilled").count() == 1


def test_who_may_not_prepare_gets_no_names(operator, staff):
    reader = let_in(UserFactory(operator=True, unit=operator.unit, rights=[]))
    assert reader.post(ADDRESS + "roster.xlsx", sent()).status_code == 403


def test_corrected_table_and_results_say_what_happened_to_each_row(browser, operator, staff):
    rows = [leaving(staff[0]), leaving(PersonFactory())]
    damaged = list(rows[0])
    damaged[1] = f"'{damaged[1]}"
    batch = checked(operator, table([tuple(damaged), rows[1]]))
    corrected = sheet_of(browser.get(page_of(batch) + "corrected.xlsx"))
    assert staff[0].identity_number in corrected
    assert f"'{staff[0].identity_number}" not in corrected
    assert "R003" not in corrected
    filed(batch, operator)
    results = sheet_of(browser.get(page_of(batch) + "result.xlsx"))
    assert f"'{staff[0].identity_number}" in results
    assert browser.get(page_of(batch) + "corrected.xlsx").status_code == 404


def test_a_sentence_of_several_cells_names_its_column(browser, operator, staff):
    row = leaving(staff[0], reason="12")
    batch = checked(operator, table([(*row[:4], "", "", "")]))
    text = browser.get(page_of(batch)).content.decode()
    for column in ("合同开始日期：", "岗位：", "本单位工作年限："):
        assert text.count(column) == 1, column


def test_where_no_row_passes_nothing_is_offered_but_the_way_on(browser, operator, staff):
    batch = checked(operator, table([leaving(PersonFactory())]))
    text = browser.get(page_of(batch)).content.decode()
    assert 'name="scope"' not in text
    assert "没有一行通过" in text
    assert f"{page_of(batch)}corrected.xlsx" in text


def test_once_it_was_filed_rows_are_declared_or_not(browser, operator, staff):
    batch = filed(checked(operator, table([leaving(staff[0]), leaving(PersonFactory())])), operator)
    text = browser.get(page_of(batch)).content.decode()
    with override("zh-hans"):
        assert str(FILED_NAMES[Verdict.FAIL]) in text
        assert str(FILED_NAMES[Verdict.WARN]) in text
        assert str(VERDICT_NAMES[Verdict.WARN]) not in text


def test_a_table_that_could_not_be_read_was_not_put_aside_by_anybody(browser, operator, staff):
    checked(operator, b"not a table", "a.xlsx")
    with override("zh-hans"):
        assert str(UNREADABLE) in browser.get(ADDRESS).content.decode()
