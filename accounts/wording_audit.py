"""What the acts of the audit are called. Other apps add theirs with ``add_actions``."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "account.activated": _("account activated by its owner"),
    "code.sent_to_new_phone": _("code sent to a new phone"),
    "code.issued": _("activation code handed out"),
    "demo.seeded": _("demo city built"),
    "look.answered": _("question about a look answered"),
    "look.asked_about": _("question about a look asked"),
    "operator.added": _("operator entered"),
    "operator.removed": _("operator removed"),
    "operator.rights_changed": _("rights of an operator changed"),
    "password.changed": _("password changed"),
    "password.reset": _("password replaced after a proof"),
    "people.searched": _("people searched by name"),
    "record.looked_at": _("record of a person opened"),
    "staff.created": _("staff account created"),
    "staff.deactivated": _("staff account shut"),
    "staff.roles_changed": _("roles changed"),
    "staff.second_factor_confirmed": _("second factor set up"),
    "staff.signed_in": _("signed in to the back office"),
    "take_on.done": _("data taken on from another system"),
}


def add_actions(names: dict) -> None:
    """Add ``{action: lazy name}``; an action has one name."""
    twice = ACTION_NAMES.keys() & names.keys()
    assert not twice, f"acts named twice: {sorted(twice)}"
    ACTION_NAMES.update(names)


def action_name(action: str) -> str:
    """Return what an act is called; its code when nobody named it."""
    return str(ACTION_NAMES.get(action, action))
