"""What notices about declarations say."""

from django.utils.translation import gettext_lazy as _

from accounts.wording_notices import NoticeWording

NOTICES = {
    "declaration_submitted": NoticeWording(
        _("Declaration %(number)s was received"),
        _("We received your declaration %(number)s. By when the agency answers stands in it; you can follow it here."),
    ),
    "declaration_accepted": NoticeWording(
        _("Declaration %(number)s was accepted"),
        _("%(agency)s accepted your declaration %(number)s. It takes effect on %(effective_on)s."),
    ),
    "declaration_returned": NoticeWording(
        _("Declaration %(number)s was sent back to you"),
        _(
            "%(agency)s: something in declaration %(number)s has to be put right. Open it to see what, correct it and submit it again."
        ),
    ),
    "declaration_rejected": NoticeWording(
        _("Declaration %(number)s was rejected"),
        _(
            "%(agency)s rejected declaration %(number)s. Open it to read the reason, what you can do next and your remedies."
        ),
    ),
    "declaration_reopened": NoticeWording(
        _("Declaration %(number)s is being looked at again"),
        _("A supervisor reopened declaration %(number)s. It is under review again."),
    ),
    "declaration_withdrawal_granted": NoticeWording(
        _("Declaration %(number)s was taken back"),
        _("The agency granted your request: declaration %(number)s was taken back and changes nothing."),
    ),
    "declaration_withdrawal_refused": NoticeWording(
        _("Declaration %(number)s stays accepted"),
        _("The agency did not grant your request to take declaration %(number)s back. Open it to read the reason."),
    ),
    "declaration_effective": NoticeWording(
        _("Declaration %(number)s took effect"),
        _("Declaration %(number)s took effect (%(agency)s) and is part of the record now."),
    ),
    "stop_requested_of_unit": NoticeWording(
        _("An employee asks you to stop their insurance"),
        _("An employee filed request %(number)s. Answer it by %(due_on)s; after that the agency takes it up."),
    ),
    "unit_refused_stop": NoticeWording(
        _("Your unit did not agree to %(number)s"),
        _(
            "Your unit did not agree to your request %(number)s. It was passed on to the agency, which checks it with the unit."
        ),
    ),
    "unit_silent_on_stop": NoticeWording(
        _("Your unit did not answer %(number)s in time"),
        _("Your unit did not answer your request %(number)s in time. It was passed on to the agency."),
    ),
    "reduction_filed_for_you": NoticeWording(
        _("Your unit declared the end of your insurance"),
        _(
            "Your unit declared that your insurance stops. Open your insurance page to see from which month, and tell the agency if it is wrong."
        ),
    ),
    "wage_declared_for_you": NoticeWording(
        _("Your unit declared your wage"),
        _(
            "Your unit declared the wage your contributions are based on. Look at your contributions; if it is wrong, ask your unit first."
        ),
    ),
    "data_changed_for_you": NoticeWording(
        _("Your data were changed"),
        _("Data about you were changed in the record: %(what)s. If you did not expect this, call 12333."),
    ),
    "declaration_message": NoticeWording(
        _("A message about declaration %(number)s"),
        _("The agency wrote to you about declaration %(number)s. Open it to read and answer."),
    ),
}
