"""Jobs of the background worker, read from its own tables."""

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

FAILED_SHOWN = 50


def jobs_by_state() -> dict[str, int]:
    """Return how many jobs are in each state; those that succeeded leave no row."""
    return dict(ProcrastinateJob.objects.values_list("status").annotate(Count("pk")))


def failed_jobs() -> list[ProcrastinateJob]:
    """Return the latest jobs that failed."""
    return list(ProcrastinateJob.objects.filter(status="failed").order_by("-pk")[:FAILED_SHOWN])
