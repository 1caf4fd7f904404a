"""Serve the gallery to a developer: ``python -m tests.portal.gallery 8400``, then open the address it prints.

``?layout=citizen|employer|public``, ``?lang=en``, ``?elder=on``, ``?contrast=on``, ``?refused=on`` and the codes of
the error pages (``/404``) show the rest. It needs no database.
"""

import os
import sys
from wsgiref.simple_server import make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.portal.gallery.settings")
port = int(sys.argv[1]) if len(sys.argv) > 1 else 8400
print(f"http://127.0.0.1:{port}/gallery/")
make_server("127.0.0.1", port, StaticFilesHandler(get_wsgi_application())).serve_forever()
