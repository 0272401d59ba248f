# ruff: noqa: E501
"""Documents in dated versions. What a social media policy said becomes its first version."""

import json
from uuid import uuid5

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def policies_become_versions(apps, schema_editor):
    """The policy as readers see it becomes a version, and a draft of other words a second one."""
    Policy = apps.get_model("newsroom", "SocialMediaPolicyPage")
    for policy in Policy.objects.order_by("pk"):
        versions = []
        body = list(policy.body.raw_data)
        drafted = body_of_draft(apps, policy)
        if body:
            versions.append((body, policy.live))
        if drafted and drafted != body:
            versions.append((drafted, False))
        for number, (words, live) in enumerate(versions):
            add_version(apps, policy, number, words, live)
        policy.numchild = len(versions)
        policy.save(update_fields=["numchild"])
    settle(schema_editor)


def body_of_draft(apps, policy):
    """The words of the newest draft, as they lie in it."""
    revision = apps.get_model("wagtailcore", "Revision").objects.filter(
        pk=policy.latest_revision_id
    )
    for content in revision.values_list("content", flat=True):
        body = content.get("body") or "[]"
        return json.loads(body) if isinstance(body, str) else body
    return []


def add_version(apps, policy, number, words, live):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="newsroom", model="socialmediapolicyversionpage"
    )
    began = policy.first_published_at or policy.latest_revision_created_at or timezone.now()
    day = timezone.localdate(began)
    slug = f"{day}" if live else f"{day}-draft-{number}"
    version = apps.get_model("newsroom", "SocialMediaPolicyVersionPage").objects.create(
        title=policy.title,
        draft_title=policy.title,
        slug=slug,
        version_label=f"{day:%-d %B %Y}",
        status="in-force" if live else "consultation",
        in_force_from=day if live else None,
        summary=policy.summary,
        body=words,
        fixed_at=began if live else None,
        live=live,
        has_unpublished_changes=not live,
        first_published_at=began if live else None,
        last_published_at=policy.last_published_at if live else None,
        latest_revision_created_at=policy.latest_revision_created_at,
        owner_id=policy.owner_id,
        locale_id=policy.locale_id,
        # Translations of the policy have translations of its version.
        translation_key=uuid5(policy.translation_key, f"version {number}"),
        content_type=content_type,
        path=policy.path + f"{number + 1:04}",
        depth=policy.depth + 1,
        url_path=f"{policy.url_path}{slug}/",
    )
    if live:
        # Its words were public before: the gate asks about them when they change.
        apps.get_model("newsroom", "GatePass").objects.create(page_id=version.pk)


def versions_become_policies(apps, schema_editor):
    """The version in force, or else the newest, becomes the policy's own words again."""
    Policy = apps.get_model("newsroom", "SocialMediaPolicyPage")
    Version = apps.get_model("newsroom", "SocialMediaPolicyVersionPage")
    for policy in Policy.objects.order_by("pk"):
        below = Version.objects.filter(path__startswith=policy.path)
        kept = below.filter(live=True, status="in-force").last() or below.order_by("pk").last()
        if kept is not None:
            policy.body = list(kept.body.raw_data)
        policy.numchild = 0
        policy.save(update_fields=["body", "numchild"])
        below.delete()
    settle(schema_editor)


