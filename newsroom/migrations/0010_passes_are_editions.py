"""What the gate let through is an edition: the table of passes is not needed any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0009_passes_become_editions")]

    operations = [
        migrations.DeleteModel(
            name="GatePass",
        ),
    ]
