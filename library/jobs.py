"""The library's own job for the worker."""

from publishing.work import job

from .orphans import sweep


@job("sweep up files without a row", pause=3600)
def sweep_up():
    return len(sweep())
