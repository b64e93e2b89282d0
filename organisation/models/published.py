from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Item


class Published(models.Model):
    """What publications can be about. They are chosen here: the library stands below and knows nothing of it."""

    publications = models.ManyToManyField(
        Item,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "library.publication"},
        help_text=_("Those about it: its page shows what is public of them."),
        verbose_name=_("publications"),
    )

    class Meta:
        abstract = True
