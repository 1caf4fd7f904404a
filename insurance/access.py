"""The only door to things that belong to somebody: found for their owner, or not found (404)."""

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404

from accounts.models.access_log import AccessEntry
from accounts.models.parties import Person
from accounts.models.users import User
from insurance.models.attachments import Attachment
from insurance.models.bank_cards import BankCard
from insurance.models.batches import Batch
from insurance.models.bills import Bill
from insurance.models.certificates import Certificate
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.models.exports import RosterExport
from insurance.models.payments import Payment
from insurance.models.personal_accounts import AccountMovement
from insurance.models.residents import ResidentAgent, ResidentProxy
from insurance.rules.certificates import CertificateKind
from insurance.rules.kinds import DeclarationKind
from insurance.rules.workflow import State
from insurance.selectors.bill_detail import with_corrections
from insurance.selectors.refund_requests import bills_of_asker


def found(queryset, **keys):
    """Return the one row, or raise Http404: what is not yours does not exist."""
    row = queryset.filter(**keys).first()
    if row is None:
        raise Http404
    return row


def person_of(user: User) -> Person:
    """Return the person a citizen is."""
    return user.person


def own_declaration(user: User, number: str) -> Declaration:
    """Return a citizen's own declaration."""
    own = Declaration.objects.select_related("person", "area", "unit_request__unit")
    return found(own, number=number, person=user.person_id or 0)


def line_sent_back(user: User, number: str, kind: DeclarationKind) -> DeclarationLine | None:
    """Return the line of a citizen's own declaration of a kind that was sent back and may be corrected; None for others.

    ``number`` comes as an address gave it, empty for none. ``sent_back_for`` is the code of the reason,
    ``sent_back_with`` what the agency wrote.
    """
    number = number.replace("\0", "")
    if not number:
        return None
    returned = DeclarationPart.objects.filter(declaration=OuterRef("declaration"), state=State.RETURNED).order_by(
        "agency"
    )
    lines = DeclarationLine.objects.select_related("declaration").annotate(
        sent_back_for=Subquery(returned.values("reason_code")[:1]), sent_back_with=Subquery(returned.values("text")[:1])
    )
    own = lines.filter(declaration__person=user.person_id or 0, declaration__kind=kind)
    return own.filter(declaration__number=number, sent_back_for__isnull=False).first()


def unit_declaration(user: User, number: str) -> Declaration:
    """Return a declaration of the operator's unit."""
    return found(Declaration.objects.select_related("unit", "area"), number=number, unit=user.unit_id or 0)


def unit_batch(user: User, number: str) -> Batch:
    """Return a table that the operator's unit uploaded, without the file itself."""
    batches = Batch.objects.select_related("unit", "declaration", "uploaded_by", "submitted_by", "same_as")
    return found(batches.defer("content"), public_id=number, unit=user.unit_id or 0)


def reduction_of_person(user: User, number: str) -> DeclarationLine:
    """Return the citizen's own line in a reduction that their unit has submitted."""
    lines = DeclarationLine.objects.select_related("declaration__unit", "declaration__area", "person", "unit")
    submitted = lines.filter(declaration__kind=DeclarationKind.REDUCTION, declaration__submitted_at__isnull=False)
    return found(submitted, declaration__number=number, person=user.person_id or 0)


def dispute_with_unit(reduction: Declaration, number: str) -> Declaration:
    """Return an employee's dispute about a reduction that was found for its unit."""
    disputes = reduction.followed_by.filter(kind=DeclarationKind.DISPUTE, unit_statement__isnull=False)
    return found(disputes, number=number)


def own_enrolment(user: User, number: str) -> Enrolment:
    """Return an enrolment of the citizen's own."""
    return found(Enrolment.objects.select_related("unit", "area"), number=number, person=user.person_id or 0)


def staff_member(user: User, public_id: str) -> Person:
    """Return a person who is or was enrolled by the operator's unit."""
    people = Person.objects.filter(enrolments__unit=user.unit_id or 0).distinct()
    return found(people, public_id=public_id)


def request_to_unit(user: User, number: str) -> UnitRequest:
    """Return a request to the operator's unit, by the number of the declaration with which an employee or another unit
    asks."""
    requests = UnitRequest.objects.select_related("declaration__person", "declaration__unit", "unit")
    return found(requests, declaration__number=number, unit=user.unit_id or 0)


def own_export(user: User, number: str) -> RosterExport:
    """Return a roster that the operator asked for as a file; nobody else's, not even a colleague's."""
    return found(RosterExport.objects.all(), number=number, made_by=user.pk, unit=user.unit_id or 0)


