"""The uploads that tests/kill.py sends: a page's address, and a form's parts."""

import io

SECRET = "c" * 32  # of the CSRF cookie and its field, which have to agree
BOUNDARY = "boundary-of-the-parts"


def picture():
    from PIL import Image

    stream = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(stream, "JPEG")
    fields = {"title": "A picture", "alt": "Grey noise", "credit": "SELEC", "licence": "free"}
    return parts(fields | {"focal_x": "50", "focal_y": "50"}, "a.jpg", stream.getvalue())


def table():
    """Large enough to be received on the disk."""
    return parts({"title": "A table", "language": "en"}, "a.csv", b"country,seizures\n" * 200_000)


def another_table():
    return parts({"title": "A table", "language": "en"}, "b.csv", b"country,arrests\n" * 200_000)


def parts(fields, name, content):
    """A form's parts, as a browser sends them."""
    field = "Content-Disposition: form-data; name="
    fields = {"csrfmiddlewaretoken": SECRET, **fields}
    texts = [f'{field}"{each}"\r\n\r\n{value}' for each, value in fields.items()]
    texts.append(f'{field}"upload"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n')
    start, last = f"--{BOUNDARY}\r\n", f"\r\n--{BOUNDARY}--\r\n"
    return (start + f"\r\n{start}".join(texts)).encode() + content + last.encode()


UPLOADS = {
    "image": ("/admin/library/image/add/", picture),
    "file": ("/admin/library/document/add/", table),
    "version": ("/admin/library/document/{}/change/", another_table),  # of the file that it replaces
}
