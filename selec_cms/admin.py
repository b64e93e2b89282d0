from django.contrib import admin


class AdminSite(admin.AdminSite):
    site_header = "SELEC back office"
    site_title = "SELEC back office"
    index_title = "What happens next"

    def get_urls(self):
        from publishing.checks import pages  # this class is read before the models are

        return [*pages.urls(self), *super().get_urls()]
