"""The worker's jobs for signing in."""

from publishing.work import job

from .letters import send_due
from .sealing import seal_again


@job("send letters to staff", pause=2)
def send():
    return send_due(10)


@job("seal second factors by the present key", pause=3600)
def seal():
    return seal_again()
