"""Deployment checks: what must not be true of a hall that real people use."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from accounts.models.users import User


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs, **kwargs):
    """Refuse a deployment whose database holds accounts with printed passwords."""
    try:
        found = User.objects.filter(is_demo=True, is_active=True).count()
    except DatabaseError:
        return []
    if not found:
        return []
    return [Error(f"{found} demo accounts are active; deactivate them before real people sign in.", id="accounts.E001")]
