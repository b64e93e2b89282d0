"""Exports of former sites, small ones, with texts of our own."""

import csv
import io
from xml.sax.saxutils import escape

NAMES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"'
)


def wxr(*items, head="<wp:base_site_url>https://www.selec.org</wp:base_site_url>"):
    channel = f"<channel><title>A site</title>{head}{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMES}>{channel}</rss>'.encode()


def item(number, title="A headline", html="Text.", *, slug="", **said):
    fields = {
        "post_type": "post",
        "status": "publish",
        "post_date": "2019-06-05 10:30:00",
        "post_date_gmt": "2019-06-05 07:30:00",
        "post_name": slug or f"post-{number}",
        "link": f"https://www.selec.org/{slug or f'post-{number}'}/",
        "excerpt": "",
        "more": "",
        **said,
    }
    elements = [f"<title>{escape(title)}</title><link>{escape(fields.pop('link'))}</link>"]
    elements += [f"<content:encoded><![CDATA[{html}]]></content:encoded>"]
    elements += [
        f"<excerpt:encoded><![CDATA[{fields.pop('excerpt')}]]></excerpt:encoded>",
        fields.pop("more"),
    ]
    elements += [f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in fields.items()]
    return f"<item>{''.join(elements)}<wp:post_id>{number}</wp:post_id></item>"


def attachment(number, url, alt="", title="A picture"):
    meta = f"<wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{escape(alt)}</wp:meta_value>"
    address = f"<wp:attachment_url>{escape(url)}</wp:attachment_url>"
    more = f"{address}<wp:postmeta>{meta}</wp:postmeta>"
    return item(number, title, "", post_type="attachment", status="inherit", more=more)


def category(name):
    return f'<category domain="category" nicename="{name}">{name}</category>'


def table(*rows, columns=("id", "old address", "title", "date", "html")):
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")


ROW = [
    "646",
    "http://www.selec.org/p646/07+October+2016",
    "07 October 2016",
    "2016-10-07",
    "<p>Five years on.</p>",
]
