# Hours of several days in one row, closures of parts of days, the desk of a case; and whoever gave
# a speech cannot be deleted.

import django.db.models.deletion
from django.db import migrations, models

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def one_row_for_each_day(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # A table with a check that waits for the end of the transaction cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    hours = apps.get_model("newsroom", "OpeningHours").objects
    for row in hours.filter(last_weekday__isnull=False):
        for weekday in range(row.weekday + 1, row.last_weekday + 1):
            hours.create(
                contact_id=row.contact_id, weekday=weekday, opens=row.opens, closes=row.closes
            )
        hours.filter(pk=row.pk).update(last_weekday=None)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0013_speakers_from_names")]

    operations = [
        migrations.AddField(
            "openinghours",
            "last_weekday",
            models.PositiveSmallIntegerField(
                blank=True,
                choices=list(enumerate(WEEKDAYS)),
                help_text="For example Friday, if the hours are the same from Monday to Friday.",
                null=True,
                verbose_name="to day",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, one_row_for_each_day),
        migrations.AddField(
            "deskclosure",
            "closed_from",
            models.TimeField(
                blank=True,
                help_text="For example 12:00, if it is open that morning. Empty: closed all day.",
                null=True,
                verbose_name="closes at",
            ),
        ),
        migrations.AddField(
            "deskclosure",
            "closed_until",
            models.TimeField(
                blank=True,
                help_text="If it opens again on the last day. Empty: not again on that day.",
                null=True,
                verbose_name="opens at",
            ),
        ),
        migrations.AddField(
            "highprofilecasepage",
            "contact",
            models.ForeignKey(
                blank=True,
                help_text="The desk that answers journalists’ questions about this case.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newsroom.presscontact",
                verbose_name="press contact",
            ),
        ),
        migrations.AlterField(
            "speechpage",
            "speaker",
            models.ForeignKey(
                blank=True,
                help_text="Shown with the title that this person had on the day of the speech.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="speeches",
                to="newsroom.person",
                verbose_name="speaker",
            ),
        ),
    ]
