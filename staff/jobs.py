"""The worker's job for signing in."""

from publishing.work import job

from .letters import send_due


@job("send letters to staff", pause=2)
def send():
    return send_due(10)
