"""Money is whole fen (分, a hundredth of a yuan) in an int; yuan exist only at the edges."""

from decimal import ROUND_HALF_UP, Decimal


def fen(amount: Decimal) -> int:
    """Return ``amount`` fen as whole fen, half a fen rounded up (away from zero)."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def fen_from_yuan(yuan: Decimal) -> int:
    """Return an amount of yuan with at most two decimals as fen; ValueError when it has more."""
    amount = yuan * 100
    if amount != amount.to_integral_value():
        raise ValueError(f"more than two decimals: {yuan}")
    return int(amount)


def yuan_from_fen(amount: int) -> Decimal:
    """Return fen as yuan with exactly two decimals."""
    return Decimal(amount).scaleb(-2)
