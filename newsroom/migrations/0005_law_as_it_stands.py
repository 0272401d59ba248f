"""The rules of law that the gate applies, as they stand.

They are rows that editors change when Parliament does: going back leaves them, and a rule that has
a row already gets no second one.
"""

from datetime import date

from django.db import migrations

LAWS = [
    ("contempt", "Contempt of Court Act 1981, sections 1 and 2", date(1981, 8, 27), "arrest"),
    (
        "sexual-offence-anonymity",
        "Sexual Offences (Amendment) Act 1992, section 1",
        date(1992, 8, 1),
        "",
    ),
    (
        "child-anonymity",
        "Children and Young Persons Act 1933, section 49; "
        "Youth Justice and Criminal Evidence Act 1999, sections 45 and 45A",
        date(1933, 11, 1),
        "",
    ),
]


def add_laws(apps, schema_editor):
    rules = apps.get_model("newsroom", "LegalRule").objects
    for code, source, since, active_from in LAWS:
        if not rules.filter(code=code).exists():
            rules.create(code=code, source=source, since=since, active_from=active_from)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_rendition_file_index")]

    operations = [migrations.RunPython(add_laws, migrations.RunPython.noop)]
