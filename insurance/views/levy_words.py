"""The levy order of a bill and its table of people, filled from the record in the reader's language."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings

from accounts.rules.resident_id import masked
from accounts.wording import in_chinese, month_text
from insurance.documents.levy_order import MOST_PEOPLE, Account, LevyOrder, LevyPerson, LevyRow
from insurance.documents.levy_workbook import LevyTable, TableRow
from insurance.rules.bill_standing import ASKS_FOR_MONEY
from insurance.rules.kinds import AssessmentKind
from insurance.selectors.bill_detail import BillFile, BillLine, every_line
from insurance.selectors.bills import rule_in_force
from insurance.selectors.contributions import OWN_COLUMN
from insurance.views.bill_words import column_heads, period_of
from insurance.wording import AGENCY_NAMES
from insurance.wording_bills import ASSESSMENT_NAMES

OWN = frozenset(filter(None, OWN_COLUMN.values()))


def levy_order_of(found: BillFile, *, payer, payer_code: str, address: str, on: date) -> LevyOrder:
    """Return a bill as its levy order; ``payer`` is a unit or a person, ``address`` where the payer finds the bill."""
    bill, charged = found.bill, found.charged
    asks = found.standing in ASKS_FOR_MONEY
    fees = found.fees(on, rule_in_force(bill.assessment.area_id, on)) if asks else []
    of_unit = bill.assessment.unit_id is not None
    return LevyOrder(
        office=office(),
        agency=str(AGENCY_NAMES[bill.agency]),
        number=bill.number,
        payer=payer.name,
        payer_code=payer_code,
        of_unit=of_unit,
        month=period_of(bill),
        kind=str(ASSESSMENT_NAMES[AssessmentKind(bill.assessment.kind)]),
        corrects=bill.corrects or "",
        issued_on=bill.issued_on,
        due_on=bill.due_on,
        deferred_until=bill.deferred_until,
        people=charged.people,
        bases_fen=charged.bases_fen,
        rows=tuple(LevyRow(s.insurance, s.unit_fen, s.own_fen, s.total_fen) for s in charged.shares),
        unit_fen=bill.unit_total_fen,
        own_fen=bill.own_total_fen,
        total_fen=bill.total_fen,
        paid_fen=bill.paid_fen,
        open_fen=sum(row.open_fen for row in fees),
        late_fee_fen=sum(row.fee_fen for row in fees),
        account=account_of(bill.agency),
        annex=tuple(annex(found)) if of_unit and charged.people <= MOST_PEOPLE else (),
        address=address,
        hotline=settings.HALL_OFFICE["hotline"],
        printed_on=on,
    )


def office() -> str:
    return settings.HALL_OFFICE["name_zh" if in_chinese() else "name_en"]


def account_of(agency: str) -> Account:
    """Return the account to which contributions of an agency are transferred."""
    named = settings.HALL_FUND_ACCOUNTS[agency]
    return Account(named["holder"], named["bank"], named["number"])


def annex(found: BillFile) -> Iterator[LevyPerson]:
    """Yield everybody on a bill as the annex writes them."""
    columns = found.charged.columns
    for line in every_line(found.bill, columns):
        own = sum(amount or 0 for column, amount in zip(columns, line.amounts, strict=True) if column in OWN)
        yield LevyPerson(
            line.name, masked(line.identity_number), line.base_fen, line.total_fen - own, own, line.total_fen
        )


def levy_table_of(found: BillFile) -> LevyTable:
    """Return what stands above the table of a bill's people."""
    bill = found.bill
    title = f"{bill.number} {month_text(bill.assessment.month)} {AGENCY_NAMES[bill.agency]}"
    return LevyTable(title, tuple(column_heads(found)))


def table_rows(lines: Iterable[BillLine]) -> Iterator[TableRow]:
    """Yield people of a bill as the table writes them."""
    for line in lines:
        yield TableRow(line.name, masked(line.identity_number), line.base_fen, line.amounts)
