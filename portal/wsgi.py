"""The WSGI application that granian serves; development settings unless DJANGO_SETTINGS_MODULE says otherwise.

Outside the demo it is not served while a deployment check finds an error, such as accounts with printed passwords.
"""

import os

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")


def refuse_unsafe_deployment() -> None:
    """Raise ImproperlyConfigured with every error of the security checks; warnings are for ``check --deploy``."""
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    errors = [problem for problem in found if problem.is_serious()]
    if errors:
        raise ImproperlyConfigured(" ".join(str(error) for error in errors))


application = get_wsgi_application()
if not settings.HALL_DEMO:
    refuse_unsafe_deployment()
    connections.close_all()
