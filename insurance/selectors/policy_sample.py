"""Who a preview of policy looks at: everybody it concerns, or beyond a limit a frozen sample of them."""

from dataclasses import dataclass

from django.db.models import QuerySet, TextField
from django.db.models.functions import MD5, Cast

from accounts.models.parties import Person

LARGEST = 20_000
"""So many people are looked at one by one; of more, the same ones every time."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The people who are looked at, by key with the number people see, and how many it concerns altogether."""

    numbers: dict[int, str]
    population: int

    @property
    def people(self) -> list[int]:
        return list(self.numbers)


def sample_of(person_ids: QuerySet, *, largest: int = LARGEST) -> Sample:
    """Return everybody in ``person_ids``, or ``largest`` of them: chosen by a digest of the key, so that a later preview
    looks at the same people and nobody is chosen for what the record says of them."""
    concerned = Person.objects.filter(pk__in=person_ids)
    population = concerned.count()
    chosen = concerned
    if population > largest:
        chosen = concerned.annotate(lot=MD5(Cast("pk", TextField()))).order_by("lot")[:largest]
    return Sample(dict(chosen.values_list("pk", "public_id")), population)
