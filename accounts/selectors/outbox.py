"""What waits in the outbox and what became of the rest."""

from django.db.models import Count, QuerySet

from accounts.models.notices import OutboxMessage


def outgoing_messages(*, state: str = "") -> QuerySet[OutboxMessage]:
    """Return the messages in a state; empty means any."""
    messages = OutboxMessage.objects.select_related("person")
    return messages.filter(state=state) if state else messages


def outgoing_states() -> dict[str, int]:
    """Return how many messages are in each state."""
    return dict(OutboxMessage.objects.values_list("state").annotate(Count("pk")))
