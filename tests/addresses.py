"""Every address of the hall × every kind of visitor → the status of the answer: who may open what, on one screen.

A row writes an address with the names of things in braces; ``tests/factories/city.py`` builds one of each, which belong
to ``CITIZEN`` or ``OPERATOR``. ``tests/test_access.py`` demands a row for every address and tries them all;
``tests/test_pages.py`` reads the pages behind them.
"""

from dataclasses import dataclass, field

from tests.visits import CITIZENS, OPERATORS, STAFF, Visitor

V = Visitor
Answers = dict[Visitor, int]


def answers(default: int, *given: tuple[set[Visitor], int]) -> Answers:
    """Return the status for every visitor: ``default``, and for the sets named after it what stands beside them."""
    named = {visitor: status for visitors, status in given for visitor in visitors}
    return {visitor: named.get(visitor, default) for visitor in Visitor}


OPEN = answers(200)
LEADS_ON = answers(302)
POST_ONLY = answers(405)
REFUSED = answers(422)
SIGNED_IN = answers(200, ({V.ANYBODY}, 302))
CITIZENS_ONLY = answers(403, ({V.ANYBODY}, 302), (CITIZENS, 200))
CITIZENS_OWN = answers(403, ({V.ANYBODY}, 302), ({V.CITIZEN}, 200), ({V.STRANGER}, 404))
UNITS_ONLY = answers(403, ({V.ANYBODY}, 302), (OPERATORS, 200))
UNITS_OWN = answers(403, ({V.ANYBODY}, 302), ({V.OPERATOR}, 200), ({V.OUTSIDER}, 404))
STAFF_ONLY = answers(302, (STAFF, 200))


@dataclass(frozen=True)
class Row:
    """What everybody gets at one address."""

    address: str
    answers: Answers
    method: str = "get"
    sent: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.address}"


def get(address: str, expected: Answers) -> Row:
    return Row(address, expected)


def post(address: str, expected: Answers, **sent) -> Row:
    return Row(address, expected, "post", sent)


TABLE: dict[str, list[Row]] = {
    "public": [
        get("/", OPEN),
        get("/guides/", OPEN),
        get("/guides/{guide}/", OPEN),
        get("/law/", OPEN),
        get("/law/{law}/", OPEN),
        get("/news/", OPEN),
        get("/news/{news}/", OPEN),
        get("/faq/", OPEN),
        get("/offices/", OPEN),
        get("/hotline/", OPEN),
        get("/search/", OPEN),
        get("/search/?q=停保", OPEN),
        get("/accessibility/", OPEN),
        get("/privacy/", OPEN),
        get("/sitemap/", OPEN),
        get("/coverage/", OPEN),
        get("/healthz", OPEN),
        get("/readyz", OPEN),
        get("/.well-known/security.txt", OPEN),
    ],
    "accounts": [
        get("/accounts/login/", OPEN),
        post("/accounts/login/", REFUSED),
        get("/accounts/login/employer/", OPEN),
        post("/accounts/login/employer/", REFUSED),
        get("/accounts/logout/", POST_ONLY),
        post("/accounts/logout/", LEADS_ON),
        get("/accounts/activate/", OPEN),
        get("/accounts/activate/employer/", OPEN),
        get("/accounts/password/", SIGNED_IN),
        get("/accounts/password/reset/", OPEN),
        get("/accounts/inbox/", SIGNED_IN),
        get("/accounts/sessions/", SIGNED_IN),
        post("/accounts/sessions/", LEADS_ON),
        get("/preferences/", POST_ONLY),
        post("/preferences/", LEADS_ON, language="en", next="/"),
    ],
    "employer": [
        get("/employer/", UNITS_ONLY),
        get("/employer/staff/", UNITS_ONLY),
        get("/employer/staff/export/", UNITS_ONLY),
        get("/employer/staff/{staff}/", UNITS_OWN),
        get("/employer/stop-requests/{wish}/", UNITS_OWN),
        get("/employer/reductions/new/", UNITS_ONLY),
        get("/employer/declarations/", UNITS_ONLY),
        get("/employer/declarations/{reduction}/", UNITS_OWN),
        get("/employer/declarations/{reduction}/check/", UNITS_OWN),
        get("/employer/declarations/{reduction}/withdraw/", UNITS_OWN),
        get("/employer/declarations/{reduction}/reduction-list.pdf", UNITS_OWN),
        get("/employer/declarations/{reduction}/receipt.pdf", UNITS_OWN),
    ],
    "bureau": [
        get("/admin/", STAFF_ONLY),
        get("/admin/login/", answers(200, (STAFF, 302))),
        get("/admin/nothing-here/", answers(302, (STAFF, 404))),
    ],
}
"""The rows, by the part of the hall they stand in."""

MODELS_SEEN_BY: dict[str, set[Visitor]] = {
    "portal.guide": {V.CONTENT_EDITOR},
    "portal.lawarticle": {V.CONTENT_EDITOR},
    "portal.lawtext": {V.CONTENT_EDITOR},
    "portal.newsitem": {V.CONTENT_EDITOR},
    "portal.office": {V.CONTENT_EDITOR},
    "portal.question": {V.CONTENT_EDITOR},
    "portal.statement": {V.CONTENT_EDITOR},
}
"""Who may open the list of a model in the admin; a model that is registered and not named here fails."""

MODELS_ADDED_BY: dict[str, set[Visitor]] = {
    "portal.guide": {V.CONTENT_EDITOR},
    "portal.lawtext": {V.CONTENT_EDITOR},
    "portal.newsitem": {V.CONTENT_EDITOR},
    "portal.office": {V.CONTENT_EDITOR},
    "portal.question": {V.CONTENT_EDITOR},
}
"""Who may add rows of a model by hand in the admin; nobody where it is not named."""
