"""A picture is asked for by the name of its file: whether readers may have it is looked up."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0003_release_log_is_append_only"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX newsroom_rendition_file ON wagtailimages_rendition (file)",
            "DROP INDEX newsroom_rendition_file",
        )
    ]
