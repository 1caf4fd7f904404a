"""The entries of the back office's navigation, each for those whose role covers it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.rules.roles import Permission as P


@dataclass(frozen=True)
class Place:
    """A part of the back office. ``also`` are addresses that belong to it, for marking where one is."""

    address: str
    name: str
    permissions: frozenset[P]
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        return path == self.address or any(path.startswith(address) for address in self.also)


def place(address: str, name: str, *permissions: P, also: tuple[str, ...] = ()) -> Place:
    return Place(address, name, frozenset(permissions), also)


POLICY = tuple(
    f"/admin/insurance/{model}/"
    for model in (
        "poolingarea",
        "policydocument",
        "declarationwindow",
        "basebound",
        "rate",
        "calendarday",
        "policydraft",
    )
)

MONEY = tuple(
    f"/admin/insurance/{model}/"
    for model in (
        "assessmentrun",
        "bookcheck",
        "posting",
        "remittance",
        "refund",
        "moneydecision",
        "bill",
        "payment",
        "bankfile",
        "channelstatement",
        "movementquestion",
    )
)

PLACES = (
    place("/admin/", _("Worklist"), P.VIEW_DECLARATIONS, also=("/admin/insurance/declarationpart/",)),
    place("/admin/find/", _("Find a person"), P.VIEW_PEOPLE, also=("/admin/accounts/person/",)),
    place("/admin/accounts/unit/", _("Units"), P.VIEW_UNITS, also=("/admin/accounts/unit/",)),
    place(
        "/admin/insurance/registrynotice/",
        pgettext_lazy("with the registries", "Exchange"),
        P.VIEW_EXCHANGE,
        also=("/admin/insurance/registrynotice/",),
    ),
    place(
        "/admin/insurance/subsidisedperson/",
        _("Residents"),
        P.VIEW_EXCHANGE,
        P.APPROVE_MONEY,
        P.VIEW_MONEY,
        P.MANAGE_OPERATORS,
        also=tuple(f"/admin/insurance/{model}/" for model in ("subsidisedperson", "residentagent", "residentcharge")),
    ),
    place("/admin/insurance/bookcheck/", pgettext_lazy("bookkeeping", "Books"), P.VIEW_MONEY, also=MONEY),
    place("/admin/insurance/", pgettext_lazy("rules of the area", "Policy"), P.VIEW_POLICY, also=POLICY),
    place("/admin/portal/", _("Content"), P.EDIT_CONTENT, also=("/admin/portal/",)),
    place(
        "/admin/accounts/accessentry/",
        _("Looks at records"),
        P.VIEW_AUDIT,
        P.ANSWER_ACCESS_QUESTIONS,
        also=("/admin/accounts/accessentry/",),
    ),
    place("/admin/accounts/auditentry/", _("Audit"), P.VIEW_AUDIT, also=("/admin/accounts/auditentry/",)),
    place("/admin/accounts/outboxmessage/", _("Outbox"), P.VIEW_OUTBOX, also=("/admin/accounts/outboxmessage/",)),
    place("/admin/jobs/", _("Jobs"), P.VIEW_OUTBOX),
    place("/admin/accounts/user/", _("Staff accounts"), P.MANAGE_STAFF, also=("/admin/accounts/user/",)),
)


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    address: str
    name: str
    is_current: bool


def entries_for(request) -> list[Entry]:
    """Return the places the signed-in member of the staff may go to."""
    user = request.user
    if not user.is_authenticated:
        return []
    open_to = [place for place in PLACES if any(user.may(permission) for permission in place.permissions)]
    return [Entry(place.address, place.name, place.holds(request.path)) for place in open_to]
