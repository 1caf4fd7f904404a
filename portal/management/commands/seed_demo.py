"""``manage.py seed_demo --persons N --seed S``: a city with a past, the same for the same N, S and day."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.clock import now, today
from portal.demo.seeding import CannotSeed, seed_city


class Command(BaseCommand):
    help = "Builds the demo city: people, units, five years of contributions, declarations in every state, accounts."

    def add_arguments(self, parser):
        parser.add_argument("--persons", type=int, default=2000, help="how many people live in the city")
        parser.add_argument("--seed", type=int, default=1, help="another number gives another city")

    def handle(self, *, persons, seed, **options):
        if not settings.HALL_DEMO:
            raise CommandError(
                "Invented people do not belong in a real hall: these settings are not those of the demo."
            )
        try:
            seed_city(persons, seed, on=today(), at=now(), say=self.say)
        except CannotSeed as reason:
            raise CommandError(str(reason)) from reason

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
