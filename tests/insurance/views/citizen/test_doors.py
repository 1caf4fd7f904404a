"""Pages under /me/ are for the person who is signed in; everybody else is led, or told, to the right door."""

from urllib.parse import quote

import pytest

from tests.factories import UserFactory
from tests.visits import let_in

PAGES = [
    "/me/",
    "/me/insurance/",
    "/me/contributions/?year=2025",
    "/me/stop-insurance/",
    "/me/declarations/",
    "/me/declarations/D2609100000001/",
    "/me/declarations/D2609100000001/receipt.pdf",
    "/me/access-log/",
]
ACTS = [f"/me/declarations/D2609100000001/{act}/" for act in ("withdraw", "messages", "attachments")]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_led_to_the_door_and_back(db, client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={quote(page)}"


@pytest.mark.parametrize("act", ACTS)
def test_what_only_takes_what_is_sent_is_no_place_to_come_back_to(db, client, act):
    assert client.post(act).headers["Location"] == "/accounts/login/?next="


@pytest.mark.parametrize("page", [*PAGES, *ACTS])
@pytest.mark.parametrize("kind", ["operator", "clerk"])
def test_other_accounts_are_told_which_door_is_theirs(db, page, kind):
    answer = let_in(UserFactory(**{kind: True})).get(page)
    assert answer.status_code == 403
    assert 'href="/accounts/login/employer/"' in answer.content.decode()
