"""复式记账: which accounts the hall's books have, and which movements between two of them there are.

A posting is one row with the account debited, the account credited and one amount, so the books balance by construction.
"""

from enum import StrEnum


class Account(StrEnum):
    """An account of the books.

    ``receivable``: what payers owe on bills. ``income``, ``late_fees``: what belongs to the funds. ``opening``: what was
    owed when the hall took the books over. ``channel``: money that came in through banks and other channels. ``payer``:
    money on its way from a channel to bills. ``suspense``: money nobody can place yet. ``payable``: what is to be given
    back to payers. ``between_funds``: what one fund owes another because a bill named both. ``personal_accounts``: what
    belongs to the insured in their medical accounts; ``providers``: what they spent of it at hospitals and pharmacies.
    ``written_off``: what nobody will pay any more.
    """

    RECEIVABLE = "receivable"
    INCOME = "income"
    LATE_FEES = "late_fees"
    OPENING = "opening"
    CHANNEL = "channel"
    PAYER = "payer"
    SUSPENSE = "suspense"
    PAYABLE = "payable"
    BETWEEN_FUNDS = "between_funds"
    PERSONAL_ACCOUNTS = "personal_accounts"
    PROVIDERS = "providers"
    WRITTEN_OFF = "written_off"


class PostingKind(StrEnum):
    """A movement of the books; ``SIDES`` says between which accounts."""

    OPENING = "opening"
    CHARGE = "charge"
    LATE_FEE = "late_fee"
    PAYMENT = "payment"
    SUSPENSE = "suspense"
    RELEASE = "release"
    RETAIN = "retain"
    ALLOCATION = "allocation"
    CREDIT_NOTE = "credit_note"
    OFFSET = "offset"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    REFUND = "refund"
    SUSPENSE_REFUND = "suspense_refund"
    WRITE_OFF = "write_off"
    CANCELLATION = "cancellation"
    ACCOUNT_OPENING = "account_opening"
    ACCOUNT_CREDIT = "account_credit"
    ACCOUNT_TAKEN_BACK = "account_taken_back"
    ACCOUNT_USE = "account_use"
    ACCOUNT_RETURN = "account_return"


A = Account

SIDES: dict[PostingKind, tuple[Account, Account]] = {
    PostingKind.OPENING: (A.RECEIVABLE, A.OPENING),
    PostingKind.CHARGE: (A.RECEIVABLE, A.INCOME),
    PostingKind.LATE_FEE: (A.RECEIVABLE, A.LATE_FEES),
    PostingKind.PAYMENT: (A.CHANNEL, A.PAYER),
    PostingKind.SUSPENSE: (A.CHANNEL, A.SUSPENSE),
    PostingKind.RELEASE: (A.SUSPENSE, A.PAYER),
    PostingKind.RETAIN: (A.PAYER, A.SUSPENSE),
    PostingKind.ALLOCATION: (A.PAYER, A.RECEIVABLE),
    PostingKind.CREDIT_NOTE: (A.INCOME, A.PAYABLE),
    PostingKind.OFFSET: (A.PAYABLE, A.RECEIVABLE),
    PostingKind.TRANSFER_OUT: (A.PAYABLE, A.BETWEEN_FUNDS),
    PostingKind.TRANSFER_IN: (A.BETWEEN_FUNDS, A.RECEIVABLE),
    PostingKind.REFUND: (A.PAYABLE, A.CHANNEL),
    PostingKind.SUSPENSE_REFUND: (A.SUSPENSE, A.CHANNEL),
    PostingKind.WRITE_OFF: (A.WRITTEN_OFF, A.RECEIVABLE),
    PostingKind.CANCELLATION: (A.INCOME, A.RECEIVABLE),
    PostingKind.ACCOUNT_OPENING: (A.OPENING, A.PERSONAL_ACCOUNTS),
    PostingKind.ACCOUNT_CREDIT: (A.INCOME, A.PERSONAL_ACCOUNTS),
    PostingKind.ACCOUNT_TAKEN_BACK: (A.PERSONAL_ACCOUNTS, A.INCOME),
    PostingKind.ACCOUNT_USE: (A.PERSONAL_ACCOUNTS, A.PROVIDERS),
    PostingKind.ACCOUNT_RETURN: (A.PROVIDERS, A.PERSONAL_ACCOUNTS),
}
"""Debit and credit of every movement. ``retain`` keeps what is left of a payment that was larger than its bills;
``cancellation`` takes back a charge whose bill is cancelled before anything was paid. One bill may charge one fund and
give back another: ``transfer_out`` and ``transfer_in``, always of one amount, set the two against each other."""
