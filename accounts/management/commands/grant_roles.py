"""``manage.py grant_roles``: separate the role that serves from the role that owns; run as the owner."""

import os

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from accounts.services.database_roles import grant_web_role


class Command(BaseCommand):
    help = "Gives the web role what serving needs, without changing or emptying what is append-only."

    def add_arguments(self, parser):
        parser.add_argument("--role", default="hall_web", help="the role the web server and the worker connect as")

    def handle(self, *, role, **options):
        """A password to log in with comes from HALL_WEB_PASSWORD: arguments can be seen by others."""
        try:
            tables = grant_web_role(role, password=os.environ.get("HALL_WEB_PASSWORD"))
        except ProgrammingError as error:
            raise CommandError(f"Connect as the owner of the database, who may make roles: {error}") from error
        self.stdout.write(f"{role} serves; append-only for it: {', '.join(tables)}")