def settle(schema_editor):
    """Check the new rows now: PostgreSQL alters no table on which checks are waiting."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0010_press_office"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.AddField(
            model_name="mediaprotocolversionpage",
            name="anchors",
            field=models.JSONField(default=dict, editable=False, verbose_name="anchors"),
        ),
        migrations.AddField(
            model_name="mediaprotocolversionpage",
            name="fixed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="words fixed since"),
        ),
        migrations.AddField(
            model_name="mediaprotocolversionpage",
            name="numbers",
            field=models.JSONField(default=dict, editable=False, verbose_name="numbers"),
        ),
        migrations.AddField(
            model_name="socialmediapolicypage",
            name="introduction",
            field=wagtail.fields.RichTextField(blank=True, verbose_name="introduction"),
        ),
        migrations.AlterField(
            model_name="mediaprotocolversionpage",
            name="in_force_from",
            field=models.DateField(
                blank=True,
                help_text="The version that is in force before ends the day before this one.",
                null=True,
                verbose_name="in force from",
            ),
        ),
        migrations.AlterField(
            model_name="mediaprotocolversionpage",
            name="in_force_to",
            field=models.DateField(
                blank=True,
                help_text="Its last day. Filled in when a new version is published as in force.",
                null=True,
                verbose_name="in force until",
            ),
        ),
        migrations.AlterField(
            model_name="mediaprotocolversionpage",
            name="status",
            field=models.CharField(
                choices=[
                    ("in-force", "In force"),
                    ("superseded", "Superseded"),
                    ("consultation", "Draft for consultation"),
                    ("revising", "In force, being revised"),
                ],
                default="consultation",
                help_text="Once it has been published as in force, the words of a version cannot be changed.",
                max_length=16,
                verbose_name="status",
            ),
        ),
        migrations.CreateModel(
            name="SocialMediaPolicyVersionPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences for lists and search results. Left empty, the first sentences of the text are used.",
                        max_length=400,
                        verbose_name="teaser",
                    ),
                ),
                (
                    "version_label",
                    models.CharField(
                        help_text="For example: 2005, or December 2025",
                        max_length=100,
                        verbose_name="version",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in-force", "In force"),
                            ("superseded", "Superseded"),
                            ("consultation", "Draft for consultation"),
                            ("revising", "In force, being revised"),
                        ],
                        default="consultation",
                        help_text="Once it has been published as in force, the words of a version cannot be changed.",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                (
                    "in_force_from",
                    models.DateField(
                        blank=True,
                        help_text="The version that is in force before ends the day before this one.",
                        null=True,
                        verbose_name="in force from",
                    ),
                ),
                (
                    "in_force_to",
                    models.DateField(
                        blank=True,
                        help_text="Its last day. Filled in when a new version is published as in force.",
                        null=True,
                        verbose_name="in force until",
                    ),
                ),
                (
                    "agreed_by",
                    models.CharField(
                        blank=True,
                        help_text="For example: the CPS, the National Police Chiefs’ Council and the media",
                        max_length=250,
                        verbose_name="agreed by",
                    ),
                ),
                ("anchors", models.JSONField(default=dict, editable=False, verbose_name="anchors")),
                ("numbers", models.JSONField(default=dict, editable=False, verbose_name="numbers")),
                (
                    "fixed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="words fixed since"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("paragraph", 0),
                            ("heading", 3),
                            ("quote", 8),
                            ("list", 12),
                            ("table", 20),
                            ("image", 25),
                            ("document", 28),
                            ("further_reading", 35),
                            ("statistic", 39),
                            ("clause", 42),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Paragraph",
                                    "template": "blocks/paragraph.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Heading", "max_length": 200},
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("h2", "Heading"),
                                        ("h3", "Smaller heading, under the one before"),
                                    ],
                                    "label": "Level",
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                            4: ("wagtail.blocks.TextBlock", (), {"label": "Paragraph", "rows": 3}),
                            5: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {
                                    "help_text": "One entry for each paragraph, without quotation marks around the whole.",
                                    "label": "What was said",
                                    "min_num": 1,
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example: Helena Marchbank",
                                    "label": "Name",
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As titled that day, for example: Chief Crown Prosecutor",
                                    "label": "Role",
                                    "required": False,
                                },
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("paragraphs", 5), ("speaker", 6), ("role", 7)]],
                                {},
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("bulleted", "Bullets"), ("numbered", "Numbers")],
                                    "label": "Style",
                                },
                            ),
                            10: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link"],
                                    "label": "Point",
                                },
                            ),
                            11: (
                                "wagtail.blocks.ListBlock",
                                (10,),
                                {"label": "Points", "min_num": 1},
                            ),
                            12: ("wagtail.blocks.StructBlock", [[("style", 9), ("items", 11)]], {}),
                            13: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the table shows, for example: Charges by year",
                                    "label": "Caption",
                                },
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Column", "required": False},
                            ),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {"label": "Column headings", "min_num": 1},
                            ),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Cell", "required": False},
                            ),
                            17: ("wagtail.blocks.ListBlock", (16,), {"label": "Row"}),
                            18: (
                                "wagtail.blocks.ListBlock",
                                (17,),
                                {
                                    "help_text": "Each row needs as many cells as there are column headings.",
                                    "label": "Rows",
                                    "min_num": 1,
                                },
                            ),
                            19: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "default": True,
                                    "label": "The first cell names its row",
                                    "required": False,
                                },
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("caption", 13),
                                        ("header", 15),
                                        ("rows", 18),
                                        ("header_column", 19),
                                    ]
                                ],
                                {},
                            ),
                            21: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Picture"},
                            ),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Say what the picture shows, not that it is a picture.",
                                    "label": "Description for people who cannot see it",
                                    "max_length": 250,
                                },
                            ),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "required": False},
                            ),
                            24: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example: West Yorkshire Police",
                                    "label": "Credit",
                                    "required": False,
                                },
                            ),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 21), ("alt", 22), ("caption", 23), ("credit", 24)]],
                                {},
                            ),
                            26: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "Document"},
                            ),
                            27: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "What it holds", "required": False, "rows": 2},
                            ),
                            28: (
                                "wagtail.blocks.StructBlock",
                                [[("document", 26), ("description", 27)]],
                                {},
                            ),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Further reading", "label": "Title"},
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave empty to use the title of the chosen page.",
                                    "label": "Words of the link",
                                    "required": False,
                                },
                            ),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of this website", "required": False},
                            ),
                            32: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "or an address elsewhere", "required": False},
                            ),
                            33: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 30), ("page", 31), ("url", 32)]],
                                {},
                            ),
                            34: (
                                "wagtail.blocks.ListBlock",
                                (33,),
                                {"label": "Links", "min_num": 1},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 29), ("links", 34)]],
                                {},
                            ),
                            36: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example: 82.6% or 2,185",
                                    "label": "Figure",
                                    "max_length": 40,
                                },
                            ),
                            37: ("wagtail.blocks.CharBlock", (), {"label": "What it counts"}),
                            38: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example: CPS quarterly data summary, quarter 2 2025 to 2026",
                                    "label": "Source",
                                    "required": False,
                                },
                            ),
                            39: (
                                "wagtail.blocks.StructBlock",
                                [[("figure", 36), ("description", 37), ("source", 38)]],
                                {},
                            ),
                            40: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Heading", "max_length": 200, "required": False},
                            ),
                            41: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "bold",
                                        "italic",
                                        "link",
                                        "document-link",
                                        "ol",
                                        "ul",
                                    ],
                                    "label": "Text",
                                },
                            ),
                            42: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 40), ("text", 41)]],
                                {},
                            ),
                        },
                        help_text="Give each numbered paragraph its own clause: the page counts them.",
                        verbose_name="text",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="The same text as a file, as it was agreed.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown beside a link to this page on social media. At least 1200 by 630.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture for social media",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the social media policy",
                "verbose_name_plural": "versions of the social media policy",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.RunPython(policies_become_versions, versions_become_policies),
        migrations.RemoveField(
            model_name="socialmediapolicypage",
            name="body",
        ),
    ]
