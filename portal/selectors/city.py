"""What is in the city as a whole."""

from accounts.models import Person


def is_empty() -> bool:
    """Return whether nobody lives here yet: a new demo city is then built."""
    return not Person.objects.exists()
