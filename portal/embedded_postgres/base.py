"""Django's PostgreSQL engine over the embedded server, which starts with the first connection of a process.

So commands that need no database, and tests of rules, start no server.
"""

from django.db.backends.postgresql import base

from portal.embedded_postgres import server


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server that ``server.database_settings`` describes."""

    def get_connection_params(self):
        server.ensure_running(**self.settings_dict["EMBEDDED"])
        return super().get_connection_params()
