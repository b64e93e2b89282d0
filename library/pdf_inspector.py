"""A program of its own, which pdf.py runs: reads a PDF from its input, prints a key of pdf.SENTENCES or "fit"."""

import resource
import sys

MOST_MEMORY = 1024**3  # bytes
MOST_SECONDS = 10  # of the processor
MOST_NODES = 2_000_000
KEYS = {
    **{"/AA": "action", "/JS": "script", "/JavaScript": "script", "/XFA": "xfa"},
    **{"/EmbeddedFiles": "files", "/EF": "files", "/RichMediaContent": "media", "/3DD": "media"},
}
ACTIONS = {
    **{"/JavaScript": "script", "/Launch": "launch", "/SubmitForm": "sends", "/ImportData": "files"},
    **{"/Rendition": "media", "/RichMediaExecute": "media", "/Movie": "media", "/GoToE": "files"},
}


def inspected(stream):
    import pikepdf

    try:
        with pikepdf.open(stream, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            return harm(pdf, pikepdf) if len(pdf.pages) else "broken"
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, RuntimeError, ValueError, MemoryError):
        return "broken"


def harm(pdf, pikepdf):
    """Every object of the file is looked at, whether or not a page leads to it."""
    containers, nodes = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array), 0
    for root in pdf.objects:
        waiting = [root] if isinstance(root, containers) else []
        while waiting:
            node = waiting.pop()
            nodes += 1
            if nodes > MOST_NODES:
                return "broken"
            if not isinstance(node, pikepdf.Array) and (found := harm_in(node, pikepdf)):
                return found
            parts = node if isinstance(node, pikepdf.Array) else node.values()
            waiting += [part for part in parts if isinstance(part, containers) and not part.is_indirect]
    return "fit"


def harm_in(node, pikepdf):
    for key in node.keys():  # noqa: SIM118  a stream has keys, and iterates over nothing
        if key in KEYS:
            return KEYS[key]
        if key == "/OpenAction" and not only_shows_a_page(action := node[key], pikepdf):
            return "script" if isinstance(action, pikepdf.Dictionary) and "/JS" in action else "action"
    kind = node.get("/S")
    return ACTIONS.get(str(kind), "") if isinstance(kind, pikepdf.Name) else ""


def only_shows_a_page(action, pikepdf):
    if isinstance(action, pikepdf.Dictionary):
        return action.get("/S") == pikepdf.Name.GoTo and "/Next" not in action
    return isinstance(action, pikepdf.Array)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with open(0, "rb") as given:
        sys.stdout.write(inspected(given))
