"""Editions: what readers get of a page, the files that one shows, and where pages were."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0006_passes_of_first_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=12)),
                ("translation_key", models.UUIDField()),
                ("address", models.TextField(blank=True)),
                ("page_type", models.CharField(max_length=40)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("title", models.TextField()),
                ("teaser", models.TextField(blank=True)),
                ("date", models.DateTimeField(null=True)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField(null=True)),
                (
                    "closed_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "Replaced by a later edition"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                            ("order", "Taken down by an order"),
                            ("deleted", "Page deleted"),
                            ("restricted", "Hidden by a view restriction"),
                            ("moved", "Moved to another address"),
                            ("unopened", "Let through before there were editions"),
                        ],
                        max_length=16,
                    ),
                ),
                ("changes_at", models.DateTimeField(null=True)),
                ("above", models.JSONField(default=list)),
                ("document", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("revision_id", models.BigIntegerField(null=True)),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("picture", "Picture"), ("document", "Document")], max_length=8
                    ),
                ),
                ("file_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("stored", models.TextField()),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("content_type", models.CharField(max_length=100)),
                ("filter_spec", models.TextField(blank=True)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("language", models.CharField(blank=True, max_length=12)),
                ("page_id", models.BigIntegerField(db_index=True, null=True)),
                ("link", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("is_permanent", models.BooleanField(default=True)),
                ("redirect_id", models.BigIntegerField(db_index=True, null=True)),
            ],
            options={
                "verbose_name_plural": "old addresses",
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["page_id", "opens_at", "closes_at"], name="edition_of_page"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["address", "opens_at", "closes_at"], name="edition_at_address"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("changes_at__isnull", False), ("closed_why", "")),
                fields=["changes_at"],
                name="edition_changing",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("closed_why", "moved")),
                fields=["page_id"],
                name="edition_moved",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("page_id", "number"), name="edition_number"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_why", "")),
                fields=("page_id",),
                name="edition_one_open_of_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_why", ""), models.Q(("address", ""), _negated=True)),
                fields=("address", "language"),
                name="edition_one_open_at_address",
            ),
        ),
        migrations.AddField(
            model_name="editionfile",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="newsroom.edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="oldaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("redirect_id__isnull", True)),
                fields=("address", "language", "page_id"),
                name="old_address_once",
            ),
        ),
        migrations.AddIndex(
            model_name="editionfile",
            index=models.Index(fields=["kind", "name"], name="edition_file_name"),
        ),
        migrations.AddIndex(
            model_name="editionfile",
            index=models.Index(fields=["kind", "file_id"], name="edition_file_of"),
        ),
        migrations.AddIndex(
            model_name="oldaddress",
            index=models.Index(fields=["address"], name="old_address"),
        ),
    ]
