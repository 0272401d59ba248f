"""High-profile cases: the steps of the proceedings, key facts and material for journalists."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from newsroom.choices import CASE_STAGES, MaterialKind, ProtocolClass
from newsroom.documents import document as data
from newsroom.documents.markup import cleaned
from newsroom.documents.shown import convicted
from newsroom.documents.stages import STAGE_FOR_GATE, Stage
from newsroom.gate.contributors import changed_by
from newsroom.pages.base import NewsroomPage
from newsroom.pages.case_orders import public_orders
from newsroom.pages.page_forms import ALT_NEEDED, NewsroomPageForm
from newsroom.pages.panels import PROTECTION_PANEL
from newsroom.pages.proceedings import ProceedingsPage
from newsroom.pages.rows import kept_rows
from newsroom.pages.stream_blocks import RICH_TEXT
from newsroom.records.fact_changes import FactChange, note_change
from newsroom.records.log_context import current_context
from newsroom.years import sensible_year

AFTER_CONVICTION = _(
    "A custody image may be released only after conviction: this case has no conviction "
    "on that day. Enter the stage first, or leave this empty."
)
NEVER_RELEASED = _("Material of this class is not released: leave this empty.")


class HighProfileCaseIndexPage(NewsroomPage):
    """The list of all high-profile cases."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("summary"),
    ]
    document_type = "case-index"
    page_description = _("The list of all high-profile cases. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types = ["newsroom.HighProfileCasePage"]

    class Meta:
        verbose_name = _("list of high-profile cases")
        verbose_name_plural = _("lists of high-profile cases")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "introduction": cleaned(self.introduction)}


class CaseForm(NewsroomPageForm):
    """The form of a case: a custody image may only be released after conviction."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        stages = [
            (row.cleaned_data["date"], row.cleaned_data["kind"])
            for row in kept_rows(self.formsets["stages"])
            if row.cleaned_data.get("date")
        ]
        today = timezone.localdate()
        for row in kept_rows(self.formsets["materials"]):
            data = row.cleaned_data
            released_on = data.get("released_on")
            if data.get("image") and not (data.get("image_alt") or "").strip():
                row.add_error("image_alt", ALT_NEEDED)
            if released_on is None:
                continue
            if data.get("protocol_class") == ProtocolClass.WITHHELD:
                row.add_error("released_on", NEVER_RELEASED)
            elif data.get("kind") == MaterialKind.CUSTODY_IMAGE and not all(
                # The conviction must precede the release, and must already have happened.
                convicted(stages, day)
                for day in (today, min(released_on, today))
            ):
                row.add_error("released_on", AFTER_CONVICTION)
        return cleaned


class HighProfileCasePage(ProceedingsPage):
    """One case: its stages in court, facts, material and items."""

    court = models.CharField(
        _("court"), max_length=150, blank=True, help_text=_("For example: Central Criminal Court")
    )
    status = models.CharField(
        _("where the case stands"),
        max_length=150,
        blank=True,
        help_text=_("For example: Awaiting sentence on 14 March 2025"),
    )

    contact = models.ForeignKey(
        "newsroom.PressContact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("press contact"),
        help_text=_("The desk that answers journalists’ questions about this case."),
    )

    base_form_class = CaseForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("court"), FieldPanel("status")]),
        FieldPanel("contact"),
        InlinePanel(
            "stages",
            heading=_("What happened in court"),
            label=_("Stage"),
            help_text=_("In any order: readers see them by date, each with its items."),
        ),
        InlinePanel(
            "facts",
            heading=_("Key facts for journalists"),
            label=_("Fact"),
            help_text=_("For example: Next hearing; Judge; Defendants; Charges."),
        ),
        InlinePanel(
            "materials",
            heading=_("Release of pictures and documents"),
            label=_("Material"),
            help_text=_("Files are shown from the day of release on, and never before."),
        ),
        FieldPanel("body"),
        PROTECTION_PANEL,
    ]
    document_type = "case"
    page_description = _("One case that is often in the news: its stages and its items.")
    parent_page_types = ["newsroom.HighProfileCaseIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("high-profile case")
        verbose_name_plural = _("high-profile cases")

    @property
    def stage_of_case(self) -> str:
        """The stage of the case today, for the gate: that of its latest step."""
        today = timezone.localdate().isoformat()
        begun = [stage for day, stage in self.course if day <= today]
        return begun[-1] if begun else ""

    @property
    def course(self) -> list[list[str]]:
        """Each stage for the gate with the ISO day from which it counts, also later days.

        If two steps have the same date, the stage that comes later in proceedings counts.
        """
        order = list(Stage)
        steps = sorted(
            (stage.date.isoformat(), order.index(stage.kind))
            for stage in self.stages.all()
            # In a draft, fields may still be empty.
            if stage.kind in order and stage.date
        )
        stages = [[day, str(STAGE_FOR_GATE.get(order[at], order[at]))] for day, at in steps]
        return [
            step
            for number, step in enumerate(stages)
            if number == 0 or step[1] != stages[number - 1][1]
        ]

    @property
    def facts_for_items(self) -> list[Any]:
        """What the rules are told of the items of the case."""
        return [self.course, self.sexual_offence, self.child_involved]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the case, and note for its items who changed where it stands, in one transaction.

        These are all who changed the case since its last release. Publishing it changes nothing.
        """
        stored = HighProfileCasePage.objects.filter(pk=self.pk).first() if self.pk else None
        before = stored and stored.facts_for_items
        with transaction.atomic():
            changed = before != self.facts_for_items
            people = changed_by(self) if stored and changed else {current_context().user}
            result = super().save(*args, **kwargs)
            if changed:
                note_change(FactChange.Subject.PAGE, self.pk, people)
        return result

    def document_parts(self) -> dict[str, Any]:
        record = data.CaseRecord(
            status=self.status,
            stages=tuple(stage.as_data() for stage in self.stages.all()),
            facts=tuple(data.CaseFact(fact.label, fact.value) for fact in self.facts.all()),
            materials=tuple(material.as_data() for material in self.materials.all()),
            orders=public_orders(self),
        )
        own = {"court": self.court, "contact": self.contact_id, "case_record": record}
        return {**super().document_parts(), **own}


