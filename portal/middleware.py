"""A page for the one refusal that no view answers: an address that only takes a form, opened without it."""

from django.shortcuts import render

METHOD_NOT_ALLOWED = 405


class RefusalPages:
    """Gives the framework's bare "method not allowed" a page that says what to do next."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page
