"""Where payment channels tell what happened. No session, no page: a signed body in, a word out."""

import logging

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts import clock
from insurance.services import payment_messages

log = logging.getLogger(__name__)

MOST_BYTES = 32 * 1024
"""A notification is a few hundred bytes; what is much longer is none."""

TEXT = "text/plain; charset=utf-8"


@method_decorator(csrf_exempt, name="dispatch")
class PaymentMessageView(View):
    """One channel's notifications: acknowledged when they had their effect, now or before; 400 for everything else.

    The signature stands for who sends, so there is no token of a form and nobody is signed in. What is refused leaves a line
    in the log that holds the reason and nothing of what was sent.
    """

    http_method_names = ["post"]

    def post(self, request, channel: str):
        body = request.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return self.refused(channel, "TooLong")
        try:
            said = payment_messages.take_in(
                channel, body, request.headers, at=clock.now(), on=clock.today(), ahead=clock.ahead()
            )
        except payment_messages.NotTaken as refused:
            return self.refused(channel, str(refused))
        return HttpResponse(said, content_type=TEXT)

    def refused(self, channel: str, reason: str) -> HttpResponse:
        log.warning("a notification of %s was refused: %s", channel, reason)
        return HttpResponse("refused", status=400, content_type=TEXT)
