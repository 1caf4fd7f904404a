"""Bills with many people, payments that went through, and what a unit answers to ask for a deferral."""

from datetime import date

from django.db import connection

from insurance.models import Bill, Certificate, Payment
from insurance.rules.allocation import owed
from insurance.selectors.debts import debts_of
from insurance.services import payment_certificates
from tests.factories.clock import NOW, TODAY
from tests.factories.contributions import BASE, EMPLOYEE
from tests.factories.money import issued, ordered, said, told

LINE_COLUMNS = ("assessment_id", "person_id", "month", "hrss_base_fen", "medical_base_fen", *EMPLOYEE)
PERSON_COLUMNS = (
    "identity_type",
    "issuing_country",
    "identity_number",
    "identity_index",
    "name",
    "sex",
    "born_on",
    "life_status",
    "is_provisional",
)


def big_bill(bill: Bill, people: int) -> None:
    """Put as many people more on the bill's assessment, copied; they share the encrypted number of its first person."""
    first = bill.assessment.lines.select_related("person").first().person
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM accounts_person WHERE id = %s", [first.pk])
        [sealed] = cursor.fetchone()
        cursor.execute(
            f"""
            INSERT INTO accounts_person ({", ".join(PERSON_COLUMNS)})
            SELECT '01', 'CHN', %s, gen_random_uuid(), '群众' || n, '2', '1985-04-12', '1', false
            FROM generate_series(1, %s) AS n RETURNING id
            """,
            [sealed, people],
        )
        keys = [key for (key,) in cursor.fetchall()]
        with cursor.copy(f"COPY insurance_contributionline ({', '.join(LINE_COLUMNS)}) FROM STDIN") as copy:
            for key in keys:
                copy.write_row((bill.assessment_id, key, bill.assessment.month, BASE, BASE, *EMPLOYEE.values()))


def paid(person, month="2026-08", *, unit=None) -> Payment:
    """Return an order that was paid, credited and recorded."""
    payment = ordered(issued(person, month, unit=unit))
    told(said(payment))
    Payment.objects.filter(pk=payment.pk).update(posted_at=NOW)
    payment.refresh_from_db()
    return payment


def payment_certified(person, month="2026-08", *, unit=None) -> Certificate:
    """Return the certificate of a payment that went through."""
    return payment_certificates.issue(paid(person, month, unit=unit), at=NOW)


def cost_on(bill: Bill, on: date = TODAY, *, rule) -> tuple[int, int]:
    """Return principal and late fee of all of a bill on a day, as paying it would be reckoned."""
    shares = owed(debts_of([bill.pk]).of[bill.pk], settled_on=on, rule=rule)
    return sum(share.principal_fen for share in shares), sum(share.late_fee_fen for share in shares)
