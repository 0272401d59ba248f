"""Editions that offer documents are indexed anew by the timer, with the words of these."""

from django.db import migrations


def forget(apps, schema_editor):
    offering = apps.get_model("newsroom", "EditionFile").objects.filter(kind="document")
    words = apps.get_model("newsroom", "EditionWords").objects
    words.filter(edition_id__in=offering.values("edition_id")).delete()


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0040_page_words_index")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
