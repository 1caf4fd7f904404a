"""Jobs of the worker: three lines around a service each. All of them are repeatable."""

from procrastinate.contrib.django import app

from accounts import clock
from accounts.gateways.sms import gateway
from accounts.services import audit, outbox, sessions


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="send_outbox", lock="send_outbox", pass_context=False)
def send_outbox(timestamp: int) -> None:
    """Send the text messages that wait, every ten seconds."""
    outbox.send_waiting(gateway(), at=clock.instant())


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="seal_audit", lock="seal_audit", pass_context=False)
def seal_audit(timestamp: int) -> None:
    """Link new audit entries into the chain, every ten seconds."""
    audit.seal_all()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="purge_logins", pass_context=False)
def purge_logins(timestamp: int) -> None:
    """Delete sessions, attempts, codes and keys nobody needs any more, every night."""
    sessions.purge(at=clock.instant())
