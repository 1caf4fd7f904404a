"""What the rules of this app say when they are broken; ``accounts.wording.add_sentences`` takes these."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "R005": _("Choose a reason from the list."),
    "R006": _(
        "Check the day the employment ended: not before the enrolment began, and not further ahead than allowed."
    ),
    "R007": _(
        "Insurance can stop from %(earliest)s at the earliest and %(latest)s at the latest. Choose a month between."
    ),
    "R008": _("Declarations are not taken today. The next window opens on %(next_opening)s; what you typed is kept."),
    "R013": _("Fill this in: for this reason the termination certificate has to show it."),
    "R015": _("Say who proposed to end the contract, as the reason demands: the unit or the person."),
    "R020": _(
        "For this person the contract may not end for this reason now (Labour Contract Law, articles 42 and 45)."
        " Choose the true reason, or end the contract when the protected time is over."
    ),
    "R021": _("This person can retire from %(earliest)s at the earliest. Check the reason or the month."),
}
