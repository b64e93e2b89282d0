"""Django's own apps, as this project wants them."""

from django.contrib.admin import apps as admin
from django.contrib.staticfiles import apps as staticfiles

UNUSED_PLUGINS = [
    *"adobeair ajax autoembed autogrow bbcode codesnippet codesnippetgeshi devtools div divarea".split(),
    *"docprops embed embedbase embedsemantic exportpdf filetools find flash forms iframe".split(),
    *"iframedialog image2 language mathjax placeholder preview scayt sharedspace smiley".split(),
    *"sourcedialog stylesheetparser templates uicolor uploadimage uploadwidget widget wsc".split(),
]


class AdminConfig(admin.AdminConfig):
    default_site = "selec_cms.back_office.AdminSite"


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """Leaves out what the editor brings and nobody uses: 38 of its 45 MB, and its upload plugins."""

    ignore_patterns = [
        *staticfiles.StaticFilesConfig.ignore_patterns,
        "ckeditor/ckeditor/samples/*",
        "ckeditor/galleriffic/*",
        *(f"ckeditor/ckeditor/plugins/{plugin}/*" for plugin in UNUSED_PLUGINS),
    ]
