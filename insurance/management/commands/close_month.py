"""manage.py close_month MONTH: the books of a month are closed in every pooling area."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.wording import sentence
from insurance.management.commands.assess import areas_given, month_given
from insurance.rules.money import yuan_from_fen
from insurance.selectors.assessment_runs import open_of_month
from insurance.services.closing_months import close


class Command(BaseCommand):
    help = "Closes the books of a month in every pooling area; afterwards only new rows correct it."

    def add_arguments(self, parser):
        parser.add_argument("month", type=month_given, help="the month, YYYY-MM")
        parser.add_argument("--area", help="the code of one pooling area; every area when not given")

    def handle(self, *args, month, area=None, **options):
        refused = []
        for one in areas_given(area):
            left = open_of_month(one, month)
            try:
                close(one, month, actor=None, at=clock.now(), on=clock.today())
            except RuleBroken as problem:
                refused.append(one.code)
                with translation.override("en"):
                    self.stderr.write(f"{one.code}: {sentence(problem)}")
                continue
            self.stdout.write(
                f"{one.code} {month}: closed; {left['bills']} bills over {yuan_from_fen(left['fen'])} yuan are unpaid,"
                f" {left['parts']} declarations and {left['waiting']} changes wait"
            )
        if refused:
            raise CommandError(f"Not closed: {', '.join(refused)}.")
