from django.contrib import admin


class AdminSite(admin.AdminSite):
    site_header = "SELEC back office"
    site_title = "SELEC back office"
    index_title = "What happens next"
