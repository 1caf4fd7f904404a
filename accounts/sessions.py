"""Sessions as rows that name their user, read together with the user in one statement."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from accounts import clock
from accounts.models.logins import Session
from accounts.services.sessions import ADDRESS_KEY, AGENT_KEY


class SessionStore(db.SessionStore):
    """Django's database sessions with the user on the row; ``row`` is the loaded row."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        rows = Session.objects.select_related("user__unit")
        self.row = rows.filter(session_key=self.session_key, expire_date__gt=clock.instant()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.started_at = self.row.started_at if self.row else clock.instant()
        row.last_seen_at = clock.instant()
        row.address = data.get(ADDRESS_KEY)
        row.agent = data.get(AGENT_KEY, "")[:200]
        return row

    def cycle_key(self):
        super().cycle_key()
        self.row = None
