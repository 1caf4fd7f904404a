"""抵扣: what was charged too much pays what is owed: first on the bill it corrects, then on the oldest ones.

Money of one fund never pays what is owed to another (Social Insurance Law, article 64): every insurance is set off by
itself. Only within one bill, which asks for one sum, may one fund's share pay another's; that is a transfer between them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from insurance.rules.allocation import BillDebt, Share, allocate
from insurance.rules.late_fee import LateFeeRule
from insurance.rules.months import Month


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit note still gives back: fen by insurance code. ``corrects`` is the bill it corrects, if there is one."""

    bill_id: int
    month: Month
    corrects: int | None
    left_fen: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Offset:
    """What a credit note pays of one insurance on one bill."""

    credit_id: int
    share: Share


def offset(
    notes: Iterable[Credit], debts: Iterable[BillDebt], *, settled_on: date, rule: LateFeeRule | None
) -> list[Offset]:
    """Return what credit notes of one payer pay of the payer's debts, the oldest of both first.

    On the bill that is corrected no late fee counts, because that part was never owed; on others it does, until
    ``settled_on`` (Social Insurance Law, article 86).
    """
    facts = {debt.bill_id: debt for debt in debts}
    open_debts = {key: dict(debt.open_fen) for key, debt in facts.items()}
    found: list[Offset] = []
    for credit in sorted(notes, key=lambda one: (one.month.first_day, one.bill_id)):
        for insurance, left in sorted(credit.left_fen.items()):
            first = [key for key in open_debts if key == credit.corrects]
            others = [key for key in open_debts if key != credit.corrects]
            for keys, fees in ((first, None), (others, rule)):
                owed = [narrowed(facts[key], insurance, open_debts[key]) for key in keys]
                for share in allocate(left, owed, settled_on=settled_on, rule=fees):
                    found.append(Offset(credit.bill_id, share))
                    open_debts[share.bill_id][insurance] -= share.principal_fen
                    left -= share.total_fen
    return found


def narrowed(debt: BillDebt, insurance: int, open_fen: Mapping[int, int]) -> BillDebt:
    """Return a debt with what is open of one insurance alone."""
    return replace(debt, open_fen={insurance: open_fen.get(insurance, 0)})


def transfers(owed: Mapping[int, int], given: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Return how a bill that charges some funds and gives back others is settled within itself.

    Each is the insurance that gives, the one that takes, and the amount in fen, in the order of their codes; what remains
    is on one side only, and is the bill's total.
    """
    giving = [[code, amount] for code, amount in sorted(given.items()) if amount > 0]
    found = []
    for taker, wanted in sorted(owed.items()):
        while wanted > 0 and giving:
            amount = min(wanted, giving[0][1])
            found.append((giving[0][0], taker, amount))
            wanted -= amount
            giving[0][1] -= amount
            if not giving[0][1]:
                giving.pop(0)
    return found
