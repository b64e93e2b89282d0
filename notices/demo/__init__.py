"""Demo content: notices in every state that they can be in."""

from pathlib import Path

from notices.models import Internship, Vacancy
from publishing import demo

KINDS = {"vacancy": (Vacancy, "hr"), "internship": (Internship, "hr")}


def load(people):
    """`people` are the demo accounts by name."""
    for name, (model, writer) in KINDS.items():
        demo.load(model, demo.texts(Path(__file__).parent, name), people[writer], people["approver"])
