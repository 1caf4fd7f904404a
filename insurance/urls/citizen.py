"""Addresses under /me/."""

from django.urls import path

from insurance.views.citizen.access_log import AccessLogView
from insurance.views.citizen.account import AccountView, StatementView
from insurance.views.citizen.back_payment import BackPaymentView
from insurance.views.citizen.bank_cards import BankCardsView, BankCardView, BindCardView
from insurance.views.citizen.base_raise import BaseRaiseView
from insurance.views.citizen.benefits import BenefitsView
from insurance.views.citizen.bills import BillsView, BillView, LevyOrderView
from insurance.views.citizen.certificates import (
    CertificatePdfView,
    CertificatesView,
    CertificateView,
    TranslationView,
)
from insurance.views.citizen.contributions import ContributionsView
from insurance.views.citizen.declaration_acts import AttachView, MessageView, WithdrawView
from insurance.views.citizen.declarations import DeclarationListView, DeclarationView
from insurance.views.citizen.enrol import EnrolView
from insurance.views.citizen.home import HomeView
from insurance.views.citizen.info_change import InfoChangeView
from insurance.views.citizen.insurance import InsuranceView
from insurance.views.citizen.payments import CancelPaymentView, PayBillsView, PaymentsView, PaymentView
from insurance.views.citizen.re_enrol import ReEnrolView
from insurance.views.citizen.receipts import ReceiptView
from insurance.views.citizen.reductions import DisputeView, ReductionView
from insurance.views.citizen.refund import RefundView
from insurance.views.citizen.resident_medical import FamilyMemberView, FamilyView, ResidentMedicalView
from insurance.views.citizen.resume import ResumeView
from insurance.views.citizen.stop_insurance import StopInsuranceView

urlpatterns = [
    path("", HomeView.as_view()),
    path("insurance/", InsuranceView.as_view()),
    path("benefits/", BenefitsView.as_view()),
    path("bills/", BillsView.as_view()),
    path("bills/<slug:number>/", BillView.as_view()),
    path("bills/<slug:number>/levy-order.pdf", LevyOrderView.as_view()),
    path("bills/<slug:number>/refund/", RefundView.as_view()),
    path("contributions/", ContributionsView.as_view()),
    path("account/", AccountView.as_view()),
    path("account/statement/", StatementView.as_view()),
    path("stop-insurance/", StopInsuranceView.as_view()),
    path("resume/", ResumeView.as_view()),
    path("back-payment/", BackPaymentView.as_view()),
    path("back-payment/base/", BaseRaiseView.as_view()),
    path("re-enrol/", ReEnrolView.as_view()),
    path("enrol/", EnrolView.as_view()),
    path("info-change/", InfoChangeView.as_view()),
    path("declarations/", DeclarationListView.as_view()),
    path("declarations/<slug:number>/", DeclarationView.as_view()),
    path("declarations/<slug:number>/withdraw/", WithdrawView.as_view()),
    path("declarations/<slug:number>/messages/", MessageView.as_view()),
    path("declarations/<slug:number>/attachments/", AttachView.as_view()),
    path("declarations/<slug:number>/receipt.pdf", ReceiptView.as_view()),
    path("certificates/", CertificatesView.as_view()),
    path("certificates/<slug:number>/", CertificateView.as_view()),
    path("certificates/<slug:number>/certificate.pdf", CertificatePdfView.as_view()),
    path("certificates/<slug:number>/translation.pdf", TranslationView.as_view()),
    path("payments/", PaymentsView.as_view()),
    path("payments/new/", PayBillsView.as_view()),
    path("payments/<slug:number>/", PaymentView.as_view()),
    path("payments/<slug:number>/cancel/", CancelPaymentView.as_view()),
    path("resident-medical/", ResidentMedicalView.as_view()),
    path("resident-medical/family/new/", FamilyView.as_view()),
    path("resident-medical/family/<slug:number>/", FamilyMemberView.as_view()),
    path("bank-cards/", BankCardsView.as_view()),
    path("bank-cards/new/", BindCardView.as_view()),
    path("bank-cards/<slug:public_id>/", BankCardView.as_view()),
    path("reductions/<slug:number>/", ReductionView.as_view()),
    path("reductions/<slug:number>/dispute/", DisputeView.as_view()),
    path("access-log/", AccessLogView.as_view()),
]
