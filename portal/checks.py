"""Deployment checks of the site: what must not be offered to real people."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def no_sandbox_bank(app_configs, **kwargs):
    """Refuse a deployment that offers the demo's bank: its payments move no money and would pay real bills."""
    if settings.HALL_DEMO or not getattr(settings, "HALL_BANK", None):
        return []
    return [Error("HALL_BANK_URL names the demo's bank, which moves no real money. Unset it.", id="portal.E001")]
