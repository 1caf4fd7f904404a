"""The WSGI application of the bank, with the thread that tells the hall."""

from django.core.wsgi import get_wsgi_application

from portal.sandbox_bank.notifying import start_sender
from portal.sandbox_bank.store import prepare

application = get_wsgi_application()
prepare()
start_sender()
