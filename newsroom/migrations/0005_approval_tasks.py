"""The two steps of the desk's workflow."""

import django.db.models.deletion
from django.db import migrations, models

TASK = models.OneToOneField(
    auto_created=True,
    on_delete=django.db.models.deletion.CASCADE,
    parent_link=True,
    primary_key=True,
    serialize=False,
    to="wagtailcore.task",
)
GROUPS = models.ManyToManyField(
    help_text=(
        "Pages/snippets at this step in a workflow will be moderated or approved by these groups "
        "of users"
    ),
    to="auth.group",
    verbose_name="groups",
)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("newsroom", "0004_law_and_log"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name=name,
            fields=[("task_ptr", TASK.clone()), ("groups", GROUPS.clone())],
            options={"verbose_name": verbose, "verbose_name_plural": f"{verbose}s"},
            bases=("wagtailcore.task",),
        )
        for name, verbose in (
            ("EditorialApprovalTask", "editorial approval"),
            ("LegalClearanceTask", "legal clearance"),
        )
    ]
