"""Django's admin with the hall's own site; kept apart from the site, which needs the models to be loaded."""

from django.contrib.admin.apps import AdminConfig


class HallAdminConfig(AdminConfig):
    """``admin.site`` is the bureau's back office."""

    default_site = "portal.admin_site.HallAdminSite"
