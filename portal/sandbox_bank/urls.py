"""The bank's addresses."""

from django.urls import path, re_path

from portal.sandbox_bank import api, pages

urlpatterns = [
    path("", pages.desk),
    path("bank.css", pages.style),
    path("favicon.svg", pages.icon),
    path("pay/", pages.pay),
    re_path(r"^orders/(?P<number>[A-Za-z0-9-]{1,64})/$", pages.order_page),
    re_path(r"^orders/(?P<number>[A-Za-z0-9-]{1,64})/act/$", pages.act),
    path("api/query/", api.query),
    path("api/close/", api.close),
    path("api/refund/", api.refund),
    path("api/statement/", api.day_statement),
]

handler400 = handler403 = handler404 = pages.not_found
handler500 = pages.broken
