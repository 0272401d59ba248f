"""An index of the few mails of alerts that a server was handed and has not answered for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0051_page_changes_are_kept")]

    operations = [
        migrations.AddIndex(
            model_name="alertdelivery",
            index=models.Index(
                condition=models.Q(("claimed_at__isnull", False), ("outcome", "")),
                fields=["claimed_at"],
                name="alert_delivery_unanswered",
            ),
        ),
    ]
