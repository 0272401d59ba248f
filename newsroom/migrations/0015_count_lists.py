"""Counts what stands in the lists of topics, cases and speakers already."""

from django.db import migrations


def count_lists(apps, schema_editor):
    # Days are text in SQLite, which begins with the year.
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    year = "EXTRACT(YEAR FROM day)" if on_postgresql else "substr(day, 1, 4)"
    for part in (f"CAST({year} AS INTEGER)", "0"):
        schema_editor.execute(
            "INSERT INTO newsroom_archivelisttally (language, list, key, year, items)"  # noqa: S608
            f" SELECT language, list, key, {part}, COUNT(*) FROM newsroom_archivelisting"
            " GROUP BY 1, 2, 3, 4"
        )


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_list_tallies")]

    operations = [migrations.RunPython(count_lists, migrations.RunPython.noop, elidable=True)]
