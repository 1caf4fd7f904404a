"""``make run``: from whatever state the folder is in to a running demo city, until Ctrl-C."""

import http.client
import os
import secrets
import signal
import socket
import sys
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.services.database_roles import grant_web_role
from portal import processes
from portal.processes import KeepsDying, Program, revive, start_all, stop_all
from portal.sandbox_bank import server as sandbox_bank
from portal.selectors import city

HOST = "127.0.0.1"
READY_SECONDS = 60
INTERRUPTED = 130
WEB_ROLE = "hall_web"


class Command(BaseCommand):
    help = "Prepares the city, runs web and worker, and stops everything on Ctrl-C."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--persons", type=int, default=os.environ.get("PERSONS") or "2000", help="in a new city")
        parser.add_argument("--end-with-parent", action="store_true", help="stop when the caller, make, is gone")

    def handle(self, *, port, persons, end_with_parent, **options):
        answer_signals(signal.default_int_handler)
        if end_with_parent:
            processes.end_with_parent()
        refuse_taken_port(port)
        refuse_taken_port(port + 1)
        programs = [Program("web server", web_server(port)), Program("worker", worker())]
        programs.append(Program("sandbox bank", bank(port + 1)))
        try:
            self.prepare(persons)
            self.serve(port, programs)
        except KeepsDying as error:
            raise CommandError(f"The {error} does not stay up; what it printed above says why.") from None
        except KeyboardInterrupt:
            self.say("Stopping.")
            if not all(program.process for program in programs):
                sys.exit(INTERRUPTED)
        finally:
            answer_signals(signal.SIG_IGN)
            stop_all(programs)

    def prepare(self, persons):
        """Bring database, translations, static files, content and city to the state this checkout wants."""
        self.say("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)
        self.say("Preparing texts and static files.")
        call_command("messages", compile=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_content")
        call_command("load_policy")
        if city.is_empty():
            self.say(f"Building a demo city of {persons} people; this happens once.")
            call_command("seed_demo", persons=persons)

    def serve(self, port, programs):
        """Run the programs until Ctrl-C interrupts, and start again what dies."""
        self.say("Starting web server and worker.")
        if is_embedded():
            serve_as_web_role(programs)
        known_bank = sandbox_bank.seen_by_hall(settings.VAR / "bank", port + 1)
        for program in programs:
            program.environment |= known_bank
        start_all(programs)
        self.wait_until_ready(port, programs)
        call_command("demo_accounts")
        connections.close_all()
        self.say(f"The demo's bank, without real money: http://{HOST}:{port + 1}/")
        self.say(f"READY http://{HOST}:{port}/")
        while True:
            revive(programs, say=self.say)
            time.sleep(0.5)

    def wait_until_ready(self, port, programs):
        deadline = time.monotonic() + READY_SECONDS
        while not (ready(port, "/readyz") and ready(port + 1, "/")):
            if time.monotonic() > deadline:
                raise CommandError(
                    f"http://{HOST}:{port}/ or its bank does not answer; what was printed above says why."
                )
            revive(programs, say=self.say)
            time.sleep(0.1)

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def answer_signals(handler) -> None:
    """Treat a polite kill like Ctrl-C. Explicit, because a shell starts background jobs with SIGINT ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def web_server(port: int) -> list[str]:
    """Two processes of four threads; the address is fixed, so the HTTP version is too and nothing is guessed."""
    options = f"--interface wsgi --host {HOST} --port {port} --http 1 --no-ws --workers 2 --blocking-threads 4"
    options += " --blocking-threads-idle-timeout 600 --respawn-failed-workers --workers-kill-timeout 10"
    return [sys.executable, "-m", "granian", *options.split(), "--log-level", "warning", "portal.wsgi:application"]


def worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker"]


def bank(port: int) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "sandbox_bank", "--port", str(port)]


def is_embedded() -> bool:
    return "EMBEDDED" in settings.DATABASES["default"]


def serve_as_web_role(programs: list[Program]) -> None:
    """Let the programs connect as a role that cannot rewrite history; on a given server its operator decides that.

    The role may only log in once it has a password; nobody needs to know it, the socket lets only its owner in.
    """
    grant_web_role(WEB_ROLE, password=secrets.token_urlsafe())
    for program in programs:
        program.environment["HALL_SERVE_AS"] = WEB_ROLE


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sentence = f"Port {port} is taken, perhaps by another hall or its bank. Try: make run PORT={port + 10}"
            raise CommandError(sentence) from None


def ready(port: int, address: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", address)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
