from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from organisation.linked_data import organisation
from organisation.models import Contact, Office
from publishing.crumbs import Crumb, trail
from publishing.moment import shown_at

from .forms import ContactForm

TOO_BIG = _(
    "What was sent is larger than any message may be. Go back in your browser: your text is still there."
)


@csrf_exempt  # guarded.py says what it has instead
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request):
    """How SELEC is reached, and the form: a message that is taken is answered by a page of its own."""
    if request.method != "POST":
        return _page(request, ContactForm(initial={"purpose": request.GET.get("about", "")[:20]}))
    try:
        data = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        form = ContactForm(QueryDict(), request)
        form.errors.clear()
        form.add_error(None, TOO_BIG)
        return _page(request, form, status=413)
    form = ContactForm(data, request)
    if not form.is_valid():
        return form.refused(_page(request, form))
    form.save()
    return redirect("outreach:sent")


def sent(request):
    crumbs = trail((gettext("Contacts"), "outreach:contacts"), leaf=gettext("Your message"))
    context = {"crumbs": crumbs, "kept_days": settings.CONTACT_KEPT_DAYS, "shared": None}
    return render(request, "outreach/sent.html", context)


def _page(request, form, status=200):
    office = Office.objects.prefetch_related("opening_hours").first()
    context = {
        "form": form,
        "contacts": [contact for contact in Contact.objects.all() if contact.is_known or contact.note],
        "office": office,
        "hours": office and office.hours_at(shown_at(request)),
        "kept_days": settings.CONTACT_KEPT_DAYS,
        "described": organisation(),
        "crumbs": (Crumb(gettext("Contacts")),),
    }
    response = render(request, "outreach/contacts.html", context, status=status)
    add_never_cache_headers(response)  # the form carries the hour at which it was opened
    return response
