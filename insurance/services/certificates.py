"""解除（终止）劳动合同证明书: issued when the reduction is accepted, frozen, revoked or replaced when it no longer holds.

Labour Contract Law, article 50; what it says: Implementing Regulations, article 24. Who proposed the end stays in the
declaration.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.models.audit import AuditEntry
from accounts.models.parties import Person
from accounts.models.users import User
from accounts.rules.roles import Agency
from accounts.services import audit, notices
from insurance.models.certificates import Certificate
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart
from insurance.rules.certificates import CertificateKind, CertificateState, EndedBecause, check_code, is_certified
from insurance.selectors.certificates import employed_since, still_replaceable
from insurance.selectors.unit_declarations import lines_of

OWN_PAGE = "/me/certificates/"


@transaction.atomic
def issue(part: DeclarationPart, *, at: datetime) -> list[Certificate]:
    """Certify the end of employment of everybody in an accepted reduction whose labour contract ends; once for each.

    ``part`` is locked and has just been accepted; that of the medical agency certifies nothing. A certificate about the
    same employment is replaced. The person and the unit are told. The statements do not grow with the people.
    """
    if part.agency != Agency.HRSS:
        return []
    declaration = part.declaration
    certified = Certificate.objects.filter(declaration=declaration, state=CertificateState.VALID)
    already = set(certified.values_list("person_id", flat=True))
    lines = [line for line in lines_of(declaration) if line.person_id not in already and deserves_one(line)]
    if not lines:
        return []
    before = certificates_before(declaration, lines)
    made = Certificate.objects.bulk_create(drawn_up(declaration, lines, at), batch_size=1000)
    replace_each(before, made, EndedBecause.DECLARED_ANEW, at=at)
    audit.record(None, "certificates.issued", declaration, at=at, certificates=len(made))
    tell_of_new(declaration, lines, made, at=at)
    return made


def deserves_one(line: DeclarationLine) -> bool:
    """Return whether a line, as it stands, ends a labour contract by what the human resources agency decides on."""
    stands = line.undone_at is None and line.insurances_of(Agency.HRSS)
    return bool(stands) and is_certified(line.reason_in_force, line.details)


def drawn_up(declaration: Declaration, lines: Sequence[DeclarationLine], at: datetime) -> list[Certificate]:
    """Return a certificate for each line, not stored."""
    numbers = new_numbers(len(lines), at)
    return [certificate_of(declaration, line, number, at) for line, number in zip(lines, numbers, strict=True)]


def new_numbers(count: int, at: datetime) -> list[str]:
    """Return the next certificate numbers: C, the date, a running number; they say nothing about anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('insurance_certificate_number') FROM generate_series(1, %s)", [count])
        return [f"C{at:%y%m%d}{running:07d}" for (running,) in cursor.fetchall()]


def certificate_of(declaration: Declaration, line: DeclarationLine, number: str, at: datetime) -> Certificate:
    """Return the certificate that a line's end of employment gets."""
    facts = {
        "name": line.person.name,
        "identity_type": line.person.identity_type,
        "unit": declaration.unit.name,
        "credit_code": declaration.unit.credit_code,
        "declaration": declaration.number,
        "reason": line.reason_in_force,
        "ended_on": line.ended_on.isoformat(),
        "contract_from": line.details["contract_from"],
        "contract_to": line.details.get("contract_to") or None,
        "post": line.details["post"],
        "years_in_unit": str(line.details["years_in_unit"]),
    }
    about = {"person": line.person, "unit": declaration.unit, "declaration": declaration}
    return sealed_with(CertificateKind.TERMINATION, facts, number=number, at=at, **about)


def sealed_with(
    kind: CertificateKind, facts: dict, *, number: str, at: datetime, person: Person | None, **about
) -> Certificate:
    """Return a certificate that says these facts, not stored: numbered, with a check code of its own and its digest.

    The identity number of ``person``, where it is about one, is kept encrypted beside them.
    """
    sealed = {"identity_number": person.identity_number if person else "", "check_code": check_code(secrets.choice)}
    certificate = Certificate(
        number=number,
        kind=kind,
        person=person,
        facts=facts,
        sealed=json.dumps(sealed, ensure_ascii=False),
        issued_at=at,
        **about,
    )
    certificate.digest = digest_of(certificate)
    return certificate


def digest_of(certificate: Certificate) -> bytes:
    """Return a keyed hash of all that a certificate says; whoever has only the database can neither make nor undo it."""
    said = [certificate.number, certificate.kind, certificate.facts, json.loads(certificate.sealed)]
    message = json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
    return hmac.digest(settings.HALL_INDEX_KEY, b"certificate\0" + message, hashlib.sha256)


def is_genuine(certificate: Certificate) -> bool:
    """Return whether a certificate says what it said when it was issued."""
    return hmac.compare_digest(digest_of(certificate), bytes(certificate.digest))


def note_printing(certificates: Sequence[Certificate], *, actor: User, at: datetime) -> None:
    """Write down that somebody had certificates drawn, with the identity number in full on them.

    RuntimeError for one that does not say any more what it said when it was issued: it must not become paper.
    """
    altered = [certificate.number for certificate in certificates if not is_genuine(certificate)]
    if altered:
        raise RuntimeError(f"altered certificates: {', '.join(altered)}")
    AuditEntry.objects.bulk_create(
        audit.entry(actor, "certificate.printed", certificate, at=at) for certificate in certificates
    )


def certificates_before(declaration: Declaration, lines: Sequence[DeclarationLine]) -> dict[int, list[Certificate]]:
    """Return the certificates about the same employments that nothing has replaced yet, by person.

    One about an employment that ended before the present one began is another matter and stays.
    """
    people = [line.person_id for line in lines]
    since = employed_since(declaration.unit, people)
    found: dict[int, list[Certificate]] = {}
    for certificate in still_replaceable(declaration.unit, people):
        began = since.get(certificate.person_id)
        if began is None or date.fromisoformat(certificate.facts["ended_on"]) >= began:
            found.setdefault(certificate.person_id, []).append(certificate)
    return found


