"""What statements of channels say, what the books say of the same days, and the pages about both."""

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from insurance.models.payments import Remittance
from insurance.models.refunds import Refund
from insurance.models.statements import BankFile, BankFileRow, ChannelStatement, StatementDifference, StatementLine
from insurance.rules.bank_file import RowVerdict
from insurance.rules.reconciling import TO_DO, MovedKind, Movement
from insurance.rules.refunds import RefundState


def said_in(statement: ChannelStatement) -> list[Movement]:
    """Return every movement a statement names."""
    rows = statement.lines.values_list("kind", "reference", "amount_fen")
    return [Movement(MovedKind(kind), reference, fen) for kind, reference, fen in rows]


def booked_on(statement: ChannelStatement) -> list[Movement]:
    """Return what the books hold of the statement's channel: what they date on its day and what it names, without what
    another day's statement names."""
    lines = StatementLine.objects.filter(channel=statement.channel)
    return [*credited(statement, lines), *refunded(statement, lines)]


def credited(statement: ChannelStatement, lines: QuerySet) -> list[Movement]:
    lines = lines.filter(kind=MovedKind.CREDITED)
    of_day = Q(credited_on=statement.day) & ~Q(reference__in=lines.exclude(statement=statement).values("reference"))
    named = Q(reference__in=lines.filter(statement=statement).values("reference"))
    rows = Remittance.objects.filter(of_day | named, channel=statement.channel)
    return [Movement(MovedKind.CREDITED, *row) for row in rows.values_list("reference", "amount_fen")]


def refunded(statement: ChannelStatement, lines: QuerySet) -> list[Movement]:
    lines = lines.filter(kind=MovedKind.REFUNDED)
    of_day = Q(ended_at__date=statement.day) & ~Q(number__in=lines.exclude(statement=statement).values("reference"))
    named = Q(number__in=lines.filter(statement=statement).values("reference"))
    rows = Refund.objects.filter(of_day | named, channel=statement.channel, state=RefundState.DONE)
    return [Movement(MovedKind.REFUNDED, *row) for row in rows.values_list("number", "amount_fen")]


def statements() -> QuerySet[ChannelStatement]:
    """Return the statements that were loaded, each with how many differences it has and how many wait for somebody."""
    return ChannelStatement.objects.annotate(
        found=Count("differences"), to_do=Count("differences", filter=Q(differences__state__in=TO_DO))
    )


def booked_sums(statement: ChannelStatement) -> dict[str, int]:
    """Return what the books say the channel credited and gave back on the statement's day, in fen."""
    sums = dict.fromkeys(MovedKind, 0)
    for movement in booked_on(statement):
        sums[movement.kind] += movement.amount_fen
    return {str(kind): amount for kind, amount in sums.items()}


def differences_of(statement: ChannelStatement) -> QuerySet[StatementDifference]:
    """Return a statement's differences, those that wait first."""
    rows = statement.differences.select_related("remittance", "explained_by", "cleared_by")
    return rows.order_by("-state", "pk")


def bank_files() -> QuerySet[BankFile]:
    return BankFile.objects.select_related("uploaded_by")


def rows_of(bank_file: BankFile, verdict: str) -> QuerySet[BankFileRow]:
    """Return the rows of a file, those of one verdict where one is wanted."""
    rows = bank_file.rows.select_related("unit", "person", "remittance")
    return rows.filter(verdict=verdict) if verdict in set(RowVerdict) else rows


def placed_of(bank_file: BankFile) -> dict[str, int]:
    """Return what became of the money of a file: how much pays bills, how much waits in suspense, in fen."""
    money = Remittance.objects.filter(file_rows__bank_file=bank_file).distinct()
    return money.aggregate(allocated=Coalesce(Sum("allocated_fen"), 0), amount=Coalesce(Sum("amount_fen"), 0))
