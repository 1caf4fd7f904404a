"""Jobs of the worker: three lines around a service each. All of them are repeatable."""

import logging

from procrastinate.contrib.django import app

from accounts import clock
from accounts.rules.errors import RuleBroken
from insurance.services import (
    assessing,
    bank_files,
    batch_checking,
    batch_filing,
    benefits,
    payment_questions,
    posting,
    refunds,
    roster_exports,
)
from insurance.services.due import run_due

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="run_due", pass_context=False)
def do_what_is_due(timestamp: int) -> None:
    """Carry out everything that is due by the business day."""
    run_due(on=clock.today(), at=clock.now(), ahead=clock.ahead())


@app.task(pass_context=False)
def recompute_benefits(area_id: int) -> None:
    """Recompute the entitlements of an area whose policy has changed."""
    benefits.recompute_area(area_id, on=clock.today())


@app.task(pass_context=False)
def assess_month(run_id: int) -> None:
    """Assess a month, or go on with one; why it stopped stands on the run."""
    try:
        assessing.go_on(run_id, at=clock.now(), on=clock.today())
    except RuleBroken:
        log.exception("the assessment %s stopped", run_id)


@app.task(pass_context=False)
def write_roster_export(export_id: int) -> None:
    """Write a roster as the file that an operator asked for."""
    roster_exports.write(export_id)


@app.task(pass_context=False)
def check_batch(batch_id: int) -> None:
    """Check an uploaded table; what fails on our side is said on its page, so that nobody waits for ever."""
    try:
        batch_checking.check(batch_id, at=clock.now(), on=clock.today())
    except Exception:
        log.exception("table %s could not be checked", batch_id)
        batch_checking.give_up(batch_id, at=clock.now())


@app.task(pass_context=False)
def apply_batch(batch_id: int) -> None:
    """File what was chosen of a checked table."""
    try:
        batch_filing.apply(batch_id, at=clock.now(), on=clock.today())
    except Exception:
        log.exception("table %s could not be filed", batch_id)
        batch_filing.give_up(batch_id, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_silent_channels", pass_context=False)
def ask_silent_channels(timestamp: int) -> None:
    """Ask the channels about payment orders of which they say nothing, and end what was not paid in time."""
    payment_questions.ask_silent(at=clock.now(), on=clock.today(), ahead=clock.ahead())


@app.task(pass_context=False)
def post_payment(payment_id: int) -> None:
    """Do what follows from money that came in for an order."""
    posting.finish(payment_id, at=clock.now(), on=clock.today())


@app.task(pass_context=False)
def post_bills(bill_ids: list[int]) -> None:
    """Do what follows for the people on bills that were paid otherwise than by an order."""
    posting.finish_bills(bill_ids, at=clock.now(), on=clock.today())


@app.task(pass_context=False)
def send_refund(refund_id: int) -> None:
    """Ask a channel to give back the money of an approved refund; one that does not answer is asked again later."""
    refunds.send(refund_id, at=clock.now(), on=clock.today())


@app.task(pass_context=False)
def post_bank_file(bank_file_id: int) -> None:
    """Place the money of a bank file; what a killed worker left is placed by the next one."""
    bank_files.work(bank_file_id, at=clock.now(), on=clock.today())
