"""Demo content: notices in every state that they can be in."""

from pathlib import Path

import library.demo
from notices.models import Internship, Tender, Vacancy
from publishing import demo

KINDS = {
    "vacancy": (Vacancy, "hr"),
    "internship": (Internship, "hr"),
    "tender": (Tender, "procurement"),
}


def load(people):
    """`people` are the demo accounts by name."""
    for name, (model, writer) in KINDS.items():
        texts = demo.texts(Path(__file__).parent, name)
        files = library.demo.papers(texts, people["librarian"])
        demo.load(model, texts, people[writer], people["approver"], files=files)
