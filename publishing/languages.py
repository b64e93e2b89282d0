"""The languages in which texts are, beside that of the interface: what pages say of them, and to machines."""

from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Those of the Member States, and of treaties; the codes are those of ISO 639."""

    ENGLISH = "en", _("English")
    ALBANIAN = "sq", _("Albanian")
    BOSNIAN = "bs", _("Bosnian")
    BULGARIAN = "bg", _("Bulgarian")
    CROATIAN = "hr", _("Croatian")
    FRENCH = "fr", _("French")
    GREEK = "el", _("Greek")
    HUNGARIAN = "hu", _("Hungarian")
    MACEDONIAN = "mk", _("Macedonian")
    MONTENEGRIN = "cnr", _("Montenegrin")
    ROMANIAN = "ro", _("Romanian")
    RUSSIAN = "ru", _("Russian")
    SERBIAN = "sr", _("Serbian")
    TURKISH = "tr", _("Turkish")


# (its own name, a locale as Open Graph has it) of each.
OWN = {
    "en": ("English", "en_GB"),
    "sq": ("shqip", "sq_AL"),
    "bs": ("bosanski", "bs_BA"),
    "bg": ("български", "bg_BG"),
    "hr": ("hrvatski", "hr_HR"),
    "fr": ("français", "fr_FR"),
    "el": ("ελληνικά", "el_GR"),
    "hu": ("magyar", "hu_HU"),
    "mk": ("македонски", "mk_MK"),
    "cnr": ("crnogorski", "cnr_ME"),
    "ro": ("română", "ro_RO"),
    "ru": ("русский", "ru_RU"),
    "sr": ("српски", "sr_RS"),
    "tr": ("Türkçe", "tr_TR"),
}


@cache
def of_the_interface():
    """One for all that a process says: that of the settings."""
    return settings.LANGUAGE_CODE.partition("-")[0]


def apart(code):
    """The code where it is another language than the interface's, and has to be said; empty where it is not."""
    return "" if code == of_the_interface() else code


@cache
def labels(field):
    """The words for each of its choices, in the language of the interface."""
    return {value: str(label) for value, label in field.flatchoices}
