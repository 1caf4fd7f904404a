"""Jobs of the worker: three lines around a service each. All of them are repeatable."""

from procrastinate.contrib.django import app

from accounts import clock
from insurance.services import benefits
from insurance.services.due import run_due


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="run_due", pass_context=False)
def do_what_is_due(timestamp: int) -> None:
    """Carry out everything that is due by the business day."""
    run_due(on=clock.today(), at=clock.now())


@app.task(pass_context=False)
def recompute_benefits(area_id: int) -> None:
    """Recompute the entitlements of an area whose policy has changed."""
    benefits.recompute_area(area_id, on=clock.today())
