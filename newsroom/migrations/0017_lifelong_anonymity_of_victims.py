"""The rules of law on victims who are anonymous for life, besides those of sexual offences.

As in 0005, going back leaves the rows, and a rule that has a row already gets no second one.
"""

from datetime import date

from django.db import migrations, models

LAWS = [
    (
        "trafficking-anonymity",
        "Sexual Offences (Amendment) Act 1992, sections 1 and 2, with Modern Slavery Act 2015, "
        "section 2",
        date(2015, 7, 31),
    ),
    (
        "fgm-anonymity",
        "Female Genital Mutilation Act 2003, section 4A and Schedule 1",
        date(2015, 5, 3),
    ),
    (
        "forced-marriage-anonymity",
        "Anti-social Behaviour, Crime and Policing Act 2014, section 122A and Schedule 6A",
        date(2017, 3, 31),
    ),
]


def add_laws(apps, schema_editor):
    rules = apps.get_model("newsroom", "LegalRule").objects
    for code, source, since in LAWS:
        if not rules.filter(code=code).exists():
            rules.create(code=code, source=source, since=since)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0016_tombstones")]

    operations = [
        migrations.AlterField(
            model_name="legalrule",
            name="code",
            field=models.CharField(
                choices=[
                    ("contempt", "Active proceedings: nothing that seriously prejudices them"),
                    (
                        "sexual-offence-anonymity",
                        "Sexual offences: the complainant is anonymous for life",
                    ),
                    (
                        "trafficking-anonymity",
                        "Human trafficking: the victim is anonymous for life",
                    ),
                    (
                        "fgm-anonymity",
                        "Female genital mutilation: the victim is anonymous for life",
                    ),
                    (
                        "forced-marriage-anonymity",
                        "Forced marriage: the victim is anonymous for life",
                    ),
                    (
                        "child-anonymity",
                        "Children and young people in proceedings are anonymous",
                    ),
                ],
                max_length=40,
                verbose_name="rule",
            ),
        ),
        migrations.RunPython(add_laws, migrations.RunPython.noop),
    ]
