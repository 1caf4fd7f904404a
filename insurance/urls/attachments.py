"""Addresses of stored files."""

from django.urls import path

from insurance.views.attachments import AttachmentView

urlpatterns = [path("<int:pk>/", AttachmentView.as_view())]
