# ruff: noqa: E501
# What a speaker was called that day stays in the words it was written in: the fields are renamed,
# and 0013 makes the people. A stage whose kind is not known yet is a hearing until then.

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0011_versions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As lists name this person today, without QC or KC: Miriam Castleford",
                        max_length=150,
                        verbose_name="name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="How this is written in web addresses, for example miriam-castleford. Left empty, it is made from the name.",
                        max_length=150,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Only if it differs from the name above, for example: Dame Miriam Castleford",
                        max_length=150,
                        verbose_name="name with title",
                    ),
                ),
                (
                    "post_nominals",
                    models.CharField(
                        blank=True,
                        help_text="For example: KC",
                        max_length=50,
                        verbose_name="letters after the name",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        help_text="For example: Director of Public Prosecutions",
                        max_length=150,
                        verbose_name="role",
                    ),
                ),
                (
                    "since",
                    models.DateField(
                        blank=True,
                        help_text="Empty: from the beginning.",
                        null=True,
                        verbose_name="first day",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="Empty: to this day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
            ],
            options={
                "verbose_name": "title",
                "verbose_name_plural": "titles",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SpeechDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="For example: The slides",
                        max_length=250,
                        verbose_name="what it holds",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a speech",
                "verbose_name_plural": "documents of a speech",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeechIndexPage",
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
                    "introduction",
                    wagtail.fields.RichTextField(blank=True, verbose_name="introduction"),
                ),
            ],
            options={
                "verbose_name": "list of speeches",
                "verbose_name_plural": "lists of speeches",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="TopicStatistic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "label",
                    models.CharField(
                        help_text="What it counts, for example: Prosecutions",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        help_text="For example: 2024 to 2025",
                        max_length=24,
                        verbose_name="year or period",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="number",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("percent", "Per cent"),
                            ("pounds", "Pounds"),
                        ],
                        default="number",
                        max_length=8,
                        verbose_name="unit",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="For example: CPS quarterly data summary, quarter 4 2024 to 2025",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="What a reader has to know about it.",
                        max_length=200,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of a topic",
                "verbose_name_plural": "figures of a topic",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.RenameField("speechpage", "speaker", "titled_name"),
        migrations.RenameField("speechpage", "speaker_role", "titled_role"),
        migrations.AddField(
            model_name="casestage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("arrest", "Arrest"),
                    ("charge", "Charge"),
                    ("hearing", "Hearing"),
                    ("plea", "Plea: not guilty"),
                    ("guilty-plea", "Plea: guilty"),
                    ("trial", "Trial"),
                    ("convicted", "Verdict: convicted"),
                    ("acquitted", "Verdict: acquitted"),
                    ("sentence", "Sentence"),
                    ("appeal", "Appeal"),
                    ("quashed", "Appeal: conviction quashed"),
                    ("discontinued", "Discontinued"),
                ],
                default="hearing",
                max_length=16,
                verbose_name="kind",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="speechpage",
            name="captions",
            field=models.CharField(
                blank=True,
                choices=[
                    ("switch", "Captions can be switched on in the video"),
                    ("always", "The video has captions that are always shown"),
                    ("none", "The video has no captions"),
                ],
                max_length=10,
                verbose_name="captions",
            ),
        ),
        migrations.AddField(
            model_name="speechpage",
            name="listed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="day in the list of speeches"
            ),
        ),
        migrations.AlterField(
            model_name="speechpage",
            name="titled_name",
            field=models.CharField(
                blank=True,
                help_text="Only if it has to differ, or if the speaker is not on the list of people.",
                max_length=150,
                verbose_name="name as titled that day",
            ),
        ),
        migrations.AlterField(
            model_name="speechpage",
            name="titled_role",
            field=models.CharField(
                blank=True,
                help_text="Only if it has to differ, for example: Acting Chief Crown Prosecutor",
                max_length=150,
                verbose_name="role as titled that day",
            ),
        ),
        migrations.AddField(
            model_name="speechpage",
            name="transcript",
            field=models.CharField(
                blank=True,
                choices=[
                    ("this-page", "The text on this page is a transcript of it"),
                    ("with-video", "A transcript stands beside the video"),
                    ("document", "A transcript is among the documents on this page"),
                    ("none", "There is no transcript"),
                ],
                max_length=10,
                verbose_name="transcript",
            ),
        ),
        migrations.AddField(
            model_name="speechpage",
            name="video_url",
            field=models.URLField(
                blank=True,
                help_text="Readers are led there. Nothing from other websites is shown on this one.",
                validators=[
                    django.core.validators.URLValidator(
                        message="Write the whole address, beginning with https://",
                        schemes=["https"],
                    )
                ],
                verbose_name="address of the video",
            ),
        ),
        migrations.AlterField(
            model_name="casestage",
            name="stage",
            field=models.CharField(
                blank=True,
                help_text="If readers should see other words, for example: First charges",
                max_length=100,
                verbose_name="words for it",
            ),
        ),
        migrations.AlterField(
            model_name="speechpage",
            name="delivered_on",
            field=models.DateField(
                blank=True,
                help_text="The list of speeches is ordered by it. Empty: by the day of publication.",
                null=True,
                verbose_name="delivered on",
            ),
        ),
        migrations.CreateModel(
            name="CaseFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "label",
                    models.CharField(
                        help_text="For example: Next hearing", max_length=60, verbose_name="what"
                    ),
                ),
                ("value", models.TextField(verbose_name="fact")),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="newsroom.highprofilecasepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact about a case",
                "verbose_name_plural": "facts about a case",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseMaterial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "what",
                    models.CharField(
                        help_text="Readers see this whether or not it is released: name nobody here.",
                        max_length=200,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("custody-image", "Custody image"),
                            ("photograph", "Photograph of a place or an exhibit"),
                            ("footage", "Footage, for example from CCTV"),
                            ("recording", "Recording of a call or an interview"),
                            ("document", "Document shown to the court"),
                            ("other", "Other material"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "protocol_class",
                    models.CharField(
                        choices=[
                            ("released", "Normally released"),
                            ("consultation", "Released after consultation"),
                            ("withheld", "Not released"),
                        ],
                        max_length=16,
                        verbose_name="class in the media protocol",
                    ),
                ),
                (
                    "released_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: it is not released.",
                        null=True,
                        verbose_name="released on",
                    ),
                ),
                (
                    "image_alt",
                    models.CharField(
                        blank=True,
                        help_text="For people who cannot see it. Needed when there is a picture.",
                        max_length=250,
                        verbose_name="description of the picture",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="picture",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="newsroom.highprofilecasepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "material of a case",
                "verbose_name_plural": "material of a case",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="speechpage",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown with the title that this person had on the day of the speech.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="speeches",
                to="newsroom.person",
                verbose_name="speaker",
            ),
        ),
        migrations.AddIndex(
            model_name="speechpage",
            index=models.Index(
                fields=["-listed_on", "-newsitempage_ptr"], name="newsroom_speech_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="speechpage",
            index=models.Index(
                fields=["speaker", "-listed_on", "-newsitempage_ptr"],
                name="newsroom_speech_by_speaker",
            ),
        ),
        migrations.AddField(
            model_name="persontitle",
            name="person",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="titles",
                to="newsroom.person",
            ),
        ),
        migrations.AddField(
            model_name="speechdocument",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtaildocs.document",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="speechdocument",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="newsroom.speechpage",
            ),
        ),
        migrations.AddField(
            model_name="speechindexpage",
            name="social_image",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown beside a link to this page on social media. At least 1200 by 630.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture for social media",
            ),
        ),
        migrations.AddField(
            model_name="topicstatistic",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="statistics",
                to="newsroom.topichubpage",
            ),
        ),
    ]
