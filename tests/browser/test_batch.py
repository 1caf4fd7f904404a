"""At a desk: a table with columns of the unit's own is sent, named, looked at, submitted; with and without scripts."""

import pytest

from insurance.models import Batch
from insurance.services import batch_checking, batch_filing
from tests.browser.acts import choose, enter_as_operator, go, look, main, refusals, renew, send
from tests.factories import NOW, TODAY, PersonFactory, UserFactory
from tests.factories.batches import LEAVING_HEADINGS, leaving, staff_of, table

OWN_HEADINGS = ("谁", *LEAVING_HEADINGS[1:])


@pytest.fixture
def operator(settings, live_server):
    settings.HALL_TODAY = TODAY
    return UserFactory(operator=True)


@pytest.fixture
def file(operator, tmp_path):
    """A table of three who leave, one of them nobody of the unit, under headings of the unit's own."""
    path = tmp_path / "九月离职.csv"
    people = [*staff_of(operator.unit, 2), PersonFactory()]
    path.write_bytes(table([leaving(one) for one in people], OWN_HEADINGS))
    return path


def send_table(page, file) -> None:
    go(page, "/employer/reductions/batch/")
    page.set_input_files("[name=file]", file)
    send(page)


def the_worker_checks() -> None:
    batch_checking.check(Batch.objects.get().pk, at=NOW, on=TODAY)


def walk(page, file, axe=None) -> None:
    """Go from the upload to the result, looking at every page on the way."""
    look_at = (lambda: look(page, axe)) if axe else (lambda: look(page))
    go(page, "/employer/reductions/batch/")
    look_at()
    send(page)
    assert refusals(page) == {"batch.file_missing"}
    look_at()
    send_table(page, file)
    assert main(page, "state") == "uploaded"
    look_at()
    the_worker_checks()
    renew(page)
    assert main(page, "state") == "unmatched"
    look_at()
    page.select_option("[name=column_0]", "name")
    send(page)
    the_worker_checks()
    renew(page)
    assert (main(page, "state"), main(page, "total")) == ("checked", "3")
    look_at()
    choose(page, "scope", "good")
    send(page)
    assert "not_acknowledged" in refusals(page)
    look_at()
    page.check("[name=acknowledged]")
    send(page)
    assert main(page, "state") == "submitted"
    batch_filing.apply(Batch.objects.get().pk, at=NOW, on=TODAY)
    renew(page)
    assert main(page, "state") == "applied"
    assert page.locator(f"main a[href='/employer/declarations/{Batch.objects.get().declaration.number}/']").count() == 1
    look_at()


def test_a_table_goes_from_the_upload_to_the_result(page, operator, file, axe):
    enter_as_operator(page, operator)
    walk(page, file, axe)


def test_a_table_needs_no_script(page_without_script, operator, file):
    enter_as_operator(page_without_script, operator)
    walk(page_without_script, file)
