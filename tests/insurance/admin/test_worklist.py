"""The worklist: whose desk, which view, the oldest due first, by key, with equally few statements for one and many."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules.roles import Agency
from insurance.models import DeclarationPart
from tests.factories import TODAY, DeclarationFactory, PersonFactory, UserFactory
from tests.insurance.admin.sending import page, send
from tests.visits import let_in

FAR = datetime(2099, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def part_due(days: int, *, state="submitted", **changes) -> DeclarationPart:
    part = DeclarationFactory(parts__state=state).parts.get()
    DeclarationPart.objects.filter(pk=part.pk).update(due_on=TODAY + timedelta(days=days), **changes)
    part.refresh_from_db()
    return part


def numbers(response) -> list[str]:
    return re.findall(r'<a href="/admin/insurance/declarationpart/\d+/">(D\d+)</a>', page(response))


def counts(response) -> list[int]:
    return [int(found) for found in re.findall(r'<span class="count">(\d+)</span>', page(response))]


@pytest.fixture
def desk_of_all(clerk):
    """One part in each view; together they are what ``Tab`` promises."""
    other = UserFactory(clerk=True)
    return {
        "mine": part_due(9, claimed_by=clerk, claimed_until=FAR),
        "held": part_due(9, claimed_by=other, claimed_until=FAR),
        "overdue": part_due(-1),
        "this_week": part_due(0),
        "withdrawals": part_due(20, state="withdrawal_requested"),
        "later": part_due(10),
    }


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("mine", ["mine"]),
        ("unclaimed", ["overdue", "this_week", "later", "withdrawals"]),
        ("overdue", ["overdue"]),
        ("this_week", ["this_week"]),
        ("withdrawals", ["withdrawals"]),
        ("all", ["overdue", "this_week", "mine", "held", "later", "withdrawals"]),
    ],
)
def test_each_view_holds_its_parts_the_oldest_due_first(desk, desk_of_all, tab, expected):
    response = desk.get(f"/admin/?tab={tab}")
    assert numbers(response) == [desk_of_all[name].declaration.number for name in expected]
    assert counts(response) == [1, 4, 1, 1, 1, 6], "mine, unclaimed, overdue, this week, withdrawals, all"


def test_the_default_view_is_what_nobody_holds(desk, desk_of_all):
    assert numbers(desk.get("/admin/")) == numbers(desk.get("/admin/?tab=unclaimed"))


def test_a_claim_that_ran_out_counts_no_more(desk, clerk):
    stale = part_due(1, claimed_by=UserFactory(clerk=True), claimed_until=datetime(2026, 9, 1, tzinfo=FAR.tzinfo))
    assert numbers(desk.get("/admin/?tab=unclaimed")) == [stale.declaration.number]


def test_what_lies_with_the_unit_or_the_other_agency_is_not_on_the_desk(desk):
    part_due(1, with_unit=True)
    part_due(1, agency=Agency.MEDICAL)
    part_due(1, state="draft")
    assert numbers(desk.get("/admin/?tab=all")) == []


def test_who_serves_both_agencies_sees_both():
    for agency in Agency:
        part_due(1, agency=agency)
    assert len(numbers(let_in(UserFactory(supervisor=True)).get("/admin/?tab=all"))) == 2


def test_decided_cases_stand_apart_the_latest_first(desk):
    parts = [part_due(1, state="accepted"), part_due(1, state="rejected")]
    DeclarationPart.objects.filter(pk=parts[0].pk).update(decided_at=FAR)
    assert numbers(desk.get("/admin/?tab=decided")) == [part.declaration.number for part in parts]


def test_a_kind_is_chosen(desk, part):
    reduction = DeclarationFactory(reduction=True, parts__people=[PersonFactory()])
    assert numbers(desk.get("/admin/?tab=all&kind=reduction")) == [reduction.number]
    assert numbers(desk.get("/admin/?tab=all&kind=stop")) == [part.declaration.number]
    assert len(numbers(desk.get("/admin/?tab=all&kind=nonsense"))) == 2


def test_pages_follow_each_other_by_key(desk, monkeypatch):
    monkeypatch.setattr("insurance.admin.worklist.PAGE_SIZE", 2)
    expected = [part_due(days).declaration.number for days in (1, 1, 2, 3, 3)]
    address, seen, before = "/admin/?tab=all", [], []
    while address:
        response = desk.get(address)
        seen.append(numbers(response))
        before.append(link(response, "prev"))
        address = link(response, "next")
    assert seen == [expected[0:2], expected[2:4], expected[4:]]
    assert before[0] is None
    assert numbers(desk.get(before[2])) == expected[2:4]
    assert numbers(desk.get(before[1])) == expected[0:2]


def link(response, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page(response))
    return found and found[1].replace("&amp;", "&")


@pytest.mark.parametrize("key", ["x", "2026-13-01_1", "2026-09-10_", "_", "2026-09-10_99999999999999999999"])
@pytest.mark.parametrize("tab", ["all", "decided"])
def test_a_key_that_is_none_begins_at_the_start(desk, part, key, tab):
    assert desk.get(f"/admin/?tab={tab}&after={key}").status_code == 200


def test_a_number_leads_to_its_case(desk, part):
    found = desk.get(f"/admin/?q={part.declaration.number.lower()}")
    assert (found.status_code, found.headers["Location"]) == (302, f"/admin/insurance/declarationpart/{part.pk}/")
    missing = desk.get("/admin/?q=D0000000000000")
    assert missing.status_code == 200
    assert "没有此编号" in page(missing) or "No declaration of your agency" in page(missing)


def test_nobody_is_named_whole(desk, part):
    assert part.declaration.person.name not in page(desk.get("/admin/?tab=all"))


def test_claiming_from_the_list_opens_the_case(desk, part, clerk):
    response = send(desk, f"/admin/insurance/declarationpart/{part.pk}/claim/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/admin/insurance/declarationpart/{part.pk}/")
    part.refresh_from_db()
    assert part.claimed_by == clerk
    assert numbers(desk.get("/admin/?tab=mine")) == [part.declaration.number]


@pytest.mark.parametrize("tab", ["all", "decided"])
def test_the_statements_do_not_grow_with_the_rows(desk, tab):
    def statements(rows: int) -> int:
        for days in range(rows):
            part_due(days, state="accepted" if tab == "decided" else "submitted")
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(f"/admin/?tab={tab}").status_code == 200
        return len(seen)

    few = statements(1)
    assert few == statements(40)
    assert few <= 8
