"""The pages of the About section that staff write, and its questions."""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from publishing.crumbs import Crumb
from publishing.keeping import copy_of
from publishing.views import edition_at, edition_page, history, past_edition

from .models import Page
from .models.place import FAQ, FIXED, public_tree, tree

TOPICS = {topic: number for number, topic in enumerate(Page.Topic.values)}


def faq(request):
    """Every question under its topic, in the order that staff gave them."""
    by_key = {str(one.item_id): one for one in questions(request)}
    nodes = next(node for node in tree(by_key.values()) if node.key == FAQ).below
    ordered = sorted((by_key[node.key] for node in nodes), key=lambda one: TOPICS[one.topic])
    topics = [(name, list(rows)) for name, rows in groupby(ordered, lambda one: one.get_topic_display())]
    return render(request, "organisation/faq.html", {"topics": topics, "crumbs": crumbs(FIXED[FAQ][0])})


def questions(request):
    public = Page.objects.public(request.moment).questions()
    return public.select_related("item").defer("body")


def page(request, slug):
    return _page(request, edition_at(request, Page))


def page_history(request, slug):
    return history(request, Page.objects.in_force(request.moment), crumbs=crumbs(gettext("What changed")))


def past_page(request, slug, number):
    past, in_force = past_edition(request, Page.objects.in_force(request.moment), number)
    return _page(request, past, superseded=past != in_force, edition_in_force=in_force)


def _page(request, page, **context):
    others = questions(request).filter(topic=page.topic).exclude(item=page.item_id)
    nodes = tree_shown(request)
    return edition_page(
        request,
        page,
        "organisation/page.html",
        others=others.order_by("item")[:10] if page.is_question else [],
        crumbs=crumbs(page.title, *above(page, nodes)),
        nodes=nodes,
        **context,
    )


def tree_shown(request):
    return copy_of(request, "the tree of About", lambda: public_tree(request.moment))


def above(page, nodes):
    """(title, address) of what it stands under in the menu; none on the first level."""
    if page.is_question:
        return [(FIXED[FAQ][0], reverse("organisation:faq"))]
    key = str(page.item_id)
    return [(node.title, node.url) for node in nodes if key in [one.key for one in node.below]]


def crumbs(leaf, *between):
    about = Crumb(gettext("About SELEC"), reverse("organisation:about"))
    return (about, *map(Crumb._make, between), Crumb(str(leaf)))
