"""The app."""

from django.apps import AppConfig


class WpharvestImportConfig(AppConfig):
    """Pages that come from WordPress."""

    name = "wpharvest_import"
    verbose_name = "Pages from WordPress"
    default_auto_field = "django.db.models.BigAutoField"
