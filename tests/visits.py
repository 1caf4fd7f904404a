"""Visitors of the hall and how a test lets them in, past the doors that other tests knock at."""

from copy import deepcopy
from enum import StrEnum

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User


class Visitor(StrEnum):
    """Everybody who may come to an address, each as one kind of right."""

    ANYBODY = "anybody"
    CITIZEN = "the citizen whose things they are"
    STRANGER = "another citizen"
    OPERATOR = "an operator of the unit whose things they are"
    OUTSIDER = "an operator of another unit"
    CLERK = "a clerk of the agency that decides"
    OTHER_CLERK = "a clerk of the other agency"
    SUPERVISOR = "a supervisor"
    CASHIER = "a cashier"
    POLICY_EDITOR = "a policy editor"
    CONTENT_EDITOR = "a content editor"
    EXCHANGE_OPERATOR = "an exchange operator"
    AUDITOR = "an auditor"
    SECURITY = "a security administrator"


CITIZENS = {Visitor.CITIZEN, Visitor.STRANGER}
OPERATORS = {Visitor.OPERATOR, Visitor.OUTSIDER}
STAFF = set(Visitor) - CITIZENS - OPERATORS - {Visitor.ANYBODY}


def let_in(user: User | None) -> Client:
    """Return a browser in which ``user`` is signed in, staff with their second factor given; None stays a stranger.

    A page that fails answers 500, as it would outside, so that a sweep goes on and names all that fail.
    """
    client = Client(raise_request_exception=False)
    if user is None:
        return client
    client.force_login(user)
    if user.is_staff:
        device, _created = TOTPDevice.objects.get_or_create(user=user, defaults={"name": "test"})
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return client


def visit(client: Client, address: str, method: str = "get", sent: dict | None = None) -> HttpResponse:
    """Return the answer to one visit; what it changed in the database and in the browser is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(address, sent)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response
