"""The page behind a review link: the edition as its public page will look, and what the outsider says of it."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from .lifecycle import Refused
from .review_links import ReviewLink


class AnswerForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    act = forms.ChoiceField(choices=[("approve", _("Approve")), ("comment", _("Comment"))])
    name = forms.CharField(label=_("Your name and function"), max_length=150)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("May stay empty when you approve."),
    )

    def __init__(self, edition, data=None):
        super().__init__(data, initial={"version": edition.version}, auto_id="review-%s")

    def clean(self):
        answer = super().clean()
        if answer.get("act") == "comment" and not answer.get("text"):
            self.add_error("text", gettext("Write your comment."))
        return answer


@csrf_exempt  # who knows the address may answer; and browsers name no origin where a page sends no referrer
def review(request, token):
    link = ReviewLink.objects.opened_by(token)
    if link is None:
        return _apart(render(request, "publishing/no_review.html", status=404))
    shown = link.shown
    form = AnswerForm(shown, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            link.answer(**form.cleaned_data)
            return _apart(redirect(f"{request.path}?said={form.cleaned_data['act']}"))
        except Refused as sentence:
            form = AnswerForm(shown, {**request.POST.dict(), "version": shown.version})
            form.add_error(None, str(sentence))
    if request.method == "GET" and not request.staff and "said" not in request.GET:
        link.count_visit()
    request.review_link, request.review_form, request.shown_edition = link, form, shown
    page = resolve(shown.preview_url.partition("?")[0])
    return _apart(page.func(request, *page.args, **page.kwargs))


def _apart(response):
    """Never kept, never indexed, and no other site learns the address."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
