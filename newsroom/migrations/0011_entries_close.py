"""The archive's index knows when an item's time is over, before any timer has run."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_passes_are_editions")]

    operations = [
        migrations.AddField(
            model_name="archiveentry",
            name="closes_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="archiveentry",
            index=models.Index(
                condition=models.Q(("closes_at__isnull", False)),
                fields=["language", "closes_at"],
                name="archive_entry_closing",
            ),
        ),
    ]
