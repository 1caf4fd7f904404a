"""Addresses of a unit's pages, under /employer/."""

from django.urls import path

from insurance.views.employer.declarations import (
    AttachView,
    CaseView,
    DeclarationsView,
    MessageView,
    ReceiptView,
    ReductionListView,
    WithdrawView,
)
from insurance.views.employer.desk import DeskView
from insurance.views.employer.reductions import CheckView, ReductionView, RemoveAttachmentView
from insurance.views.employer.staff import RosterExportView, RosterView, StaffMemberView
from insurance.views.employer.stop_requests import StopRequestView

urlpatterns = [
    path("", DeskView.as_view()),
    path("stop-requests/<slug:number>/", StopRequestView.as_view()),
    path("staff/", RosterView.as_view()),
    path("staff/export/", RosterExportView.as_view()),
    path("staff/<slug:public_id>/", StaffMemberView.as_view()),
    path("reductions/new/", ReductionView.as_view()),
    path("declarations/", DeclarationsView.as_view()),
    path("declarations/<slug:number>/", CaseView.as_view()),
    path("declarations/<slug:number>/check/", CheckView.as_view()),
    path("declarations/<slug:number>/withdraw/", WithdrawView.as_view()),
    path("declarations/<slug:number>/messages/", MessageView.as_view()),
    path("declarations/<slug:number>/attachments/", AttachView.as_view()),
    path("declarations/<slug:number>/attachments/<int:pk>/remove/", RemoveAttachmentView.as_view()),
    path("declarations/<slug:number>/reduction-list.pdf", ReductionListView.as_view()),
    path("declarations/<slug:number>/receipt.pdf", ReceiptView.as_view()),
]
