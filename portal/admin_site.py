"""The back office: Django's admin, entered through the staff door with a second factor, beginning with the worklist."""

from functools import update_wrapper

from django.contrib import admin
from django.db.models.base import ModelBase
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.views.doors import sign_out, staff_login

NOT_OURS = frozenset({"index", "password_change", "password_change_done", "view_on_site"})
"""Addresses of Django's site that the hall answers otherwise, or not at all."""


HALL_APPS = frozenset({"accounts", "insurance", "portal"})


TITLES = {"insurance": _("Policy parameters"), "portal": _("Content")}
"""What the lists of an app are called together."""


class HallAdminSite(admin.AdminSite):
    """Who has a role sees what the role covers; nobody is a superuser."""

    site_title = _("Back office")
    site_header = _("Back office")
    index_title = _("Worklist")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take in the hall's own models only: what packages bring opens keys of the second factor and raw jobs."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in HALL_APPS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request):
        """Staff only, and only with the second factor."""
        user = request.user
        return user.is_authenticated and user.is_active and user.is_staff and user.is_verified()

    def admin_view(self, view, cacheable=False):
        """Ask for permission, then for an address that can name something: no text of the database holds a NUL."""

        def sound(request, *args, **kwargs):
            asked = [text for _name, texts in request.GET.lists() for text in texts]
            if any("\0" in text for text in (request.path_info, *asked)):
                raise Http404
            return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(sound, view), cacheable)

    def each_context(self, request):
        from portal.admin.navigation import entries_for

        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "navigation": entries_for(request),
        }

    def get_urls(self):
        from accounts.admin.staff_opening import AuthenticatorView, StaffOpeningView
        from insurance.admin.finding import FindView
        from portal.admin.jobs import JobsView
        from portal.admin.start import StartView

        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in NOT_OURS]
        return [
            path("", self.admin_view(StartView.as_view()), name="index"),
            path("find/", self.admin_view(FindView.as_view()), name="find"),
            path("jobs/", self.admin_view(JobsView.as_view()), name="jobs"),
            path("activate/", StaffOpeningView.as_view(), name="activate"),
            path("activate/authenticator/", AuthenticatorView.as_view(), name="authenticator"),
            *kept,
        ]

    def app_index(self, request, app_label, extra_context=None):
        """Show the lists of one part of the record under a title people understand."""
        title = {"title": TITLES[app_label]} if app_label in TITLES else {}
        return super().app_index(request, app_label, title | (extra_context or {}))

    def login(self, request, extra_context=None):
        """Show the staff door; whoever is inside already is led to the worklist."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect("/admin/")
        return staff_login(request)

    def logout(self, request, extra_context=None):
        """End the session as the hall does everywhere."""
        return sign_out(request)
