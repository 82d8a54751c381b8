"""What scheduled actions share."""

import logging

_logger = logging.getLogger(__name__)


def in_batches(records, work, batch_size=200):
    """Do ``work`` on records batch by batch with a commit after each, from within a scheduled action.

    Where a batch fails its records are tried one by one, so that a bad one keeps back no other; it is logged.

    :param work: callable(records), written to be repeated
    """
    cron = records.env["ir.cron"]
    attempt = records.env["gendan.bulk"]._gendan_attempt
    cron._commit_progress(remaining=len(records))
    for start in range(0, len(records), batch_size):
        # browse: no prefetch across commits
        batch = records.browse(records.ids[start : start + batch_size]).try_lock_for_update()
        if attempt(lambda batch=batch: work(batch)) is not None:
            for record in batch:
                if error := attempt(lambda record=record: work(record)):
                    _logger.error("Nightly work on %s failed", record, exc_info=error)
        if not cron._commit_progress(min(batch_size, len(records) - start)):
            break
