"""What the access log says: what was looked at, and what is wrong with a question about it."""

from django.utils.translation import gettext_lazy as _

from accounts.rules.looks import Look
from accounts.wording_notices import NoticeWording

LOOK_NAMES = {
    Look.RECORD: _("insurance and contribution record"),
    Look.DECLARATION: _("a declaration"),
    Look.MONEY: _("a bill, a payment or money received"),
    Look.IDENTITY: _("the full ID number"),
    Look.ACTIVATION_CODE: _("an activation code was handed out"),
}

SENTENCES = {
    "access_question.text_missing": _("Write what you would like to know, in at least %(characters)s characters."),
    "access_question.asked": _("You have already asked about this look. The answer appears here and in your inbox."),
    "access_question.answered": _("There is no open question about this look. Reload the page."),
    "access_question.own_look": _("Somebody else than the one who looked has to answer."),
    "access_question.answer_missing": _("Write the answer first."),
}

NOTICES = {
    "access_question_answered": NoticeWording(
        _("Your question about a look at your record was answered"),
        _("You asked why your record was opened. The answer stands beside the look in your access log."),
    ),
}
