"""Asking as visitors do, and reading the answer."""

from django.test import Client


def ask(words, client=None, **parameters):
    return (client or Client()).get("/search/", {"q": words, **parameters})


def titles(answer):
    return ["".join(run.text for run in result["title"]) for result in answer.context["results"]]


def snippets(answer):
    """Each snippet as text, what is marked between brackets."""
    shown = [result["snippet"] for result in answer.context["results"]]
    return ["".join(f"[{run.text}]" if run.is_hit else run.text for run in runs) for runs in shown]


def options(answer, name):
    """{what can be chosen: its number} of one filter."""
    [facet] = [one for one in answer.context["filters"] if one.name == name]
    return {option.label: option.count for option in facet.options}
