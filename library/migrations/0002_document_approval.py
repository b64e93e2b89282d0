from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("library", "0001_images_and_documents")]

    operations = [
        migrations.AlterModelOptions(
            name="document",
            options={
                "ordering": ["-added_at", "-id"],
                "verbose_name": "file",
                "default_permissions": ["add", "change", "delete", "view", "approve"],
            },
        ),
    ]