TAKE_PLACE = """
UPDATE insurance_certificate AS earlier
SET state = 'replaced', replaced_by_id = pair.successor, ended_at = COALESCE(earlier.ended_at, %s),
    ended_because = CASE earlier.state WHEN 'valid' THEN %s ELSE earlier.ended_because END
FROM unnest(%s::bigint[], %s::bigint[]) AS pair (replaced, successor)
WHERE earlier.id = pair.replaced AND earlier.state <> 'replaced'
"""


def replace_each(
    before: dict[int, list[Certificate]], made: Sequence[Certificate], because: EndedBecause, *, at: datetime
) -> None:
    """Let new certificates take the place of earlier ones of the same people; one revoked before keeps its day."""
    pairs = [(one.pk, successor.pk) for successor in made for one in before.get(successor.person_id, ())]
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_PLACE, [at, because, *map(list, zip(*pairs, strict=True))])


def revoke(certificates: Sequence[Certificate], because: EndedBecause, *, at: datetime) -> None:
    """Store that certificates do not hold any more; one statement."""
    keys = [certificate.pk for certificate in certificates]
    ended = {"state": CertificateState.REVOKED, "ended_at": at, "ended_because": because}
    Certificate.objects.filter(pk__in=keys).update(**ended)


def tell_of_new(
    declaration: Declaration, lines: Sequence[DeclarationLine], made: Sequence[Certificate], *, at: datetime
) -> None:
    """Tell each person that the certificate is there, and the unit how many were issued."""
    told = [(line.person, {"certificate": certificate.number}) for line, certificate in zip(lines, made, strict=True)]
    notices.tell_people(told, "certificate_ready", at=at, link=OWN_PAGE)
    notices.tell_unit(
        declaration.unit,
        "certificates_issued",
        at=at,
        link=page_of(declaration),
        number=declaration.number,
        certificates=len(made),
    )


def page_of(declaration: Declaration) -> str:
    """Return the address at which the unit finds the certificates of a declaration."""
    return f"/employer/termination-certificates/?declaration={declaration.number}"


@transaction.atomic
def withdraw_certificates(
    lines: Collection[DeclarationLine],
    *,
    at: datetime,
    actor: User | None = None,
    because: EndedBecause = EndedBecause.UNDONE,
) -> int:
    """Revoke the certificates of lines whose reduction no longer stands; return how many.

    Calling it again changes nothing. Whoever holds a revoked one is told.
    """
    held = {(line.declaration_id, line.person_id) for line in lines}
    found = Certificate.objects.filter(
        declaration__in={declaration for declaration, _person in held},
        person__in={person for _declaration, person in held},
        state=CertificateState.VALID,
    ).select_related("person", "declaration__unit")
    revoked = [
        certificate
        for certificate in found.select_for_update(of=("self",)).order_by("pk")
        if (certificate.declaration_id, certificate.person_id) in held
    ]
    if revoked:
        revoke(revoked, because, at=at)
        tell_of_revoked(revoked, actor, at=at)
    return len(revoked)


def tell_of_revoked(revoked: Sequence[Certificate], actor: User | None, *, at: datetime) -> None:
    """Tell the people and their unit which certificates do not hold any more."""
    told = [(certificate.person, {"certificate": certificate.number}) for certificate in revoked]
    notices.tell_people(told, "certificate_revoked", at=at, link=OWN_PAGE)
    for declaration in {certificate.declaration for certificate in revoked}:
        count = sum(certificate.declaration_id == declaration.pk for certificate in revoked)
        audit.record(actor, "certificates.revoked", declaration, at=at, certificates=count)
        notices.tell_unit(
            declaration.unit,
            "certificates_revoked",
            at=at,
            link=page_of(declaration),
            number=declaration.number,
            certificates=count,
        )


def give_up(part: DeclarationPart, because: EndedBecause, *, at: datetime) -> None:
    """Revoke what an accepted part had certified, when it is not accepted any more."""
    if part.agency == Agency.HRSS:
        withdraw_certificates(lines_of(part.declaration), at=at, because=because)


@transaction.atomic
def replace(line: DeclarationLine, *, at: datetime) -> Certificate | None:
    """Issue a certificate with the reason that was found when the person disputed the declared one.

    The one before it is replaced; None, and it is revoked, where an end for that reason is not certified.
    """
    earlier = list(
        Certificate.objects.select_for_update(of=("self",))
        .filter(declaration=line.declaration_id, person=line.person_id, state=CertificateState.VALID)
        .order_by("pk")
    )
    if not deserves_one(line):
        withdraw_certificates([line], at=at, because=EndedBecause.REASON_CHANGED)
        return None
    declaration = line.declaration
    certificate = certificate_of(declaration, line, *new_numbers(1, at), at)
    return take_place(declaration, line, certificate, earlier, at=at)


def take_place(
    declaration: Declaration,
    line: DeclarationLine,
    certificate: Certificate,
    earlier: Sequence[Certificate],
    *,
    at: datetime,
) -> Certificate:
    """Store a certificate in the place of earlier ones about the same line."""
    revoke(earlier, EndedBecause.REASON_CHANGED, at=at)
    certificate.save(force_insert=True)
    replace_each({line.person_id: list(earlier)}, [certificate], EndedBecause.REASON_CHANGED, at=at)
    audit.record(None, "certificates.issued", declaration, at=at, certificates=1)
    tell_of_new(declaration, [line], [certificate], at=at)
    return certificate
