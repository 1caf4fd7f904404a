"""Who pays for whom in the resident scheme: a member of the family is added with name and number, and taken off again.

Who asks learns only whether name and number fit together, and that is counted and slowed; the person asked about is told.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.document_number import read_document_number
from accounts.rules.errors import RuleBroken
from accounts.rules.person_name import masked_name
from accounts.services import audit, logins, notices
from accounts.services.logins import Door
from insurance.models.residents import ResidentProxy
from insurance.rules.resident_payment import FAMILY, MOST_FAMILY
from insurance.selectors.resident_proxies import person_meant, proxies_by

PAGE = "/me/resident-medical/"


def look_up(user: User, name: str, number: str, *, address: str | None, at: datetime, on: date) -> Person:
    """Return the person whom name and number mean. Call it outside a transaction: what does not fit is counted.

    Raises RuleBroken: the codes of ``resident_id.parse``, ``login.wait``, ``resident.no_match`` for whatever does not fit,
    ``resident.oneself``.
    """
    number = read_document_number(number, on=on)
    attempt = logins.begin_attempt(Door.FAMILY, logins.subject_index(Door.FAMILY, user.number), address=address, at=at)
    person = person_meant(number, name)
    if person is None:
        raise RuleBroken("resident.no_match", "id_number")
    logins.succeed(attempt.pk)
    if person.pk == user.person_id:
        raise RuleBroken("resident.oneself", "id_number")
    return person


@transaction.atomic
def add_family(user: User, person: Person, relation: str, *, at: datetime) -> ResidentProxy:
    """Let a citizen pay for a member of the family; adding somebody again changes the relation.

    Raises RuleBroken: ``resident.relation``, ``resident.too_many``.
    """
    if relation not in FAMILY:
        raise RuleBroken("resident.relation", "relation")
    payer = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=user.person_id)
    known = proxies_by(payer).filter(person=person).first()
    if known:
        known.relation = relation
        known.save(update_fields=["relation"])
        return known
    if proxies_by(payer).count() >= MOST_FAMILY:
        raise RuleBroken("resident.too_many", None, most=MOST_FAMILY)
    proxy = ResidentProxy.objects.create(person=person, by_person=payer, relation=relation, made_by=user, made_at=at)
    proxy.refresh_from_db(fields=["number"])
    audit.record(user, "resident.proxy_added", proxy, at=at, person=person.public_id, relation=relation)
    notices.tell_person(person, "resident_family_added", at=at, link=PAGE, name=masked_name(payer.name))
    return proxy


@transaction.atomic
def end(proxy: ResidentProxy, *, actor: User, at: datetime) -> None:
    """End that somebody pays for a person, by the payer or by the person; what was paid stays paid."""
    proxy = ResidentProxy.objects.select_for_update(of=("self",)).get(pk=proxy.pk)
    if proxy.ended_at is None:
        proxy.ended_at, proxy.ended_by = at, actor
        proxy.save(update_fields=["ended_at", "ended_by"])
        audit.record(actor, "resident.proxy_ended", proxy, at=at)
