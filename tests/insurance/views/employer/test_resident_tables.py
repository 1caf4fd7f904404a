"""A committee's list by table: the template, what is taken, what Excel did to it, what is refused and with what to do."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from insurance.models import Batch, ResidentProxy
from insurance.rules.resident_payment import MOST_RESIDENTS
from tests.factories import PersonFactory, UserFactory
from tests.factories.parties import resident_number
from tests.factories.residents import resident_area
from tests.factories.workbooks import Number, csv_file, xls, xlsx
from tests.insurance.documents import hostile_workbooks as hostile
from tests.insurance.views.citizen.reading import words_of
from tests.insurance.views.employer.pages import refusals, sent
from tests.visits import let_in

pytestmark = pytest.mark.django_db

ADD = "/employer/residents/add/"
TEMPLATE = "/employer/residents/template.xlsx"
HEADINGS = ("姓名", "身份证号码")


@pytest.fixture
def browser(committee):
    return let_in(committee)


def send(browser, content: bytes, name="名单.xlsx", **answers):
    return browser.post(ADD, sent(file=SimpleUploadedFile(name, content), **answers))


def row(person) -> tuple[str, str]:
    return person.name, person.identity_number


def kept_lines(response) -> str:
    return response.content.decode().partition("<textarea")[2].partition(">")[2].partition("</textarea")[0].strip()


# The way in ---------------------------------------------------------------------------------------------------------


def test_for_a_unit_that_was_not_named_there_is_no_template_and_no_way_in():
    other = let_in(UserFactory(operator=True))
    assert other.get(TEMPLATE).status_code == 404
    assert send(other, xlsx([HEADINGS, row(PersonFactory())])).status_code == 404
    assert not ResidentProxy.objects.exists()


def test_who_may_not_prepare_is_told_so(committee):
    colleague = let_in(UserFactory(operator=True, unit=committee.unit, rights=["pay"]))
    response = send(colleague, xlsx([HEADINGS, row(PersonFactory())]))
    assert (response.status_code, refusals(response)) == (422, {("error-summary", "R009")})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_is_of_text_and_comes_back_as_ours(committee, language):
    committee.language = language
    committee.save()
    content = let_in(committee).get(TEMPLATE).content
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml").decode()
    style = int(re.search(r'<col min="1" max="2"[^>]*style="([0-9]+)"', sheet)[1])
    [text] = re.findall(r'numFmtId="([0-9]+)" formatCode="@"', styles)
    assert re.findall(r'<xf numFmtId="([0-9]+)"', styles.partition("<cellXfs")[2])[style] == text
    response = send(let_in(committee), content)
    assert refusals(response) == {("file", "workbook.no_rows")}


FILES = {
    "名单.xlsx": xlsx,
    "名单.xls": xls,
    "名单.csv": csv_file,
    "GB.CSV": lambda rows: csv_file(rows, encoding="gb18030"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_table_is_taken(browser, name):
    people = [PersonFactory() for _ in range(3)]
    rows = [("序号", "证件号码", "姓名"), *((str(at), *reversed(row(one))) for at, one in enumerate(people))]
    assert send(browser, FILES[name](rows), name)["Location"] == "/employer/residents/"
    assert set(ResidentProxy.objects.values_list("person", flat=True)) == {person.pk for person in people}


def test_the_same_table_twice_has_one_effect_and_says_so(browser, bank):
    resident_area()
    content = xlsx([HEADINGS, row(PersonFactory()), row(PersonFactory())])
    assert "2 people were added" in words_of(browser.get(send(browser, content)["Location"]))
    assert "2 people were on the list already" in words_of(browser.get(send(browser, content)["Location"]))
    assert ResidentProxy.objects.count() == 2


def test_lines_and_a_table_are_taken_together(browser):
    typed, tabled = PersonFactory(), PersonFactory()
    send(browser, xlsx([HEADINGS, row(tabled)]), rows="\t".join(row(typed)))
    assert ResidentProxy.objects.count() == 2


# What Excel did -----------------------------------------------------------------------------------------------------


def test_damaged_numbers_are_named_by_row_and_never_guessed(browser):
    whole, x = PersonFactory(), PersonFactory()
    whole.identity_number = next(
        resident_number(whole.born_on, at)
        for at in range(301, 999, 100)
        if not resident_number(whole.born_on, at - 1).endswith("0")
    )
    whole.save()
    x.identity_number = next(
        number for number in (resident_number(x.born_on, at) for at in range(300, 999)) if number.endswith("X")
    )
    x.save()
    digits = whole.identity_number
    rows = [
        (whole.name, digits[:15] + "000"),
        (whole.name, Number(f"{digits[0]}.{digits[1:15]}E+17")),
        (whole.name, "3.79901E+17"),
        (x.name, x.identity_number[:17]),
    ]
    response = send(browser, xlsx([HEADINGS, *rows]))
    words = words_of(response)
    assert response.status_code == 422
    assert [f"Row {at} of the table" in words for at in range(2, 7)] == [True, True, True, True, False]
    assert (words.count("were lost in the spreadsheet"), words.count("probably an X at its end was lost")) == (3, 1)
    assert f"Row 2 of the table {whole.name}" in words
    assert kept_lines(response).splitlines()[2] == f"{whole.name}\t3.79901E+17"
    assert not ResidentProxy.objects.exists()


def test_what_was_put_right_is_told_and_the_good_rows_are_taken(browser):
    people = [PersonFactory() for _ in range(2)]
    stranger = PersonFactory.build(sequence=998)
    rows = [(one.name, f"'{one.identity_number} ") for one in people]
    response = send(browser, xlsx([HEADINGS, *rows, row(stranger)]))
    words = words_of(response)
    assert response.status_code == 200
    assert "Rows 2, 3 of the table" in words
    assert "Spaces in the ID number were left out" in words
    assert "Row 4 of the table" in words
    assert kept_lines(response) == "\t".join(row(stranger))
    assert [one.identity_number in response.content.decode() for one in people] == [False, False]
    assert ResidentProxy.objects.count() == 2


# What is refused ----------------------------------------------------------------------------------------------------


def many(count: int) -> bytes:
    return csv_file([HEADINGS, *[("谁", "1")] * count])


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("workbook.empty", "a.xlsx", lambda: b""),
        ("workbook.type", "a.pdf", lambda: b"%PDF-1.4"),
        ("workbook.macros", "a.xlsm", hostile.plain),
        ("workbook.mismatch", "a.xlsx", lambda: many(1)),
        ("workbook.suspicious", "a.xlsx", hostile.laughing),
        ("workbook.suspicious", "a.xlsx", hostile.reading_a_file),
        ("workbook.swollen", "a.xlsx", lambda: hostile.of_blanks(60 * 2**20)),
        ("workbook.too_many_rows", "a.csv", lambda: many(MOST_RESIDENTS + 1)),
        ("workbook.no_headings", "a.csv", lambda: csv_file([("林晓安", "379901198504120022")] * 2)),
        ("batch.columns_missing", "a.csv", lambda: csv_file([("姓名", "性别"), ("谁", "女")])),
        ("workbook.template_kind", "a.xlsx", lambda: xlsx([("hall-template:reduction:1",), HEADINGS, ("谁", "1")])),
        ("resident.column_twice", "a.csv", lambda: csv_file([("姓名", "身份证号", "证件号码"), ("谁", "1", "1")])),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_and_what_was_typed_stays(browser, code, name, content):
    response = send(browser, content(), name, rows="陈子墨 379901201906019077")
    assert (response.status_code, refusals(response)) == (422, {("file", code)})
    assert kept_lines(response) == "陈子墨 379901201906019077"
    assert not ResidentProxy.objects.exists()


def test_a_long_table_is_refused_with_how_to_divide_it(browser):
    assert "Divide it into 3 files" in words_of(send(browser, many(2 * MOST_RESIDENTS + 1), "a.csv"))


def test_a_large_file_is_refused(browser, settings):
    settings.HALL_WORKBOOK_BYTES = 100
    assert refusals(send(browser, many(100), "a.csv")) == {("file", "workbook.too_large")}


def test_nothing_of_a_table_is_kept_but_who_is_on_the_list(browser):
    send(browser, xlsx([HEADINGS, row(PersonFactory())]))
    assert not Batch.objects.exists()
    assert AuditEntry.objects.get(action="resident.listed").facts == {"people": 1}
