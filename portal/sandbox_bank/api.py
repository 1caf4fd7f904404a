"""What the hall asks the bank: how an order stands, to close it, to give money back, the statement of a day. All signed."""

import json
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from portal.sandbox_bank import orders
from portal.sandbox_bank.keys import BANK_KEY, HALL_PUBLIC_KEY, private_key, public_key
from portal.sandbox_bank.signing import NotGenuine, check_headers, signed_headers
from portal.sandbox_bank.statement import statement


def answered(act: Callable[[dict], HttpResponse | dict]):
    """Return a view that hands a signed question of the hall to ``act`` and signs what comes of it."""

    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        try:
            check_headers(request.body, request.headers, public_key(settings.BANK_FOLDER / HALL_PUBLIC_KEY))
        except NotGenuine:
            return signed({"error": "signature"}, status=401)
        try:
            asked = json.loads(request.body)
            is_ours = asked.get("merchant", settings.BANK_MERCHANT) == settings.BANK_MERCHANT
            return signed(act(asked)) if is_ours else signed({"error": "merchant"}, status=403)
        except (ValueError, KeyError, TypeError, AttributeError):
            return signed({"error": "malformed"}, status=400)

    return view


def signed(content: dict | bytes, *, status: int = 200) -> HttpResponse:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    kind = "text/csv; charset=utf-8" if isinstance(content, bytes) else "application/json"
    headers = signed_headers(body, private_key(settings.BANK_FOLDER / BANK_KEY))
    return HttpResponse(body, content_type=kind, headers=headers, status=status)


@answered
def query(asked: dict) -> dict:
    return orders.standing(number_in(asked))


@answered
def close(asked: dict) -> dict:
    number = number_in(asked)
    orders.close(number, at=clock.instant())
    return orders.standing(number)


@answered
def refund(asked: dict) -> dict:
    number, reference, amount = str(asked["refund"]), str(asked["reference"]), asked["amount_fen"]
    if type(amount) is not int or not orders.NUMBER.fullmatch(number):
        raise ValueError(asked)
    return {"refund": number, "state": orders.give_back(number, reference, amount, at=clock.instant())}


@answered
def day_statement(asked: dict) -> bytes:
    return statement(date.fromisoformat(asked["day"]))


def number_in(asked: dict) -> str:
    """Return the number of the order that is asked about; ValueError for what is none."""
    if not orders.NUMBER.fullmatch(asked["order"]):
        raise ValueError(asked)
    return asked["order"]
