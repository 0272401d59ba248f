"""The items of the archive: one concrete base model, so that one list can order all kinds."""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from newsroom.archive.index import ANY, IndexRow, Kind
from newsroom.archive.sync import sync_item
from newsroom.choices import ITEM_STAGES, StageKind
from newsroom.documents.blocks import Picture
from newsroom.documents.document import Document, Update
from newsroom.documents.later_notes import corrections_of
from newsroom.documents.markup import cleaned
from newsroom.documents.shown import as_if_released
from newsroom.documents.stages import stage_for_gate
from newsroom.documents.words import searched_facts, searched_text
from newsroom.editions.models import Edition
from newsroom.gate.remembered import remembered_of
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.pages import panels
from newsroom.pages.base import ArticlePage
from newsroom.pages.corrected import CorrectedPage
from newsroom.pages.document_files import renditions_for
from newsroom.pages.item_facts import facts_of_records, stages_of
from newsroom.pages.page_forms import ALT_NEEDED, CHANGE_FIELDS, NewsItemForm, StatementForm
from newsroom.pages.stream_blocks import RICH_TEXT
from newsroom.readers import page as readers
from newsroom.records.item_updates import UpdateDraft
from newsroom.taxonomy import CrimeType, in_default_language
from newsroom.years import sensible_year

CHUNK = 500
"""How many editions are loaded at a time when the archive index is rebuilt."""


class NewsItemQuerySet(PublishedQuerySet):
    """A queryset of items that can produce their rows for the archive index."""

    def archive_facts(self) -> Iterator[IndexRow]:
        """Yield the index row of each public item of this queryset, with bounded memory.

        The rows are made from open editions. `published()` is applied here, because only public
        items may be in the index.
        """
        public = self.published().values("pk")
        listed = Edition.objects.open().of_items().filter(page_id__in=public)
        for edition in listed.order_by("page_id").iterator(chunk_size=CHUNK):
            yield _facts_of(edition)


def _facts_of(edition: Edition) -> IndexRow:
    return facts_of(edition, edition.as_document())


def facts_of(edition: Edition, document: Document) -> IndexRow:
    """The index row of an edition; `document` is the document of that edition."""
    lists = [("topic", topic) for topic in document.topics]
    lists += [("case", document.case)] if document.case else []
    if speech := document.speech:
        speaker = speech.speaker.id if speech.speaker else None
        lists += [("speaker", key) for key in (ANY, speaker) if key is not None]
    return IndexRow(
        item_id=edition.page_id,
        language=edition.language,
        kind=edition.kind,
        date=edition.date or edition.opens_at,
        crime_types=document.crime_types,
        areas=document.areas,
        title=edition.title,
        summary=edition.teaser,
        body=searched_text(document),
        closes_at=edition.closes_at,
        lists=tuple(lists),
        said_on=speech.delivered_on if speech else None,
        facts=tuple(searched_facts(document)),
        corrections=corrections_of(document),
    )


def sync_archive(item_id: int) -> None:
    """Update one item's rows in the archive index to match its open edition.

    An item that has never had an edition has no rows. Saving a draft therefore costs one query.
    """

    def read() -> IndexRow | None:
        return next(NewsItemPage.objects.filter(pk=item_id).archive_facts(), None)

    if Edition.objects.filter(page_id=item_id).exists():
        sync_item(item_id, read)


