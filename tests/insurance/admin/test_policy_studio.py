"""The policy studio as its people use it: forms filled with what is in force, pages of a draft, the second person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Role
from insurance.models import BaseBound, PolicyDraft, PoolingArea
from insurance.services import policy_studio
from insurance.services.policy_loading import load_policy
from tests.factories import NOW, TODAY, PersonFactory, UnitFactory, UserFactory, employ, enrol_flexible
from tests.factories.policy_drafts import DOCUMENT, FIRST_ON, national_rule, row_in_force
from tests.insurance.admin.sending import codes, page, send
from tests.visits import let_in

STUDIO = "/admin/insurance/policydraft/"
NEW = f"{STUDIO}new/379901/"


@pytest.fixture(autouse=True)
def area(db):
    load_policy()
    return PoolingArea.objects.get(code="379901")


@pytest.fixture
def enterer():
    return UserFactory(staff=True, roles=[Role.POLICY_EDITOR], name="钱编辑")


@pytest.fixture
def editor(enterer):
    return let_in(enterer)


@pytest.fixture
def supervisor():
    return let_in(UserFactory(supervisor=True, name="孙主管"))


@pytest.fixture
def draft(area, enterer):
    values = row_in_force(area, "bounds", lower="4700")
    return policy_studio.enter_draft(area, "bounds", values, actor=enterer, at=NOW, on=TODAY)


def filled(client, address: str, **changed) -> dict:
    """Return what a browser would send from the form at an address, with other answers in some fields."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form.visible_fields():
        value = field.value()
        sent[field.html_name] = "" if value is None else str(value).lower() if isinstance(value, bool) else value
    return sent | changed


def enter(client, row: str, **changed):
    return send(client, f"{NEW}{row}/", **filled(client, f"{NEW}{row}/", **{"first_on": "2026-10-01"} | changed))


# Entering -----------------------------------------------------------------------------------------------------------


def test_what_is_in_force_can_be_chosen(editor):
    chosen = page(editor.get(f"{STUDIO}new/"))
    for row in ("bounds/all", "rates/110-employee", "rates/410-employee", "windows/unit", "benefits/flexible"):
        assert f"{NEW}{row}/" in chosen
    assert chosen.count("rates/410-employee") == 1
    other = page(editor.get(f"{STUDIO}new/?area=379902"))
    assert f"{STUDIO}new/379902/benefits/unit/" in other


@pytest.mark.parametrize(
    "row",
    [
        *("bounds/all", "rates/110-employee", "rates/390-resident", "rates/410-employee", "windows/unit"),
        *("benefits/unit", "late_fees/all", "resident_waits/all", "unemployment/all"),
    ],
)
def test_a_form_that_changes_nothing_says_what_is_in_force(editor, area, row):
    sent = enter(editor, row)
    assert sent.status_code == 302, codes(sent)
    draft = PolicyDraft.objects.get()
    assert sent["Location"] == f"{STUDIO}{draft.number}/"
    kept = {name: value for name, value in draft.values.items() if name != "from"}
    table, slug = row.split("/")
    in_force = {name: value for name, value in row_in_force(area, table, slug).items() if name != "from"}
    read = policy_studio.read(table, kept | {"from": FIRST_ON})
    assert read == policy_studio.read(table, in_force | {"from": FIRST_ON})
    compared = page(editor.get(sent["Location"]))
    assert compared.count('class="differs"') == 1, "only the first day differs"


