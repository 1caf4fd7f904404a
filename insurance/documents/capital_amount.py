"""人民币大写: an amount in the capital figures that papers about money carry beside the digits."""

import cn2an

from insurance.rules.money import yuan_from_fen

MINUS = "负"


def capital_amount(amount_fen: int) -> str:
    """Return an amount of fen in capital figures: 12345 → 壹佰贰拾叁元肆角伍分; negative ones begin with 负."""
    if amount_fen == 0:
        return "零元整"
    written = cn2an.an2cn(f"{yuan_from_fen(abs(amount_fen)):.2f}", "rmb")
    whole = written if written.endswith(("整", "分")) else f"{written}整"
    return f"{MINUS}{whole}" if amount_fen < 0 else whole
