"""Addresses for everybody."""

from django.urls import path

from portal.views.public import advice, guides, home, law, news, operations, search, site

urlpatterns = [
    path("", home.home),
    path("guides/", guides.guide_list),
    path("guides/<slug:slug>/", guides.guide_detail),
    path("law/", law.law_list),
    path("law/<slug:slug>/", law.law_detail),
    path("news/", news.news_list),
    path("news/<int:number>/", news.news_detail),
    path("faq/", advice.faq),
    path("offices/", advice.offices),
    path("hotline/", advice.hotline),
    path("search/", search.search),
    path("accessibility/", site.statement, {"slug": "accessibility"}),
    path("privacy/", site.statement, {"slug": "privacy"}),
    path("sitemap/", site.sitemap),
    path("coverage/", site.coverage),
    path("healthz", operations.healthz),
    path("readyz", operations.readyz),
    path(".well-known/security.txt", operations.security_txt),
]
