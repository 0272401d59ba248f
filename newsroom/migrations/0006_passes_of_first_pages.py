"""Passes of the gate for the pages that Wagtail itself creates: its root and its welcome page.

No gate stood before them. Pages of our own types never get a pass here: only the gate gives them
one.
"""

from django.db import migrations


def pass_first_pages(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(
        live=True, content_type__app_label="wagtailcore", content_type__model="page"
    )
    GatePass = apps.get_model("newsroom", "GatePass")
    passes = [GatePass(page_id=pk, digest="") for pk in pages.values_list("pk", flat=True)]
    GatePass.objects.bulk_create(passes, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_law_as_it_stands")]

    operations = [migrations.RunPython(pass_first_pages, migrations.RunPython.noop, elidable=True)]
