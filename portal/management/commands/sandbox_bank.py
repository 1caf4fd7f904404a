"""``manage.py sandbox_bank``: the demo's bank, until Ctrl-C. ``make run`` starts it beside the hall."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.sandbox_bank import server


class Command(BaseCommand):
    help = "Runs the bank of the demo, which moves no real money."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument(
            "--host", default=server.HOST, help="the bank has no doors: anybody who reaches it is its teller"
        )

    def handle(self, *, port, host, **options):
        if not settings.HALL_DEMO:
            raise CommandError("The sandbox bank belongs to the demo; this hall is none.")
        server.run(settings.VAR / "bank", port, host)
