"""Addresses of a unit's pages, under /employer/."""

from django.urls import path

from insurance.views.employer.bases import BasesSearchView, BasesView
from insurance.views.employer.batch_files import BlankTemplateView, CorrectedView, ResultView, RosterTemplateView
from insurance.views.employer.batches import BatchUploadView, BatchView, CheckAgainView, ColumnsView, DiscardView
from insurance.views.employer.bills import BillsView, BillView, LevyOrderView, LevyWorkbookView
from insurance.views.employer.calendar import CalendarFeedView, CalendarFileView, CalendarView, SubscriptionView
from insurance.views.employer.certificates import (
    BundleView,
    CertificatePdfView,
    CertificatesView,
    CertificateView,
    TranslationView,
)
from insurance.views.employer.checking import CheckView, RemoveAttachmentView
from insurance.views.employer.corrections import CorrectionView
from insurance.views.employer.counter_form import CounterFormView
from insurance.views.employer.declarations import (
    AttachView,
    CaseView,
    DeclarationsView,
    MessageView,
    StatementView,
    UndoView,
    WithdrawView,
)
from insurance.views.employer.deferrals import DeferralView
from insurance.views.employer.desk import DeskView, NextBillView
from insurance.views.employer.documents import IncreaseListView, ReceiptView, ReductionListView
from insurance.views.employer.exports import ExportFileView, ExportsView, ExportView, RosterExportView
from insurance.views.employer.increases import IncreaseView
from insurance.views.employer.info_changes import InfoChangeView
from insurance.views.employer.operators import InviteView, NewCodeView, OperatorsView, RemoveView, RightsView
from insurance.views.employer.payment_certificates import (
    PaymentCertificatePdfView,
    PaymentCertificatesView,
    PaymentCertificateView,
    PaymentTranslationView,
)
from insurance.views.employer.payments import CancelPaymentView, PayBillsView, PaymentsView, PaymentView
from insurance.views.employer.profile import ContactChangeView, ProfileView, ReviewedChangeView
from insurance.views.employer.reductions import ReductionView
from insurance.views.employer.registration import CancellationView, RegistrationCertificateView, RegistrationView
from insurance.views.employer.resident_adding import AddResidentsView, ResidentTemplateView
from insurance.views.employer.resident_lists import ResidentsView, ResidentView
from insurance.views.employer.staff import RosterView
from insurance.views.employer.staff_member import StaffMemberView
from insurance.views.employer.stop_requests import StopRequestView

