"""At the bank's window: an order is shown, paid, refused, paid late, in silence, twice; and what the hall hears of it."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import clock
from insurance.gateways.channels.protocol import MessageRefused
from portal.sandbox_bank import keys, notifying, orders
from tests.portal.sandbox_bank.window import Window, code_of, state_of


def heard(listener, hall) -> list[tuple[str, str, int]]:
    """Deliver what is due and return what genuine messages arrived: kind, order, amount."""
    notifying.deliver_due(at=clock.instant())
    messages = [hall.read(body, headers, now=clock.instant()) for body, headers in listener.heard]
    return [(str(one.kind), one.order_number, one.amount_fen) for one in messages]


def test_the_window_shows_what_is_to_be_paid(window):
    page = window.look()
    words = page.content.decode()
    assert page.status_code == 200
    assert state_of(page) == "unpaid"
    assert all(part in words for part in ("1,234.50", "Z00000007", "2026年9月社会保险费", "4321"))
    assert 'lang="zh-CN"' in words
    assert 'lang="en"' in window.look(lang="en").content.decode()


def test_paid_and_credited_are_told_signed(window, listener, hall, order):
    assert window.choose().status_code == 302
    assert state_of(window.look()) == "credited"
    assert heard(listener, hall) == [("paid", order.number, 123_450), ("credited", order.number, 123_450)]
    assert heard(listener, hall)[2:] == []


@pytest.mark.parametrize(
    ("manner", "state", "kinds"),
    [("late", "paid", ["paid"]), ("refused", "failed", ["failed"]), ("silent", "credited", [])],
)
def test_other_ways_it_may_go(window, listener, hall, order, manner, state, kinds):
    window.choose(manner)
    assert [kind for kind, _order, _amount in heard(listener, hall)] == kinds
    assert state_of(window.look()) == state
    known = orders.standing(order.number)
    assert known["state"] == state
    assert len(known["events"]) == (len(kinds) or 2)


def test_late_money_is_credited_in_time_or_at_the_desk(window, listener, hall, order):
    window.choose("late")
    orders.settle(at=clock.instant())
    assert orders.standing(order.number)["state"] == "paid"
    orders.settle(at=clock.instant() + orders.CREDITED_AFTER)
    assert orders.standing(order.number)["state"] == "credited"
    window.act(order.number, "credit")
    assert [one["kind"] for one in orders.standing(order.number)["events"]] == ["paid", "credited"]


def test_twice_means_two_movements(window, listener, hall, order):
    window.choose()
    window.browser.post("/pay/", {"order": window.order, "act": "pay_anyway"})
    events = orders.standing(order.number)["events"]
    assert [one["kind"] for one in events] == ["paid", "credited", "paid", "credited"]
    assert len({one["reference"] for one in events}) == 2


def test_confirming_twice_pays_once(window, order):
    window.choose()
    window.choose()
    assert len(orders.standing(order.number)["events"]) == 2


def test_nothing_chosen_is_said(window):
    page = window.choose(manner="somehow")
    assert (page.status_code, code_of(page)) == (422, "choose")


def altered_links(hall, order):
    genuine = hall.begin(order)
    text = genuine.partition("order=")[2]
    content, _, signature = text.partition(".")
    other = hall.begin(replace(order, amount_fen=1)).partition("order=")[2].partition(".")[0]
    return {
        "nothing": "",
        "no signature": content,
        "other amount": f"{other}.{signature}",
        "cut": text[:-4],
        "no text": "ä.ö",
        "other merchant": replace(hall, merchant="somebody").begin(order).partition("order=")[2],
        "no number": hall.begin(replace(order, number="<b>")).partition("order=")[2],
        "no amount": hall.begin(replace(order, amount_fen=0)).partition("order=")[2],
        "script": hall.begin(replace(order, return_url="javascript:alert(1)")).partition("order=")[2],
    }


@pytest.mark.parametrize(
    "how",
    [
        "nothing",
        "no signature",
        "other amount",
        "cut",
        "no text",
        "other merchant",
        "no number",
        "no amount",
        "script",
    ],
)
def test_an_order_that_is_not_the_halls_is_refused(client, hall, order, how):
    page = client.get("/pay/", {"order": altered_links(hall, order)[how]})
    assert (page.status_code, code_of(page)) == (400, "altered")
    paid = client.post("/pay/", {"order": altered_links(hall, order)[how], "means": "card", "manner": "now"})
    assert paid.status_code == 400


def test_an_order_whose_time_is_over_is_refused(client, hall, order):
    late = Window(client, hall.begin(replace(order, expires_at=clock.instant() - timedelta(seconds=1))))
    late.choose()
    assert (late.look().status_code, code_of(late.look())) == (410, "expired")
    assert orders.standing(order.number)["events"] == []


def test_an_order_that_was_closed_before_it_came_is_refused(window, order):
    assert orders.close(order.number, at=clock.instant()) == "closed"
    assert (window.look().status_code, code_of(window.look())) == (410, "closed")
    window.choose()
    assert orders.standing(order.number)["events"] == []
    window.act(order.number, "pay_anyway")
    assert len(orders.standing(order.number)["events"]) == 2


def test_what_is_not_acknowledged_is_told_again_also_after_a_restart(window, listener, hall, order):
    window.choose("late")
    listener.answer = (500, b"no")
    assert notifying.deliver_due(at=clock.instant()) == 1
    assert notifying.deliver_due(at=clock.instant()) == 0
    listener.answer = (200, b"ok")
    later = clock.instant() + timedelta(seconds=notifying.WAITS[0])
    assert notifying.deliver_due(at=later) == 1
    assert notifying.deliver_due(at=later + timedelta(days=1)) == 0
    assert len(listener.heard) == 2


def test_a_hall_that_is_gone_stops_nothing(window, listener, order):
    listener.server.shutdown()
    listener.server.server_close()
    window.choose("late")
    assert notifying.deliver_due(at=clock.instant()) == 1
    assert "URLError" in window.browser.get(f"/orders/{order.number}/").content.decode()


@pytest.mark.parametrize("lie", sorted(notifying.LIES))
def test_the_desk_lies_so_that_the_hall_can_be_tried(window, listener, hall, order, lie):
    window.choose("late")
    window.act(order.number, f"forge:{lie}")
    body, headers = listener.heard[-1]
    with pytest.raises(MessageRefused):
        hall.read(body, headers, now=clock.instant())


def test_the_desk_tells_again(window, listener, hall, order):
    window.choose()
    window.act(order.number, "twice")
    assert len(listener.heard) == 4
    assert len({json.loads(body)["event"] for body, _headers in listener.heard}) == 2


def test_an_order_that_was_closed_before_anybody_came_cannot_be_paid_at_the_desk(window, order):
    orders.close(order.number, at=clock.instant())
    page = window.browser.get(f"/orders/{order.number}/")
    assert offered(page) == []
    assert window.act(order.number, "pay_anyway").status_code == 302
    assert orders.standing(order.number)["events"] == []


def offered(page) -> list[str]:
    """Return which buttons of the desk a page shows, lies left out."""
    return re.findall(r'name="act" value="(\w+)"', page.content.decode())


@pytest.mark.parametrize(
    ("manner", "acts"),
    [
        (None, []),
        ("now", ["again", "twice", "pay_anyway"]),
        ("late", ["credit", "again", "twice", "pay_anyway"]),
        ("refused", ["again", "twice", "pay_anyway"]),
    ],
)
def test_the_desk_offers_what_can_be_done(window, listener, order, manner, acts):
    if manner:
        window.choose(manner)
    else:
        window.look()
    page = window.browser.get(f"/orders/{order.number}/")
    assert offered(page) == acts
    assert ("forge:" in page.content.decode()) == bool(acts)


def test_how_often_a_notification_was_sent_counts_the_desk_too(window, listener, order):
    window.choose("late")
    notifying.deliver_due(at=clock.instant())
    window.act(order.number, "twice")
    assert [event["tries"] for event in notifying.events_of(order.number)] == [3]


def test_the_desk_lists_orders_and_knows_no_others(window, client, order):
    assert 'data-total="0"' in client.get("/").content.decode()
    window.look()
    page = client.get("/").content.decode()
    assert 'data-total="1"' in page
    assert order.number in page
    assert code_of(client.get("/orders/Z99999999/")) == "unknown"
    assert client.get("/orders/Z99999999/").status_code == client.get("/nothing/").status_code == 404
    assert client.get("/favicon.svg").headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.test"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_presses_no_button(window, order, headers):
    window.look()
    sent = {"order": window.order, "means": "card", "manner": "now"}
    assert window.browser.post("/pay/", sent, headers=headers).status_code == 403
    assert orders.standing(order.number)["state"] == "unpaid"


def test_every_answer_is_strict_and_no_cookie_is_set(window):
    page = window.look()
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in page.headers["Cache-Control"]
    assert not page.cookies


def test_keys_are_made_once_and_for_their_owner_alone(bank):
    before = (bank / keys.BANK_KEY).read_bytes()
    keys.make_keys(bank)
    assert (bank / keys.BANK_KEY).read_bytes() == before
    assert (bank / keys.BANK_KEY).stat().st_mode & 0o077 == 0
