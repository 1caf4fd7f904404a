"""``manage.py create_staff``: the first security administrator of a hall, who then enters everybody else."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import clock
from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Role
from accounts.services import staff
from accounts.wording import sentence


class Command(BaseCommand):
    help = "Enters a member of the staff and prints the code with which they open their account at /admin/activate/."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="as colleagues and people see it")
        parser.add_argument("--role", action="append", choices=[role.value for role in Role], dest="roles")

    def handle(self, username, name, roles, **options):
        at = clock.instant()
        roles = roles or [Role.SECURITY_ADMINISTRATOR.value]
        try:
            with transaction.atomic():
                user = staff.enter(username, name=name, roles=roles, agency="", actor=None, at=at)
                code = staff.hand_out(user, actor=None, at=at)
        except RuleBroken as problem:
            raise CommandError(sentence(problem)) from None
        except RulesBroken as several:
            raise CommandError(" ".join(sentence(problem) for problem in several.problems)) from None
        self.stdout.write(f"{code}  (good for 24 hours, at /admin/activate/)")
