"""manage.py assess MONTH: every pooling area's month is assessed, once; a run that was interrupted goes on."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.wording import sentence
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.selectors.policy import served_areas
from insurance.services.assessing import assess


def month_given(text: str) -> Month:
    """Return a month of the command line; CommandError where it is none."""
    try:
        return Month.parse(text)
    except ValueError:
        raise CommandError(f"MONTH is written like 2026-09, not {text!r}") from None


def areas_given(code: str | None) -> list:
    """Return the area with a code, or every area in which people are insured."""
    areas = [area for area in served_areas() if code in (None, area.code)]
    if not areas:
        raise CommandError(f"There is no pooling area {code}." if code else "There is no pooling area yet.")
    return areas


class Command(BaseCommand):
    help = "Assesses a month in every pooling area: bills for every unit and everybody who pays alone."

    def add_arguments(self, parser):
        parser.add_argument("month", type=month_given, help="the month, YYYY-MM")
        parser.add_argument("--area", help="the code of one pooling area; every area when not given")

    def handle(self, *args, month, area=None, **options):
        at, refused = clock.now(), []
        found = []
        for one in areas_given(area):
            try:
                run = assess(one, month, actor=None, at=at, on=clock.today())
            except RuleBroken as problem:
                refused.append(one.code)
                with translation.override("en"):
                    self.stderr.write(f"{one.code}: {sentence(problem)}")
                continue
            found.append(run)
            self.stdout.write(line_of(run, repeated=run.finished_at != at))
        if len(found) > 1:
            self.stdout.write(f"all areas: {counted(*map(sum, zip(*map(numbers, found), strict=True)))}")
        if refused:
            raise CommandError(f"Not assessed: {', '.join(refused)}.")


def line_of(run, *, repeated: bool) -> str:
    """Return what a run did, or that it had been done before."""
    before = f" was assessed already on {run.assessed_on}, nothing was changed:" if repeated else ":"
    return f"{run.area.code} {run.month:%Y-%m}{before} {counted(*numbers(run))}"


def numbers(run) -> tuple[int, ...]:
    return run.payers_done, run.people, run.bills, run.corrected, run.unit_fen, run.own_fen


def counted(payers: int, people: int, bills: int, corrected: int, unit_fen: int, own_fen: int) -> str:
    return (
        f"{payers} payers, {people} people, {bills} bills, {corrected} corrections of earlier months;"
        f" units {yuan_from_fen(unit_fen)} yuan, people {yuan_from_fen(own_fen)} yuan"
    )
