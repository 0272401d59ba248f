# The release log knows one more thing that happens: a schedule was cancelled. No row changes.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0015_names_of_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="releaselog",
            name="event",
            field=models.CharField(
                choices=[
                    ("released", "Released"),
                    ("updated", "Update released"),
                    ("refused", "Refused"),
                    ("scheduled", "Scheduled"),
                    ("unscheduled", "Schedule cancelled"),
                    ("cleared", "Cleared"),
                    ("approved", "Approved"),
                    ("returned", "Sent back"),
                    ("answered", "Answered"),
                    ("urgent", "Urgent release"),
                    ("withdrawn", "Withdrawn"),
                    ("expired", "Expired"),
                    ("taken-down", "Taken down by an order"),
                    ("restricted", "Reporting restriction entered or changed"),
                    ("unrestricted", "Reporting restriction ended"),
                ],
                max_length=14,
                verbose_name="what happened",
            ),
        ),
    ]
