from django.db import migrations


class Migration(migrations.Migration):
    """The queue holds more than mails about accounts: also what Wagtail sends."""

    dependencies = [
        ("newsroom", "0045_help_for_desk_and_picture"),
    ]

    operations = [
        migrations.RenameModel("AccountMail", "OutgoingMail"),
    ]
