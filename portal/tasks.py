"""Jobs of the site itself."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

# Several times the worker's update_heartbeat_interval: a busy worker is not taken for a dead one.
SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(pass_context=True, queueing_lock="take_up_stalled_jobs")
async def take_up_stalled_jobs(context, timestamp: int) -> None:
    """Hand the jobs of killed workers, silent for a minute, to the next worker. Every task may therefore run twice.

    Where the same job is already waiting once more, the stalled one has nothing left to do.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            await jobs.finish_job(job, Status.ABORTED, delete_job=True)