def test_the_same_form_sent_twice_makes_one_draft(editor):
    sent = filled(editor, f"{NEW}bounds/all/", first_on="2026-10-01", lower="4700") | {
        "submission_key": "0b8bd2a7-5e1c-4a56-9e4b-1e7c3d6f0001"
    }
    answers = [editor.post(f"{NEW}bounds/all/", sent) for _each in range(2)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert PolicyDraft.objects.count() == 1


def test_a_new_document_is_described_with_the_draft(editor):
    described = {f"document_{name}": value for name, value in DOCUMENT.items()}
    assert codes(enter(editor, "bounds/all", document="new")) == ["policy_draft.document_incomplete"] * 6
    sent = enter(editor, "bounds/all", document="new", **described)
    assert sent.status_code == 302
    assert PolicyDraft.objects.get().new_document == DOCUMENT


@pytest.mark.parametrize(
    ("row", "changed", "field", "code"),
    [
        ("bounds/all", {"lower": "23000"}, None, "policy_draft.fault"),
        ("bounds/all", {"lower": "viel"}, "lower", "invalid"),
        ("bounds/all", {"lower": ""}, "lower", "required"),
        ("bounds/all", {"first_on": "2026-09-09"}, "first_on", "policy_draft.first_day_past"),
        ("benefits/unit", {"tiers_2_over": "70"}, "tiers_1_over", "policy_draft.fault"),
        ("benefits/unit", {"tiers_3_upto": "300"}, "tiers_1_over", "policy_draft.fault"),
        ("benefits/unit", {"tiers_3_over": ""}, "tiers_3_over", "required"),
        ("windows/unit", {"open_day": "28"}, None, "policy_draft.fault"),
        ("windows/unit", {"rule": "E-CUT"}, None, "policy_draft.fault"),
        ("unemployment/all", {"pieces_2_months": "6"}, None, "policy_draft.fault"),
        ("late_fees/all", {"daily_rate": "100"}, "daily_rate", "policy_draft.fault"),
        ("bounds/all", {"own_examples": "x,y"}, "own_examples", "policy_draft.examples_unreadable"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(editor, row, changed, field, code):
    refused = enter(editor, row, **changed)
    assert (refused.status_code, codes(refused)) == (422, [code])
    form = refused.context["form"]
    assert list(form.errors) == [field or "__all__"]
    [(name, typed)] = changed.items()
    assert form[name].value() == typed
    assert not PolicyDraft.objects.exists()


def test_a_hole_in_the_tiers_is_named_in_both_languages(editor):
    refused = enter(editor, "benefits/unit", tiers_2_over="70")
    assert "61" in page(refused)
    assert "69" in page(refused)
    assert "nothing is said about" not in page(refused)


# The pages of a draft -----------------------------------------------------------------------------------------------


def test_the_comparison_marks_what_differs(editor, draft):
    compared = page(editor.get(f"{STUDIO}{draft.number}/"))
    assert "4,560.00" in compared
    assert "4,700.00" in compared
    assert compared.count('class="differs"') == 2, "the lower bound and the first day"


def test_a_preview_names_those_most_affected_with_masked_names(editor, draft):
    person = PersonFactory(name="欧阳晓兰")
    enrol_flexible(person)
    employ(PersonFactory(), UnitFactory())
    address = f"{STUDIO}{draft.number}/preview/"
    assert person.public_id not in page(editor.get(address))
    assert send(editor, address).status_code == 302
    shown = page(editor.get(address))
    assert person.public_id in shown
    assert "欧阳*兰" in shown
    assert "欧阳晓兰" not in shown
    assert "4,235.60" in shown
    assert "+0.9 %" in shown


@pytest.mark.parametrize("row", ["windows/unit", "unemployment/all", "late_fees/all", "resident_waits/all"])
def test_every_table_has_a_preview(editor, row):
    address = f"{enter(editor, row)['Location']}preview/"
    assert send(editor, address).status_code == 302
    assert editor.get(address).status_code == 200


def test_examples_are_green_or_named(editor, area, enterer, draft):
    address = f"{STUDIO}{draft.number}/examples/"
    send(editor, address)
    assert 'data-examples-failed="0"' in page(editor.get(address))
    tiers = [{"over": 0, "anchor": "payment_month", "wait_months": 1}]
    values = row_in_force(area, "benefits", "unit", tiers=tiers)
    red = policy_studio.enter_draft(area, "benefits", values, actor=enterer, at=NOW, on=TODAY)
    send(editor, f"{STUDIO}{red.number}/examples/")
    shown = page(editor.get(f"{STUDIO}{red.number}/examples/"))
    assert "restoration.csv:W05" in shown
    assert "2025-07-01" in shown


def test_the_second_person_activates_and_the_first_cannot(editor, supervisor, draft):
    base = f"{STUDIO}{draft.number}/"
    assert codes(send(supervisor, f"{base}activate/")) == [
        "policy_draft.not_previewed",
        "policy_draft.examples_not_run",
    ]
    send(editor, f"{base}preview/")
    send(supervisor, f"{base}examples/")
    assert codes(send(editor, f"{base}activate/")) == ["policy_draft.own_entry"]
    assert send(supervisor, f"{base}activate/").status_code == 302
    finished = supervisor.get(f"{base}activate/")
    assert 'data-state="active"' in page(finished)
    assert "孙主管" in page(finished)
    assert BaseBound.objects.filter(approved_by__isnull=False, lower_fen=470_000).exists()
    assert codes(send(supervisor, f"{base}activate/")) == ["policy_draft.finished"]


def test_a_draft_is_changed_by_who_entered_it(editor, supervisor, draft):
    address = f"{STUDIO}{draft.number}/change/"
    assert supervisor.get(address).status_code == 403
    sent = send(editor, address, **filled(editor, address, lower="4720"))
    assert sent["Location"] == f"{STUDIO}{draft.number}/"
    draft.refresh_from_db()
    assert draft.values["lower"] == "4720"
    second = let_in(UserFactory(staff=True, roles=[Role.POLICY_EDITOR]))
    refused = send(second, address, **filled(second, address, lower="4730"))
    assert codes(refused) == ["policy_draft.not_yours"]


def test_a_new_document_is_still_there_when_the_draft_is_changed(editor, area, enterer):
    draft = policy_studio.enter_draft(
        area, "benefits", national_rule(), new_document=DOCUMENT, actor=enterer, at=NOW, on=TODAY
    )
    address = f"{STUDIO}{draft.number}/change/"
    assert send(editor, address, **filled(editor, address)).status_code == 302
    draft.refresh_from_db()
    assert draft.new_document == DOCUMENT
    assert policy_studio.read("benefits", national_rule()) == policy_studio.read(
        "benefits", draft.values | {"from": FIRST_ON}
    )


def test_a_discarded_draft_stays_in_the_list(editor, supervisor, draft):
    assert send(supervisor, f"{STUDIO}{draft.number}/discard/").status_code == 302
    listed = page(editor.get(f"{STUDIO}?state=discarded"))
    assert draft.number in listed
    assert draft.number not in page(editor.get(f"{STUDIO}?state=draft"))
    assert codes(send(editor, f"{STUDIO}{draft.number}/preview/")) == ["policy_draft.finished"]
    led = editor.get(f"{STUDIO}{draft.number}/change/")
    assert (led.status_code, led["Location"]) == (302, f"{STUDIO}{draft.number}/"), "nothing is left to fill in"


def test_a_clerk_looks_and_sends_nothing(draft):
    clerk = let_in(UserFactory(clerk=True))
    for part in ("", "preview/", "examples/", "activate/"):
        assert clerk.get(f"{STUDIO}{draft.number}/{part}").status_code == 200
    for part in ("preview/", "examples/", "activate/", "discard/"):
        assert send(clerk, f"{STUDIO}{draft.number}/{part}").status_code == 403
    assert clerk.get(f"{NEW}bounds/all/").status_code == 403
    assert "<button" not in page(clerk.get(f"{STUDIO}{draft.number}/preview/")).split("<main")[1].split("</main")[0]


def test_what_there_is_not_is_not_found(editor):
    for address in (
        f"{STUDIO}PD99999999/",
        f"{NEW}bounds/unit/",
        f"{NEW}nothing/all/",
        f"{STUDIO}new/000001/bounds/all/",
    ):
        assert editor.get(address).status_code == 404


def test_the_list_takes_the_same_statements_for_one_and_for_many(
    editor, area, enterer, draft, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as one:
        editor.get(STUDIO)
    for lower in ("4710", "4720", "4730"):
        values = row_in_force(area, "bounds", lower=lower)
        policy_studio.enter_draft(area, "bounds", values, actor=enterer, at=NOW, on=TODAY)
    with django_assert_num_queries(len(one)):
        editor.get(STUDIO)
