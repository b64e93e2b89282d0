"""What people apply for: vacancies and internships."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.rich_text import RichTextField

from .notice import Notice

is_address = RegexValidator(
    r"^(https?://|/(?!/))\S+$",
    _("Give an address that begins with https://, or with / for a page of this site."),
)


class Opening(Notice):
    """Applications are never stored on this site: the text says where they go."""

    eligibility = RichTextField(verbose_name=_("eligibility"))
    how_to_apply = RichTextField(
        help_text=_("Where applications go: this site takes none."), verbose_name=_("how to apply")
    )
    documents_to_send = RichTextField(blank=True, verbose_name=_("documents to send"))
    privacy_notice = models.CharField(
        max_length=300,
        blank=True,
        validators=[is_address],
        help_text=_("Address of the privacy notice for applicants, here or elsewhere."),
        verbose_name=_("privacy notice"),
    )

    how_to_answer = ("how_to_apply",)

    class Meta(Notice.Meta):
        abstract = True
