"""Pages of the back office about an item as a whole: what is said of it, who may see it, who reviews it outside."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy as _

from . import clock
from .forms import Boxes
from .lifecycle import Refused, has_right
from .review_links import LONGEST_DAYS, ReviewLink
from .site import absolute

SAID = ["returned", "commented", "signed off by an outsider", "commented by an outsider"]


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class PeopleForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        label=_("Named people"),
        widget=Boxes,
        help_text=_("Tick nobody to open it to everybody with the right to its kind."),
    )

    def __init__(self, item, data=None):
        super().__init__(data, initial={"people": item.named_people.all()})
        staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")
        self.fields["people"].queryset = staff


class LinkForm(forms.Form):
    for_whom = forms.CharField(
        label=_("For whom"),
        max_length=150,
        help_text=_("An office or a person: Ministry of the Interior, press office."),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"), min_value=1, max_value=LONGEST_DAYS, initial=7
    )


def comment(page, request, edition):
    """Takes a comment; whoever reads the edition sees it, and its item's history keeps it."""
    form = CommentForm(request.POST or None)
    if form.is_valid():
        edition.comment(request.user, form.cleaned_data["text"])
        messages.success(request, gettext("Your comment is kept with the item."))
        return redirect(page.url_of("change", edition))
    return page.page(
        request,
        "form.html",
        edition,
        form=form,
        button=gettext("Comment"),
        heading=gettext("Comment on this edition"),
    )


def people(page, request, edition):
    """Limits the item to named people, or opens it again."""
    form = PeopleForm(edition.item, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        edition.limit_to(form.cleaned_data["people"], request.user)
        messages.success(request, gettext("Done."))
        return redirect(page.url_of("change", edition))
    heading = gettext("Who may see this item in the back office")
    return page.page(request, "form.html", edition, form=form, button=gettext("Save"), heading=heading)


def links(page, request, edition):
    """The review links of an edition: made and revoked here, with the number of their visits."""
    if "revoke" in request.POST:
        return _revoke(page, request, edition)
    form = LinkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                ReviewLink.make(edition, request.user, **form.cleaned_data)
            return redirect(page.url_of("links", edition))
        except Refused as sentence:
            form.add_error(None, str(sentence))
    rows = ReviewLink.objects.filter(item=edition.item, edition=edition.pk).select_related("made_by", "item")
    context = {"form": form, "links": rows, "site": absolute("/")[:-1], "now": clock.now()}
    is_limited = edition.item.named_people.exists()
    return page.page(request, "links.html", edition, is_limited=is_limited, **context)


@transaction.atomic
def _revoke(page, request, edition):
    number = request.POST["revoke"]
    link = ReviewLink.objects.filter(
        edition=edition.pk, item=edition.item, pk=number if number.isdecimal() else 0
    )
    for one in link:
        one.revoke(request.user, edition)
        messages.success(request, gettext("The link %(one)s leads nowhere any more.") % {"one": one})
    return redirect(page.url_of("links", edition))


PAGES = {"comment": comment, "people": people, "links": links}
RIGHTS = {"comment": "change approve", "people": "change", "links": "change"}  # of two rights either will do


def open_to(person, edition):
    """The names of these pages that the person may use."""
    return [page for page, right in RIGHTS.items() if has_right(edition, right, person)]
