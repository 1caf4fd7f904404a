"""The words of increases: the sentences of their validation catalogue, names of their codes, what notices say of them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.wording_notices import NoticeWording
from insurance.rules.employment_kinds import EmploymentKind, Household

EMPLOYMENT_KIND_NAMES = {
    EmploymentKind.CONTRACT: _("Labour contract, full time"),
    EmploymentKind.DISPATCH: _("Labour dispatch"),
    EmploymentKind.PART_TIME: _("Part time (work injury only)"),
    EmploymentKind.OTHER: pgettext_lazy("kind of employment", "Other"),
}

HOUSEHOLD_NAMES = {
    Household.LOCAL_URBAN: _("Local, urban"),
    Household.LOCAL_RURAL: _("Local, rural"),
    Household.URBAN_ELSEWHERE: _("From elsewhere, urban"),
    Household.RURAL_ELSEWHERE: _("From elsewhere, rural"),
}

RELEASE_ANSWER_NAMES = {
    "pending": pgettext_lazy("release of a person", "Not answered yet"),
    "refused": pgettext_lazy("release of a person", "The other unit did not agree; the agencies decide"),
    "silent": pgettext_lazy("release of a person", "Not answered in time; the agencies decide"),
    "done": pgettext_lazy("release of a person", "The other unit has declared the end"),
    "cancelled": pgettext_lazy("release of a person", "Withdrawn"),
}
"""How the unit that asks is told where its request stands."""

RELEASE_REQUEST_NAMES = {
    "pending": pgettext_lazy("request to a unit", "Waiting for your answer"),
    "refused": pgettext_lazy("request to a unit", "You did not agree"),
    "silent": pgettext_lazy("request to a unit", "Not answered in time"),
    "done": pgettext_lazy("request to a unit", "Settled by your reduction"),
    "cancelled": pgettext_lazy("request to a unit", "Withdrawn by the other unit"),
}
"""How the unit that was asked is told the same."""

SENTENCES = {
    "A001": _("Check the identity number. %(cause)s"),
    "A002": _("The name does not belong to this identity number. Type it as on the identity card."),
    "A002.missing": _("Enter the name as on the identity card."),
    "A002.declared": _(
        "Another declaration names this person differently. Compare the name with the identity card and correct it here;"
        " if it is right, come to a service counter with a copy of the card."
    ),
    "A003": _(
        "The person is insured through your unit already: %(insurances)s. Look at them in your roster; a wage or other"
        " data are changed there."
    ),
    "A004": _(
        "The person already is in declaration %(number)s, which is not finished. Wait for it or withdraw it first."
    ),
    "A004.elsewhere": _(
        "Somebody else has just declared to insure this person, and that is not decided yet. Ask the person; when it is"
        " decided or withdrawn, declare again."
    ),
    "A006": _("Nobody may be employed before turning 16 (Labour Law, article 15): not before %(birthday)s."),
    "A007": _(
        "The person may retire from %(earliest)s on. Ask whether they draw a pension: who does is not insured any more,"
        " but for work injury by the counter."
    ),
    "A008": _(
        "The latest month of retirement was %(latest)s, so the person cannot be insured as an employee. Work-injury"
        " insurance alone is declared at a service counter."
    ),
    "A009": _("Enter the first working day."),
    "A010": _("A first working day can be declared up to %(last)s. Check the date or declare it later."),
    "A011": _("Your unit was founded on %(founded)s. Check the first working day."),
    "A012.missing": _("Enter the monthly wage in yuan."),
    "A012.nothing": _("The wage has to be more than nothing."),
    "A012.high": _("This is more than a million yuan a month. Check the figure."),
    "A013": _(
        "The contract would end before it begins on %(begins)s. Check the date, or leave it empty if open-ended."
    ),
    "A014": _(
        "A written contract has to be made by %(limit)s, a month after the first working day; later, double wages are"
        " due (Labour Contract Law, articles 10 and 82). The increase is possible all the same."
    ),
    "A015": _("Insurance can start from %(earliest)s or %(latest)s. Choose one of them, or leave it to the rule."),
    "A016": _(
        "First working days before %(earliest)s are more than three months back and are not taken online. Come to a"
        " service counter with the contract and the pay slips."
    ),
    "A017": _("The record says that this person has died. If that is wrong, come to a service counter."),
    "A018": _(
        "The person's pension insurance ended for good, as on retirement. If they work for you, work-injury insurance is"
        " declared at a service counter."
    ),
    "A019": _(
        "This card does not tell a birth date, and the person is not on record yet. Come to a service counter with the"
        " card; after that they can be declared online."
    ),
    "A020": _("Declarations are not taken today. The next window opens on %(next_opening)s; what you typed is kept."),
    "A021": _(
        "The increase had to be declared by %(limit)s, 30 days after the first working day. It is taken and marked as"
        " late: the agency may assess what is due and fine the unit (Social Insurance Law, articles 58 and 84)."
    ),
    "A022": _(
        "The person is insured through another unit now. When you submit, that unit is asked to declare the end within 5"
        " working days; if it does not, the agencies decide. Your increase waits until then."
    ),
    "A022.agency": _(
        "The person is insured through another unit now, which cannot be asked by the hall. The agencies check the case"
        " and decide whether that insurance ends with yours."
    ),
    "A022.singly": _(
        "The person is insured through another unit. Declare this one with the form for one person: it asks that unit to"
        " release them."
    ),
    "A023": _(
        "The person pays %(insurances)s alone, which ends from %(start_month)s when your increase takes effect. They are"
        " told; what they paid for later months is paid back on request."
    ),
    "A024.leaving": _(
        "The other unit has declared the end of its insurance already, so nobody is asked. Yours starts behind it, from"
        " %(start_month)s."
    ),
    "A024.resume": _(
        "The person has declared to pay insurance alone again. Ask them to withdraw that; otherwise it ends when your"
        " increase takes effect."
    ),
    "A024.stop": _("The person has declared to stop an insurance they pay alone. That does not hinder your increase."),
    "undo.increase_ended": _(
        "What was declared of %(people)s has ended meanwhile, so it cannot be taken back. Take that end back first, or"
        " ask for a correction."
    ),
}

NOTICES = {
    "increase_filed_for_you": NoticeWording(
        _("A unit declared that you work for it"),
        _(
            "A unit declared that it employs you and insures you, counting from %(start_on)s. Your insurance page shows"
            " it; if you do not work there, call 12333."
        ),
    ),
    "insured_through_unit": NoticeWording(
        _("You are insured through your unit"),
        _("%(agency)s accepted the increase of your unit: you are insured through it, counting from %(start_on)s."),
    ),
    "insured_through_unit_now": NoticeWording(
        _("You are insured through your new unit"),
        _(
            "%(agency)s accepted the increase of your unit: you are insured through it, counting from %(start_on)s. Your"
            " former insurance of the same kind ended with that month; nobody is insured twice."
        ),
    ),
    "release_requested_of_unit": NoticeWording(
        _("Another unit has taken on one of your people"),
        _(
            "Another unit declared that it employs somebody who is insured through you (%(number)s). File the reduction,"
            " or say why not, by %(due_on)s; after that the agencies decide."
        ),
    ),
    "unit_released": NoticeWording(
        _("Increase %(number)s goes on"),
        _("The other unit has declared the end of its insurance. Your increase %(number)s is with the agencies now."),
    ),
    "unit_refused_release": NoticeWording(
        _("The other unit did not agree to %(number)s"),
        _(
            "The unit that insures the person did not agree to release them. Your increase %(number)s was passed on to the"
            " agencies, which check it with both sides."
        ),
    ),
    "unit_silent_on_release": NoticeWording(
        _("The other unit did not answer %(number)s in time"),
        _(
            "The unit that insures the person did not answer in time. Your increase %(number)s was passed on to the"
            " agencies, which decide."
        ),
    ),
    "increase_start_moved": NoticeWording(
        _("Increase %(number)s starts later"),
        _(
            "The insurance declared in %(number)s counts from %(start_on)s: the months before are closed, or another unit"
            " pays for them."
        ),
    ),
    "employee_insured_elsewhere": NoticeWording(
        _("One of your people is insured through another unit now"),
        _(
            "%(agency)s accepted that another unit insures one of your people, counting from %(start_on)s. Your"
            " enrolment of them ended with that month. If they still work for you, call 12333."
        ),
    ),
}