class NewsItemPage(CorrectedPage):
    """The base model of all items. Editors create one of its subclasses."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.NEWS_ITEM)
    published_at = models.DateTimeField(
        _("date and time of publication"),
        validators=[sensible_year],
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "Readers see this date, in London time, and lists are ordered by it. "
            "Left empty, it is the moment of first publication. It does not publish anything: "
            "to publish later, set a schedule under “Status”."
        ),
    )
    crime_types = ParentalManyToManyField(
        "newsroom.CrimeType",
        blank=True,
        limit_choices_to=in_default_language,
        related_name="items",
        verbose_name=_("crime types"),
        help_text=_("Every crime type the item is about. Without one, no filter finds it."),
    )
    areas = ParentalManyToManyField(
        "newsroom.Area",
        blank=True,
        limit_choices_to=in_default_language,
        related_name="items",
        verbose_name=_("Areas"),
        help_text=_("“CPS” for what is national, the Areas concerned, or both."),
    )
    topics = ParentalManyToManyField(
        "newsroom.TopicHubPage",
        blank=True,
        related_name="items",
        verbose_name=_("topics"),
        help_text=_("The topic pages that list this item."),
    )
    case = models.ForeignKey(
        "newsroom.HighProfileCasePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("high-profile case"),
        help_text=_("The case this item belongs to, if it has a page of its own."),
    )
    notes_to_editors = RichTextField(
        _("notes to editors"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Names, ages, charges and dates as journalists need them. Shown at the end."),
    )
    contact = models.ForeignKey(
        "newsroom.PressContact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("press contact"),
        help_text=_(
            "The desk that answers journalists’ questions about this item. Left empty, it is that "
            "of the Area you choose, and else the press office."
        ),
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
        help_text=_(
            "For people who cannot see it: say what it shows. Needed when there is a picture. "
            "Left empty, it is what was said of the picture when it was uploaded."
        ),
    )
    image_caption = models.CharField(_("caption"), max_length=250, blank=True)
    image_credit = models.CharField(
        _("credit"), max_length=150, blank=True, help_text=_("For example: West Yorkshire Police")
    )

    objects = PageManager.from_queryset(NewsItemQuerySet)()

    fixed_kind: Kind | None = None
    """The kind of all items of this page type, if the type does not let editors choose."""

    # Editors copy an old item to write a new one, which has not been published yet.
    exclude_fields_in_copy = [
        *("published_at", "first_published_at", "change_number", "change_keeps_number"),
        *CHANGE_FIELDS,
    ]
    is_creatable = False
    is_item = True
    base_form_class = NewsItemForm
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []
    search_fields = [*ArticlePage.search_fields, index.FilterField("kind")]
    content_panels = panels.CONTENT_PANELS
    edit_handler = panels.item_tabs(content_panels)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Set here and not on saving, so that the preview of an unsaved page shows the kind.
        if self.fixed_kind and not self.id:
            self.kind = self.fixed_kind

    @property
    def stage_of_case(self) -> str:
        """The stage of the case, for the gate.

        The newest update decides, or else the item's own stage, or else the page of the case. An
        alias is asked about the updates of its source.
        """
        stages = (one.stage for one in stages_of(self) if one.at <= timezone.now())
        if (newest := next(stages, None)) is not None:
            return stage_for_gate(newest)
        of_case = self.case.stage_of_case if self.case else ""
        return getattr(self, "stage", "") or of_case

    @property
    def terms_of_crime(self) -> list[CrimeType]:
        """The crime types, for the gate."""
        return remembered_of(self, "crime types", lambda: list(self.crime_types.all()))

    @property
    def has_complainant(self) -> bool:
        """True if the item, its case or one of its crime types says so.

        See the Sexual Offences (Amendment) Act 1992.
        """
        of_case = bool(self.case and self.case.sexual_offence)
        return self.sexual_offence or of_case or self._protects(CrimeType.Protects.COMPLAINANTS)

    @property
    def involves_child(self) -> bool:
        """True if the item, its case or one of its crime types says so."""
        of_case = bool(self.case and self.case.child_involved)
        return self.child_involved or of_case or self._protects(CrimeType.Protects.CHILDREN)

    @property
    def facts_of_records(self) -> dict[str, Any]:
        return facts_of_records(self)

    def document_parts(self) -> dict[str, Any]:
        lead = (self.image_id, self.image_alt, self.image_caption, self.image_credit)
        return {
            **super().document_parts(),
            "kind": str(self.kind),
            "published_at": self.published_at,
            "crime_types": _ids(self.crime_types),
            "areas": _ids(self.areas),
            "topics": _ids(self.topics),
            "case": self.case_id,
            "contact": self.contact_id,
            "related": tuple(row.item_id for row in self.related_links.all() if row.item_id),
            "lead_picture": Picture(*lead) if any(lead) else None,
            "notes_to_editors": cleaned(self.notes_to_editors),
            "updates": self._updates(),
        }

    def _updates(self) -> tuple[Update, ...]:
        rows = self.updates.all() if self.pk else ()
        # What was written past the gate is shown to nobody.
        return tuple(row.shown for row in rows if row.has_passed)

    def serve_with_update(self, request: HttpRequest, draft: UpdateDraft) -> HttpResponse:
        """Render the page as readers have it, with this draft of an update in it."""
        edition = Edition.objects.open().of_page(self.pk).first()
        document = edition.as_document() if edition else self.as_document()
        document = as_if_released(document, timezone.now())
        replaced = draft.changes.shown if draft.changes else None
        updates = [one for one in document.updates if one != replaced]
        # A later time is not waited for: the preview is of the page at that time.
        shown = replace(draft.shown, at=min(draft.at, timezone.now()))
        updates = sorted([shown, *updates], key=attrgetter("at"), reverse=True)
        place = replace(self.place_in_site, renditions=renditions_for(document))
        return readers.respond(request, replace(document, updates=tuple(updates)), place)

    def _protects(self, whom: CrimeType.Protects) -> bool:
        return any(term.protects == whom for term in self.terms_of_crime)

    def clean(self) -> None:
        """Require an alternative text for the image of a live item."""
        super().clean()
        if self.live and self.image_id and not self.image_alt.strip():
            raise ValidationError({"image_alt": ALT_NEEDED})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the item and update the archive index in one transaction.

        This is not a `post_save` receiver, because terms are saved after the page's own row.
        """
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at or timezone.now()
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            sync_archive(self.pk)
        return result

    def copy(
        self,
        *args: Any,
        update_attrs: dict[str, Any] | None = None,
        reset_translation_key: bool = True,
        **kwargs: Any,
    ) -> Any:
        """Copy the item. A copy has no date, but a translation has the date of its original."""
        if not reset_translation_key:
            dates = {"published_at": self.published_at}
            update_attrs = {**dates, **(update_attrs or {})}
        return super().copy(
            *args,
            update_attrs=update_attrs,
            reset_translation_key=reset_translation_key,
            **kwargs,
        )


