"""The bank's pages: the cashier's window for payers, the teller's desk for whoever shows the demo."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import clock
from portal.sandbox_bank import notifying, orders, words
from portal.sandbox_bank.keys import HALL_PUBLIC_KEY, public_key
from portal.sandbox_bank.signing import NotGenuine, opened_text
from portal.sandbox_bank.store import reading

STYLE = Path(__file__).with_name("bank.css")
ICON = Path(__file__).with_name("icon.svg")
MOST_SHOWN = 100


@require_GET
def style(request):
    return FileResponse(STYLE.open("rb"), content_type="text/css; charset=utf-8")


@require_GET
def icon(request):
    return FileResponse(ICON.open("rb"), content_type="image/svg+xml")


def not_found(request, exception=None):
    return page(request, "sandbox_bank/unknown.html", status=404)


def broken(request):
    return HttpResponseServerError("The demo bank is out of order.", content_type="text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request):
    """Show a signed order and take the payer's choice; one that cannot be paid is refused with the reason."""
    text = request.POST.get("order") or request.GET.get("order", "")
    try:
        signed = orders.read_order(opened_text(text, public_key(settings.BANK_FOLDER / HALL_PUBLIC_KEY)))
    except (NotGenuine, orders.Unreadable):
        return page(request, "sandbox_bank/refused.html", status=400, why=words.OBSTACLES["altered"], code="altered")
    order = orders.enter(signed, at=clock.instant())
    if request.method == "POST":
        return take(request, text, order)
    why = orders.obstacle(order, at=clock.instant())
    if why == "paid":
        return page(request, "sandbox_bank/paid.html", order=shown(order), text=text)
    if why:
        facts = {"order": shown(order), "why": words.OBSTACLES[why], "code": why}
        return page(request, "sandbox_bank/refused.html", status=410, **facts)
    return page(request, "sandbox_bank/pay.html", **choices(order), text=text)


def choices(order) -> dict:
    return {
        "order": shown(order),
        "means": [(code, *names) for code, names in words.MEANS.items()],
        "manners": [(code, *names) for code, names in words.MANNERS.items()],
    }


def take(request, text: str, order):
    """Do what the form asks for and lead back to the order, which then says how it stands."""
    means, manner = request.POST.get("means", ""), request.POST.get("manner", "")
    try:
        if request.POST.get("act") == "pay_anyway" and order["state"] in ("paid", "credited"):
            orders.pay_anyway(order["number"], at=clock.instant())
        elif means in orders.MEANS and manner in orders.MANNERS:
            orders.pay(order["number"], means=means, manner=manner, at=clock.instant())
        else:
            return page(request, "sandbox_bank/pay.html", status=422, nothing_chosen=True, **choices(order), text=text)
    except orders.NotPossible:
        # The page it leads to says why.
        pass
    return HttpResponseRedirect(f"/pay/?{urlencode({'order': text, 'lang': request.lang})}")


@require_GET
def desk(request):
    """Every order, the newest first."""
    with reading() as bank:
        rows = bank.execute("SELECT * FROM orders ORDER BY seen_at DESC LIMIT ?", [MOST_SHOWN]).fetchall()
    return page(request, "sandbox_bank/desk.html", orders=[shown(row) for row in rows])


@require_GET
def order_page(request, number):
    """One order with its movements, what the hall was told and what it answered."""
    with reading() as bank:
        order = orders.found(bank, number)
        if order is None:
            raise Http404
        movements, refunds, events, answers = (
            bank.execute(f"SELECT * FROM {table} WHERE number = ? ORDER BY rowid", [number]).fetchall()  # nosec B608
            for table in ("movements", REFUNDS, "events", "answers")
        )
    return page(
        request,
        "sandbox_bank/order.html",
        order=shown(order),
        movements=[{**row, "amount": words.yuan(row["amount_fen"]), **times(row)} for row in map(dict, movements)],
        refunds=[{**row, "amount": words.yuan(row["amount_fen"]), **times(row)} for row in map(dict, refunds)],
        events=[{**row, "name": words.KINDS[row["kind"]], **times(row)} for row in map(dict, events)],
        answers=[{**row, "what": words.sent(row["what"]), **times(row)} for row in map(dict, answers)],
        acts=[(code, words.ACTS[code]) for code in possible_acts(order, movements, events)],
        lies=words.LIES.items() if events else [],
    )


def possible_acts(order, movements, events) -> list[str]:
    """Return what can be done at the desk with an order as it stands."""
    possible = {
        "credit": any(one["credited_at"] is None for one in movements),
        "again": events,
        "twice": events,
        "pay_anyway": order["amount_fen"] and orders.obstacle(order, at=clock.instant()),
    }
    return [code for code in words.ACTS if possible[code]]


REFUNDS = (
    "(SELECT r.rowid, r.number AS refund, r.amount_fen, r.asked_at, r.done_at, m.number"
    " FROM refunds r JOIN movements m USING (reference))"
)


@require_POST
def act(request, number):
    """Press one button of the desk."""
    wanted, at = request.POST.get("act", ""), clock.instant()
    match wanted.partition(":"):
        case "credit", _, _:
            orders.credit_waiting(number, at=at)
        case "again", _, _:
            notifying.send_again(number, times=1, at=at)
        case "twice", _, _:
            notifying.send_again(number, times=2, at=at)
        case "pay_anyway", _, _:
            pay_all_the_same(number, at=at)
        case "forge", _, lie if lie in notifying.LIES:
            notifying.send_forged(number, lie, at=at)
    return HttpResponseRedirect(f"/orders/{number}/?{urlencode({'lang': request.lang})}")


def pay_all_the_same(number: str, *, at: datetime) -> None:
    try:
        orders.pay_anyway(number, at=at)
    except orders.NotPossible:
        # It waits for its ordinary payment; the page shows that.
        return


def shown(order) -> dict:
    facts = dict(order)
    return facts | {
        "amount": words.yuan(order["amount_fen"]),
        "state_words": words.STATES[order["state"]],
        "amount_words": words.AMOUNTS[order["state"]],
        **times(facts),
    }


def times(row: dict) -> dict:
    """Return the instants of a row as the bank's clocks show them."""
    names = ("seen_at", "expires_at", "paid_at", "credited_at", "credit_at", "asked_at", "done_at", "occurred_at", "at")
    return {name: local(row[name]) for name in names if name in row}


def local(text: str | None) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M:%S}" if text else ""


def page(request, template: str, *, status: int = 200, **facts):
    other = "zh-hans" if request.lang == "en" else "en"
    asked = {name: value for name, value in request.GET.items() if name != "lang"}
    if text := facts.get("text"):
        asked["order"] = text
    facts |= {
        "lang": request.lang,
        "other_language": f"{request.path}?{urlencode({**asked, 'lang': other})}",
        "other_name": dict(settings.LANGUAGES)[other],
    }
    return render(request, template, facts, status=status)
