"""What refuses a deployment of the site."""

import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from portal import checks


@pytest.mark.parametrize(
    ("is_demo", "bank", "ids"), [(True, {"url": "x"}, []), (False, {}, []), (False, {"url": "x"}, ["portal.E001"])]
)
def test_the_demos_bank_is_refused_outside_the_demo(settings, is_demo, bank, ids):
    settings.HALL_DEMO, settings.HALL_BANK = is_demo, bank
    assert [found.id for found in checks.no_sandbox_bank(None)] == ids


def test_a_hall_that_is_no_demo_does_not_run_the_bank(settings):
    settings.HALL_DEMO = False
    with pytest.raises(CommandError, match="belongs to the demo"):
        call_command("sandbox_bank")


def test_the_bank_needs_no_database_and_no_app_of_the_hall():
    """Its process would otherwise hold what it must not know."""
    script = """
import django
django.setup()
import sys
import portal.sandbox_bank.wsgi
print(sorted({name.split(".")[0] for name in sys.modules} & {"insurance", "psycopg", "procrastinate"}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=django_settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "portal.sandbox_bank.settings", "HALL_VAR": str(django_settings.MEDIA_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
