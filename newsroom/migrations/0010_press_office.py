"""Hours, out-of-hours numbers and closures of press desks become records.

What editors wrote about the hours stays, as the note on them.
"""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import newsroom.taxonomy

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_approval_tasks")]

    operations = [
        migrations.RenameField("presscontact", "hours", "note"),
        migrations.AlterField(
            "presscontact",
            "note",
            models.CharField(
                blank=True,
                help_text="What the hours do not say, for example: Please email before 9am",
                max_length=150,
                verbose_name="note on the hours",
            ),
        ),
        migrations.AddField(
            "presscontact",
            "duty_telephone",
            models.CharField(
                blank=True,
                help_text="The duty press officer’s number. It is shown while the desk is closed.",
                max_length=30,
                verbose_name="out-of-hours telephone",
            ),
        ),
        migrations.AddField(
            "presscontact",
            "in_welsh",
            models.BooleanField(
                default=False,
                help_text="Answers in Welsh. It is offered beside the desk of every Area.",
                verbose_name="Welsh-language desk",
            ),
        ),
        migrations.AlterField(
            "presscontact",
            "area",
            models.ForeignKey(
                blank=True,
                help_text="The Area this desk answers for, if it is not national.",
                limit_choices_to=newsroom.taxonomy.in_default_language,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newsroom.area",
                verbose_name="Area",
            ),
        ),
        migrations.AlterField(
            "presscontact",
            "out_of_hours",
            models.CharField(
                blank=True,
                help_text="For example: Urgent enquiries about today’s cases only",
                max_length=250,
                verbose_name="what the out-of-hours number is for",
            ),
        ),
        migrations.CreateModel(
            "OpeningHours",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=list(enumerate(WEEKDAYS)), verbose_name="day"
                    ),
                ),
                (
                    "opens",
                    models.TimeField(help_text="For example: 09:00", verbose_name="opens"),
                ),
                (
                    "closes",
                    models.TimeField(help_text="For example: 17:00", verbose_name="closes"),
                ),
                (
                    "contact",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="newsroom.presscontact",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
                "ordering": ["weekday", "opens"],
            },
        ),
        migrations.CreateModel(
            "DeskClosure",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="first day")),
                (
                    "last_day",
                    models.DateField(
                        help_text="The same as the first, for one day.", verbose_name="last day"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Readers see it, for example: Staff training",
                        max_length=150,
                        verbose_name="reason",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="Left empty, all desks are closed.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="newsroom.presscontact",
                        verbose_name="press contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "closure of a press desk",
                "verbose_name_plural": "closures of press desks",
                "ordering": ["first_day", "pk"],
            },
        ),
    ]
