"""Every address of the hall: each app brings its own."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.preferences import PreferencesView

handler500 = "portal.views.public.errors.server_error"

urlpatterns = [
    path("", include("portal.urls_public")),
    path("", include("insurance.urls.public")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("insurance.urls.doors")),
    path("preferences/", PreferencesView.as_view()),
    path("me/", include("insurance.urls.citizen")),
    path("employer/", include("insurance.urls.employer")),
    path("attachments/", include("insurance.urls.attachments")),
    path("admin/", admin.site.urls),
]
