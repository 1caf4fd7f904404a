"""The words of assessing and closing months, and of workers whom no unit declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.assessing import RunState

RUN_STATE_NAMES = {
    RunState.RUNNING: pgettext_lazy("state of an assessment", "under way"),
    RunState.FINISHED: pgettext_lazy("state of an assessment", "finished"),
}

SENTENCES = {
    "assess.closed": _(
        "The books of %(month)s are closed. What is wrong in them is put right by new rows of a later run."
    ),
    "assess.future": _("%(month)s has not begun. A month is assessed when it has."),
    "assess.unfinished": _("The assessment of %(unfinished)s is not finished. Let it go on first."),
    "assess.before_records": _(
        "Months up to %(last)s were assessed before. What is missing in them is charged by the next run as a supplement."
    ),
    "assess.earlier_first": _(
        "%(earlier)s is not assessed yet. Months are assessed one after the other: begin with it."
    ),
    "assess.under_way": _(
        "This area is being assessed right now. Look at how far it is, and come back when it is finished."
    ),
    "assess.no_injury_rate": _(
        "Unit %(unit)s has people insured against work injury, but no rate is in force for its class. Set its class or the"
        " rate, then let the run go on."
    ),
    "assess.line_differs": _(
        "A line does not agree with the rule, so nothing of this step was kept: %(line)s. This is a fault of the program: report it."
    ),
    "assess.done": _("%(month)s was assessed on %(on)s. What changed since is charged by the next run."),
    "closing.closed_already": _("The books of %(month)s are closed already."),
    "closing.not_over": _("%(month)s is not over. Its books are closed afterwards."),
    "closing.not_assessed": _("%(month)s is not assessed. Assess it first, then close its books."),
    "closing.earlier_open": _("The books of %(earlier)s are still open. Close them first."),
    "unregistered.not_registered": _("The unit itself is not registered here. Register it first, then its workers."),
    "unregistered.starts_later": _("The first working day has not come. Who has not begun to work was not left out."),
    "unregistered.insured_here": _("This person is insured through the unit in these months already."),
    "unregistered.insured_elsewhere": _(
        "This person is insured otherwise from %(since)s on, and nobody is insured twice. Enter the months before that through"
        " a correction of the other insurance first."
    ),
    "unregistered.not_yours": _(
        "The agency opened this case, so it is not taken back by the unit. Write a message on it, or apply for reconsideration."
    ),
    "unregistered.under_way": _("Case %(number)s about this person and unit is not decided yet."),
    "unregistered.text_short": _("Write in at least %(characters)s characters what proves the employment."),
    "unregistered.before_rules": _("No contribution bounds are on record for %(month)s. Choose a later first month."),
}

AUDIT_ACTIONS = {
    "assessment.begun": _("began to assess a month"),
    "assessment.finished": _("assessed a month"),
    "month.closed": _("closed the books of a month"),
    "unregistered.lodged": _("opened a case about a worker whom no unit declared"),
}

NOTICES = {
    "unregistered_found": NoticeWording(
        _("The agency assessed contributions for a worker whom you did not declare"),
        _(
            "By case %(number)s the agency registered a worker whom your unit had not declared within 30 days of the first"
            " working day, and assessed the contributions from %(month)s on (Social Insurance Law, articles 58 and 62). Pay the"
            " bills in time, or a late fee is added. A unit that does not register its workers when ordered to is fined"
            " (article 84). You may apply for administrative reconsideration within 60 days, or sue within six months."
        ),
    ),
    "registered_for_you": NoticeWording(
        _("The agency registered your insurance with your employer"),
        _(
            "Your employer had not declared you. By case %(number)s the agency insured you from %(month)s on and charges your"
            " employer (Social Insurance Law, articles 58 and 84). Your own part is withheld from your wage; the late fee is the"
            " employer's alone. If a day or wage is wrong, say so at the agency; you may apply for administrative"
            " reconsideration within 60 days."
        ),
    ),
}
