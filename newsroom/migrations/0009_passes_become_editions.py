"""Passes of the gate become editions that wait to be opened, and the other way round.

A migration cannot make documents, which take the code of the page types. What the gate let through
is kept: `rebuild_editions` opens what has not changed since.
"""

from django.db import migrations

WAITING = "unopened"
STANDING = ("", "restricted", WAITING)


def passes_to_editions(apps, schema_editor):
    Edition = apps.get_model("newsroom", "Edition")
    passes = apps.get_model("newsroom", "GatePass").objects.filter(
        page__content_type__app_label="newsroom"
    )
    Edition.objects.bulk_create(
        Edition(
            page_id=each.page_id,
            number=1,
            language=each.page.locale.language_code,
            translation_key=each.page.translation_key,
            page_type=each.page.content_type.model,
            title=each.page.title,
            opens_at=each.passed_at,
            closes_at=each.passed_at,
            closed_why=WAITING,
            document={},
            digest=each.digest,
            revision_id=each.revision_id,
        )
        for each in passes.select_related("page__locale", "page__content_type")
    )


def editions_to_passes(apps, schema_editor):
    GatePass = apps.get_model("newsroom", "GatePass")
    there = set(apps.get_model("wagtailcore", "Page").objects.values_list("pk", flat=True))
    revisions = set(apps.get_model("wagtailcore", "Revision").objects.values_list("pk", flat=True))
    last = {}
    for edition in apps.get_model("newsroom", "Edition").objects.order_by("page_id", "number"):
        last[edition.page_id] = edition
    GatePass.objects.bulk_create(
        GatePass(
            page_id=page_id,
            revision_id=edition.revision_id if edition.revision_id in revisions else None,
            digest=edition.digest,
            passed_at=edition.opens_at,
        )
        for page_id, edition in last.items()
        if edition.closed_why in STANDING and page_id in there
    )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_editions_are_kept")]

    # A new database has no passes.
    operations = [migrations.RunPython(passes_to_editions, editions_to_passes, elidable=True)]