def _ids(chosen: Any) -> tuple[int, ...]:
    """The sorted ids of the chosen terms, because the order of selection has no meaning."""
    return tuple(sorted(term.pk for term in chosen.all()))


class RelatedItem(Orderable):
    """An item that an editor recommends with another one."""

    page = ParentalKey(NewsItemPage, on_delete=models.CASCADE, related_name="related_links")
    item = models.ForeignKey(
        NewsItemPage, models.CASCADE, related_name="+", verbose_name=_("related item")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related item")
        verbose_name_plural = _("related items")

    def __str__(self) -> str:
        return self.item.title


class PressReleasePage(NewsItemPage):
    """A press release about a case or a decision."""

    Stage = StageKind

    court = models.CharField(
        _("court"), max_length=150, blank=True, help_text=_("For example: Leeds Crown Court")
    )
    stage = models.CharField(
        _("stage of the case"),
        max_length=16,
        choices=ITEM_STAGES,
        blank=True,
        help_text=_("Where the case stood when this was published. Later news is an update."),
    )

    document_type = "press-release"
    fixed_kind = Kind.PRESS_RELEASE

    page_description = _("News of a charge, a verdict or a sentence, with notes to editors.")
    edit_handler = panels.item_tabs(panels.CONTENT_PANELS, panels.COURT)

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "court": self.court, "stage": str(self.stage)}


class StatementPage(NewsItemPage):
    """A statement ("CPS says"), an article or a news item."""

    document_type = "statement"
    page_description = _("“CPS says”, an article or a news item.")
    base_form_class = StatementForm
    edit_handler = panels.item_tabs(panels.CONTENT_PANELS, panels.STATEMENT_KIND)

    class Meta:
        verbose_name = _("statement, article or news item")
        verbose_name_plural = _("statements, articles and news items")

    def clean(self) -> None:
        """Refuse the kinds that have page types of their own."""
        super().clean()
        if self.kind in (Kind.PRESS_RELEASE, Kind.SPEECH):
            raise ValidationError({"kind": _("Choose “CPS says”, article or news item.")})