urlpatterns = [
    path("", DeskView.as_view()),
    path("next-bill/", NextBillView.as_view()),
    path("bills/", BillsView.as_view()),
    path("bills/<slug:number>/", BillView.as_view()),
    path("bills/<slug:number>/levy-order.pdf", LevyOrderView.as_view()),
    path("bills/<slug:number>/people.xlsx", LevyWorkbookView.as_view()),
    path("deferrals/new/", DeferralView.as_view()),
    path("calendar/", CalendarView.as_view()),
    path("calendar.ics", CalendarFileView.as_view()),
    path("calendar/subscription/", SubscriptionView.as_view()),
    path("calendar/feed/<str:secret>.ics", CalendarFeedView.as_view()),
    path("exports/", ExportsView.as_view()),
    path("exports/<slug:number>/", ExportView.as_view()),
    path("exports/<slug:number>/file/", ExportFileView.as_view()),
    path("stop-requests/<slug:number>/", StopRequestView.as_view()),
    path("staff/", RosterView.as_view()),
    path("staff/export/", RosterExportView.as_view()),
    path("staff/<slug:public_id>/", StaffMemberView.as_view()),
    path("staff/<slug:public_id>/change/", InfoChangeView.as_view()),
    path("increases/new/", IncreaseView.as_view()),
    path("reductions/new/", ReductionView.as_view()),
    path("reductions/batch/", BatchUploadView.as_view(kind="reduction")),
    path("reductions/batch/template.xlsx", BlankTemplateView.as_view(kind="reduction")),
    path("reductions/batch/roster.xlsx", RosterTemplateView.as_view(kind="reduction")),
    path("increases/batch/", BatchUploadView.as_view(kind="increase")),
    path("increases/batch/template.xlsx", BlankTemplateView.as_view(kind="increase")),
    path("bases/batch/", BatchUploadView.as_view(kind="bases")),
    path("bases/batch/template.xlsx", BlankTemplateView.as_view(kind="bases")),
    path("bases/batch/roster.xlsx", RosterTemplateView.as_view(kind="bases")),
    path("batches/<slug:number>/", BatchView.as_view()),
    path("batches/<slug:number>/corrected.xlsx", CorrectedView.as_view()),
    path("batches/<slug:number>/result.xlsx", ResultView.as_view()),
    path("batches/<slug:number>/columns/", ColumnsView.as_view()),
    path("batches/<slug:number>/check/", CheckAgainView.as_view()),
    path("batches/<slug:number>/discard/", DiscardView.as_view()),
    path("bases/", BasesView.as_view()),
    path("bases/find/", BasesSearchView.as_view()),
    path("registration/", RegistrationView.as_view()),
    path("registration/certificate.pdf", RegistrationCertificateView.as_view()),
    path("registration/cancel/", CancellationView.as_view()),
    path("profile/", ProfileView.as_view()),
    path("profile/change/", ReviewedChangeView.as_view()),
    path("profile/contact/", ContactChangeView.as_view()),
    path("operators/", OperatorsView.as_view()),
    path("operators/invite/", InviteView.as_view()),
    path("operators/<slug:number>/rights/", RightsView.as_view()),
    path("operators/<slug:number>/remove/", RemoveView.as_view()),
    path("operators/<slug:number>/code/", NewCodeView.as_view()),
    path("residents/", ResidentsView.as_view()),
    path("residents/add/", AddResidentsView.as_view()),
    path("residents/template.xlsx", ResidentTemplateView.as_view()),
    path("residents/<slug:number>/", ResidentView.as_view()),
    path("payments/", PaymentsView.as_view()),
    path("payments/new/", PayBillsView.as_view()),
    path("payments/<slug:number>/", PaymentView.as_view()),
    path("payments/<slug:number>/cancel/", CancelPaymentView.as_view()),
    path("declarations/", DeclarationsView.as_view()),
    path("declarations/<slug:number>/", CaseView.as_view()),
    path("declarations/<slug:number>/check/", CheckView.as_view()),
    path("declarations/<slug:number>/withdraw/", WithdrawView.as_view()),
    path("declarations/<slug:number>/undo/", UndoView.as_view()),
    path("declarations/<slug:number>/correction/", CorrectionView.as_view()),
    path("declarations/<slug:number>/disputes/<slug:dispute>/", StatementView.as_view()),
    path("declarations/<slug:number>/messages/", MessageView.as_view()),
    path("declarations/<slug:number>/attachments/", AttachView.as_view()),
    path("declarations/<slug:number>/attachments/<int:pk>/remove/", RemoveAttachmentView.as_view()),
    path("declarations/<slug:number>/reduction-list.pdf", ReductionListView.as_view()),
    path("declarations/<slug:number>/increase-list.pdf", IncreaseListView.as_view()),
    path("declarations/<slug:number>/counter-form.pdf", CounterFormView.as_view()),
    path("declarations/<slug:number>/receipt.pdf", ReceiptView.as_view()),
    path("declarations/<slug:number>/certificates.pdf", BundleView.as_view()),
    path("payment-certificates/", PaymentCertificatesView.as_view()),
    path("payment-certificates/<slug:number>/", PaymentCertificateView.as_view()),
    path("payment-certificates/<slug:number>/certificate.pdf", PaymentCertificatePdfView.as_view()),
    path("payment-certificates/<slug:number>/translation.pdf", PaymentTranslationView.as_view()),
    path("termination-certificates/", CertificatesView.as_view()),
    path("termination-certificates/<slug:number>/", CertificateView.as_view()),
    path("termination-certificates/<slug:number>/certificate.pdf", CertificatePdfView.as_view()),
    path("termination-certificates/<slug:number>/translation.pdf", TranslationView.as_view()),
]
