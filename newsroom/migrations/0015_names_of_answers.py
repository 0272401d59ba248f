# Answers about protected names say which names they are about. Of those given before it is not
# known; they are taken to be about every name whose order stood at that moment.

from django.db import migrations, models


def name_those_that_stood(apps, schema_editor):
    answers = apps.get_model("newsroom", "Answer").objects.filter(code__startswith="protected-")
    # Not the name itself, which no migration can open.
    names = apps.get_model("newsroom", "ProtectedName").objects.select_related("restriction")
    rows = names.defer("words")
    for answer in answers:
        answer.names = [row.pk for row in rows if stood(row, answer.at)]
        answer.save(update_fields=["names"])


def stood(name, at):
    order = name.restriction
    ends = [end for end in (order.ends_at, order.ended_at) if end is not None]
    return name.added_at <= at and order.starts_at <= at and all(at < end for end in ends)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0014_parts_of_days")]

    operations = [
        migrations.AddField("answer", "names", models.JSONField(default=list, editable=False)),
        migrations.RunPython(name_those_that_stood, migrations.RunPython.noop),
    ]
