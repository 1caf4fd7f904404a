"""manage.py run_due --on DATE: rehearse a day, or catch up after an outage."""

from datetime import date, time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from insurance.rules.business_day import at_office
from insurance.services.due import run_due


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on wants a day like 2026-09-30, not {text!r}") from None


class Command(BaseCommand):
    help = "Does everything that is due by a day, once."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=day, help="the business day, YYYY-MM-DD; today when not given")

    def handle(self, *args, on=None, **options):
        on = on or clock.today()
        if on > clock.today() and not (settings.HALL_DEMO or settings.HALL_TODAY):
            raise CommandError("A day that has not come can be rehearsed in a demo city only.")
        at = clock.now() if on == clock.today() else at_office(on, time(8))
        ahead = clock.ahead() + (on - clock.today())
        for outcome in run_due(on=on, at=at, ahead=ahead):
            failed = f", not possible: {' '.join(outcome.failed)}" if outcome.failed else ""
            self.stdout.write(f"{outcome.job}: {outcome.done}{failed}")
