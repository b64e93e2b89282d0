"""Demo content: events in every state that they can be in."""

from pathlib import Path

from library.models import Document
from news.models import Event, PressRelease
from organisation.models import TaskForce
from publishing import demo


def load(writer, approver):
    """`writer` and `approver` are accounts. Task forces are given by name, an outcome by its release's headline."""
    found = demo.texts(Path(__file__).parent, "event")
    for text in found:
        for said in (text, *text.get("edition", [])):
            name_rows(said)
    files = {file.title: file for file in Document.objects.all()}
    demo.load(Event, found, writer, approver, files=files)


def name_rows(said):
    if name := said.get("task_force"):
        said["task_force"] = TaskForce.objects.get(name=name)
    if headline := said.get("outcome_release"):
        said["outcome_release"] = PressRelease.objects.get(title=headline, number=1)