def own_attachment(user: User, pk: int) -> Attachment:
    """Return a file of a declaration of the user's own or of the user's unit."""
    files = Attachment.objects.select_related("declaration")
    if user.is_operator:
        return found(files, pk=pk, declaration__unit=user.unit_id)
    return found(files, pk=pk, declaration__person=user.person_id or 0)


def unit_attachment(declaration: Declaration, pk: int) -> Attachment:
    """Return a file of a declaration that was found for its unit."""
    return found(declaration.attachments.all(), pk=pk)


def attachment_on_the_desk(user: User, pk: int) -> Attachment:
    """Return a file of a submitted declaration that concerns the staff member's agency; any for staff of no agency."""
    files = Attachment.objects.select_related("declaration").exclude(declaration__submitted_at=None)
    agency = {"declaration__parts__agency": user.agency} if user.agency else {}
    return found(files, pk=pk, **agency)


def look_at_oneself(user: User, pk: int) -> AccessEntry:
    """Return a look by the staff at the citizen's own record."""
    return found(AccessEntry.objects.select_related("person"), pk=pk, person=user.person_id or 0)


def own_certificate(user: User, number: str) -> Certificate:
    """Return a certificate about the citizen."""
    own = Certificate.objects.select_related("replaced_by", "declaration")
    return found(own, number=number, person=user.person_id or 0)


def unit_bill(user: User, number: str) -> Bill:
    """Return a bill of the operator's unit, with the numbers of the bill it corrects and of those that correct it."""
    return found(with_corrections(Bill.objects.filter(assessment__unit=user.unit_id or 0)), number=number)


def own_bill(user: User, number: str) -> Bill:
    """Return a bill that the citizen pays alone."""
    return found(with_corrections(Bill.objects.filter(assessment__person=user.person_id or 0)), number=number)


def bill_to_ask_back(user: User, number: str) -> Bill:
    """Return a bill of which the citizen may ask money back: an own one, or one that an order of theirs has paid."""
    bills = bills_of_asker(user.person_id or 0).select_related("assessment__area", "assessment__person")
    return found(bills, number=number)


def own_payment(user: User, number: str) -> Payment:
    """Return an order that the citizen pays."""
    return found(Payment.objects.select_related("area"), number=number, person=user.person_id or 0)


def unit_payment(user: User, number: str) -> Payment:
    """Return an order that the operator's unit pays."""
    return found(Payment.objects.select_related("area"), number=number, unit=user.unit_id or 0)


def unit_certificate(user: User, number: str) -> Certificate:
    """Return a certificate that the operator's unit hands to an employee."""
    certificates = Certificate.objects.filter(kind=CertificateKind.TERMINATION)
    certificates = certificates.select_related("replaced_by", "declaration", "person")
    return found(certificates, number=number, unit=user.unit_id or 0)


def own_movement(user: User, pk: int) -> AccountMovement:
    """Return a movement of the citizen's medical account."""
    return found(AccountMovement.objects, pk=pk, account__person=user.person_id or 0)


def own_card(user: User, public_id: str) -> BankCard:
    """Return a bank card the citizen has bound, without its number."""
    bound = BankCard.objects.filter(removed_at=None).select_related("person").defer("number")
    return found(bound, public_id=public_id, person=user.person_id or 0)


def own_proxy(user: User, number: str) -> ResidentProxy:
    """Return a relation in which the citizen pays or paid for somebody, or somebody for the citizen."""
    own = Q(person=user.person_id or 0) | Q(by_person=user.person_id or 0)
    proxies = ResidentProxy.objects.select_related("person", "by_person", "by_unit")
    return found(proxies.filter(own), number=number)


def listed_resident(user: User, number: str) -> ResidentProxy:
    """Return a resident who is or was on the list of the operator's committee."""
    return found(ResidentProxy.objects.select_related("person"), number=number, by_unit=user.unit_id or 0)


def agent_unit(user: User) -> ResidentAgent:
    """Return as what the operator's unit files for residents; for any other unit that does not exist."""
    return found(ResidentAgent.objects.select_related("unit", "area"), unit=user.unit_id or 0, ended_at=None)


def unit_payment_certificate(user: User, number: str) -> Certificate:
    """Return the certificate of a payment of the operator's unit."""
    certificates = Certificate.objects.filter(kind=CertificateKind.PAYMENT).select_related("replaced_by", "payment")
    return found(certificates, number=number, unit=user.unit_id or 0)
