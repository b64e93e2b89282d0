"""Demo content: a message in each state. Names and addresses are made up, and no mail reaches them."""

from datetime import timedelta

from django.db import transaction

from publishing import clock

from ..models import Message

MESSAGES = [
    ("press", "Picture of the anniversary", "May we print the picture of 7 October?", -2, {}),
    ("hr", "Secondment", "Is the secondment open to customs officers?", -26, {"is_sent": True}),
    ("procurement", "Format of the offer", "Is an offer on paper taken as well?", -5, {"failures": 3}),
    ("general", "Visit of a class", "Could a class of law students visit you?", -1, {}),
]


@transaction.atomic
def load():
    now = clock.now()
    for purpose, subject, text, hours, state in MESSAGES:
        at = now + timedelta(hours=hours)
        fields = {"failures": state.get("failures", 0), "next_try_at": now + timedelta(hours=1)}
        if state.get("is_sent"):
            fields |= {"sent_at": at + timedelta(minutes=1), "sent_to": "unit@example.org"}
        if fields["failures"]:
            fields["last_error"] = "The mail server did not answer: [Errno 111] Connection refused"
        Message.objects.create(
            purpose=purpose,
            name="A visitor",
            email="visitor@example.org",
            subject=subject,
            text=text,
            at=at,
            **fields,
        )
