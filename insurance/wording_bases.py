"""The words of the yearly declaration of wages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from insurance.rules.undeclared import Declared

DECLARED_NAMES = {
    Declared.OPEN: pgettext_lazy("wage of the year", "not declared"),
    Declared.UNDER_WAY: pgettext_lazy("wage of the year", "under way"),
    Declared.DECLARED: pgettext_lazy("wage of the year", "declared"),
    Declared.JOINED: pgettext_lazy("wage of the year", "joined this year"),
}

SENTENCES = {
    "bases.nothing_written": _("No wage is written yet. Go back to the list and write at least one."),
    "bases.wage_missing": _("Write the average monthly wage of last year, more than nothing."),
    "bases.wage_too_high": _("This is more than a million yuan a month. Check the figure."),
    "bases.joined_this_year": _(
        "Insured through your unit since %(month)s only: the wage named when joining counts for this year. Leave this person out."
    ),
    "bases.other_year": _(
        "Wages are declared for the contribution year that began in %(year)s. Write them anew in the list."
    ),
    "bases.not_open": _(
        "One of these people is not insured through your unit in this contribution year any more. Reload the list and write the wages again."
    ),
    "bases.changed_meanwhile": _(
        "A colleague has changed wages on this page meanwhile. What you typed stands here; reload the list in a second window, compare, and save again."
    ),
    "bases.signatures": _(
        "Each employee has confirmed the wage with a signature, and the unit keeps the signed lists (Order 20, article 5)."
    ),
    "bases.late": _(
        "The wages were to be declared by %(last)s. They are still taken, and what was charged by estimate is settled."
    ),
    "bases.incomplete": _(
        "People still without a wage of this year: %(people)s. Until theirs is declared, the rule for wages not declared counts."
    ),
    "bases.falls": _(
        "Bases that would fall: %(people)s. The agency looks at such a declaration before it counts; have the pay lists ready."
    ),
    "bases.difference_issued": _(
        "A bill for the difference is issued already (%(bill)s). Declare the right wage instead: what was paid too much is settled with the next bill."
    ),
    "bases.charged_since": _(
        "%(month)s was charged by this wage already. Declare the right wage instead: what was paid too much is settled with the next bill."
    ),
    "bases.later_wage": _("Declaration %(number)s changed one of these wages later. Take that one back first."),
}
