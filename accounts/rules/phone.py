"""Phone numbers as pages and consoles show them."""


def masked_phone(phone: str) -> str:
    """Return ``138****5678``; of a shorter number only the last two digits stay."""
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]
