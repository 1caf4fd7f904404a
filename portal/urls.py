"""Every address of the hall: each app brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls_public")),
    path("admin/", admin.site.urls),
]
