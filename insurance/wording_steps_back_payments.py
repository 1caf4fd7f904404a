"""The sentence of the answer that a quote for a back payment gives."""

from django.utils.translation import gettext as _

from insurance.wording_facts import Facts, Told, says


@says("back_payment.quote", result="fen")
def quote(facts: Facts, told: Told) -> str:
    if facts["returns_on"] is None:
        return _("Paying back %(repaid_months)s, credited on %(credited_on)s, costs %(total_fen)s.")
    return _(
        "Paying back %(repaid_months)s, credited on %(credited_on)s, costs %(total_fen)s and brings benefits back on %(returns_on)s."
    )
