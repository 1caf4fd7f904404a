"""个人账户收支明细单: a year of a personal medical account, frozen as a certificate when the person asks for it.

Everybody may ask for the record of their own account (Social Insurance Law of the PRC, articles 4 and 74).
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models.users import User
from accounts.rules.errors import RuleBroken
from accounts.services import audit
from insurance.models.certificates import Certificate
from insurance.models.personal_accounts import PersonalAccount
from insurance.rules.certificates import CertificateKind, CertificateState
from insurance.selectors.account_statements import statement_facts
from insurance.services.certificates import new_numbers, sealed_with


@transaction.atomic
def issue(user: User, year: int, *, at: datetime, on: date) -> Certificate:
    """Certify one year of the citizen's own account, up to a business day; asked again with nothing new, the same certificate.

    Raises RuleBroken("account_statement.none") without an account, or for a year that has not begun.
    """
    person = user.person
    account = PersonalAccount.objects.select_for_update(of=("self",)).filter(person=person).first()
    if account is None or year > on.year:
        raise RuleBroken("account_statement.none", "year")
    facts = {
        "name": person.name,
        "identity_type": person.identity_type,
        **statement_facts(account.pk, year, on=on),
    }
    issued = Certificate.objects.filter(person=person, kind=CertificateKind.ACCOUNT, state=CertificateState.VALID)
    same = issued.filter(facts=facts).order_by("-pk").first()
    if same is not None:
        return same
    [number] = new_numbers(1, at)
    certificate = sealed_with(CertificateKind.ACCOUNT, facts, number=number, at=at, person=person)
    certificate.save(force_insert=True)
    audit.record(user, "account_statement.issued", certificate, at=at)
    return certificate
