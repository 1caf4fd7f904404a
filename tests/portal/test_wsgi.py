"""The application is not served where printed passwords would open it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.factories import UserFactory


@pytest.fixture
def refuse_unsafe_deployment(db, settings):
    """What the module does when it is loaded; loaded here as in the demo, where it does nothing yet."""
    settings.HALL_DEMO = True
    from portal.wsgi import refuse_unsafe_deployment

    return refuse_unsafe_deployment


def test_a_hall_without_demo_accounts_is_served(refuse_unsafe_deployment):
    UserFactory(clerk=True)
    refuse_unsafe_deployment()


def test_a_hall_with_a_demo_account_is_not(refuse_unsafe_deployment):
    UserFactory(clerk=True, is_demo=True)
    with pytest.raises(ImproperlyConfigured, match=r"accounts\.E001.*1 demo accounts are active"):
        refuse_unsafe_deployment()


@pytest.mark.slow
@pytest.mark.parametrize(("demo", "served"), [("True", True), ("False", False)])
def test_loading_the_module_asks_outside_the_demo(transactional_db, demo, served):
    UserFactory(clerk=True, is_demo=True)
    told = (
        "from django.conf import settings;"
        f" settings.HALL_DEMO = {demo};"
        f" settings.DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r};"
        " import portal.wsgi"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=settings.BASE_DIR, env=dict(os.environ), stderr=-1, text=True
    )
    assert (done.returncode == 0) is served, done.stderr
    assert served or "demo accounts are active" in done.stderr
