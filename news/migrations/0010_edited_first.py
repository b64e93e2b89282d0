from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0006_edited_first"),
        ("news", "0009_hours_ahead"),
        ("organisation", "0007_hours_ahead"),
        ("publishing", "0005_site_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                models.OrderBy(models.F("edited_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="event_edited",
            ),
        ),
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                models.OrderBy(models.F("edited_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="operation_edited",
            ),
        ),
        migrations.AddIndex(
            model_name="pressrelease",
            index=models.Index(
                models.OrderBy(models.F("edited_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="pressrelease_edited",
            ),
        ),
    ]