class CaseStage(models.Model):
    """One dated step of a case."""

    page = ParentalKey(HighProfileCasePage, on_delete=models.CASCADE, related_name="stages")
    date = models.DateField(_("date"), validators=[sensible_year])
    kind = models.CharField(_("kind"), max_length=16, choices=CASE_STAGES)
    stage = models.CharField(
        _("words for it"),
        max_length=100,
        blank=True,
        help_text=_("If readers should see other words, for example: First charges"),
    )
    text = models.TextField(_("what happened"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("stage"),
        FieldPanel("text"),
    ]

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("stage of a case")
        verbose_name_plural = _("stages of a case")

    def __str__(self) -> str:
        return f"{self.stage or self.get_kind_display()}, {self.date:%-d %B %Y}"

    def as_data(self) -> data.CaseStage:
        """The step as part of a document."""
        return data.CaseStage(self.date, str(self.kind), self.stage, self.text)


class CaseFact(Orderable):
    """One key fact of a case, such as the next hearing."""

    page = ParentalKey(HighProfileCasePage, on_delete=models.CASCADE, related_name="facts")
    label = models.CharField(_("what"), max_length=60, help_text=_("For example: Next hearing"))
    value = models.TextField(_("fact"))

    panels = [FieldPanel("label"), FieldPanel("value")]

    class Meta(Orderable.Meta):
        verbose_name = _("fact about a case")
        verbose_name_plural = _("facts about a case")

    def __str__(self) -> str:
        return self.label


class CaseMaterial(Orderable):
    """An image or a document of a case, with its protocol class and its release date."""

    page = ParentalKey(HighProfileCasePage, on_delete=models.CASCADE, related_name="materials")
    what = models.CharField(
        _("what it is"),
        max_length=200,
        help_text=_("Readers see this whether or not it is released: name nobody here."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=MaterialKind)
    protocol_class = models.CharField(
        _("class in the media protocol"), max_length=16, choices=ProtocolClass
    )
    released_on = models.DateField(
        _("released on"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("Empty: it is not released."),
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_("For people who cannot see it. Needed when there is a picture."),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )

    panels = [
        FieldPanel("what"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("protocol_class")]),
        FieldPanel("released_on"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldPanel("document"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("material of a case")
        verbose_name_plural = _("material of a case")

    def __str__(self) -> str:
        return self.what

    def as_data(self) -> data.CaseMaterial:
        """The row as part of a document, whether or not its file is released."""
        return data.CaseMaterial(
            what=self.what,
            kind=str(self.kind),
            protocol_class=str(self.protocol_class),
            released_on=self.released_on,
            image=self.image_id,
            image_alt=self.image_alt,
            document=self.document_id,
        )

    def clean(self) -> None:
        """Allow one file per row, so that each file has its own release date."""
        super().clean()
        if self.image_id and self.document_id:
            raise ValidationError(
                {"document": _("One file in each row: give the document a row of its own.")}
            )
