"""The base classes of all pages: saving through the gate, documents, previews and teasers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from newsroom.documents.blocks import Block
from newsroom.documents.document import CaseOrder, Document
from newsroom.documents.shown import as_if_released
from newsroom.documents.words import teaser_from
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate import address_sync, following, release_gate
from newsroom.gate.locking import lock_page
from newsroom.gate.opening import HOME_DEPTH
from newsroom.gate.page_words import keep_draft_words
from newsroom.gate.remembered import remembered_of
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.pages.block_data import blocks_of
from newsroom.pages.case_orders import copy_orders, keep_bound
from newsroom.pages.document_files import renditions_for, with_files
from newsroom.pages.held_pages import HoldablePage
from newsroom.pages.page_forms import NewsroomPageForm
from newsroom.pages.panels import SEO_PANEL, SUBMISSION_PANEL
from newsroom.pages.press_desk import lack_of_desk
from newsroom.pages.stream_blocks import ArticleStream
from newsroom.pages.typed_links import tidy
from newsroom.readers import page as readers
from newsroom.readers.place import Place
from newsroom.records.log_context import current_context, log_context
from newsroom.records.page_changes import DeclaredChange
from newsroom.records.restrictions import ReportingRestriction
from newsroom.taxonomy import CrimeType

SCHEDULE = ("go_live_at", "expire_at")
"""When a page goes out, and when it comes down."""


class NewsroomPage(HoldablePage):
    """The abstract base of all pages of the newsroom."""

    summary = models.TextField(
        _("teaser"),
        blank=True,
        max_length=400,
        help_text=_(
            "One or two sentences for lists and search results. "
            "Left empty, the first sentences of the text are used."
        ),
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for social media"),
        help_text=_("Shown beside a link to this page on social media. At least 1200 by 630."),
    )

    objects = PageManager.from_queryset(PublishedQuerySet)()

    base_form_class = NewsroomPageForm
    promote_panels = [SEO_PANEL, SUBMISSION_PANEL]

    document_type: str
    """The page type in stored documents. It must never change."""

    # Defaults for the gate; items and cases override them.
    is_item = False
    needs_clearance = False

    copied_from: Any = None
    """The original of a copy that is not saved yet."""
    kept_under: Sequence[ReportingRestriction] = ()
    """The orders that saves of this instance kept the page under: see `keep_bound()`."""
    begun_from: Any = None
    """The release template with whose words the form of a new page was opened."""
    told_orders: tuple[CaseOrder, ...] | None = None
    """What a case says of orders, if it shall not be looked up."""

    class Meta:
        abstract = True

    @property
    def enters_force(self) -> bool:
        """Whether a release puts the page in force, or does so earlier: see VersionPage."""
        return False

    @property
    def lack_of_desk(self) -> str:
        """What is missing of the press desk that the page names; empty for pages without one."""
        return lack_of_desk(self.contact_id) if hasattr(self, "contact_id") else ""

    @property
    def stage_of_case(self) -> str:
        """The stage of the case that the page is about; empty without a case."""
        return ""

    @property
    def has_complainant(self) -> bool:
        """Whether a complainant has anonymity under the Sexual Offences (Amendment) Act 1992."""
        return False

    @property
    def involves_child(self) -> bool:
        """Whether reporting restrictions about children may protect somebody in the page."""
        return False

    @property
    def terms_of_crime(self) -> Sequence[CrimeType]:
        """The crime types of the page."""
        return ()

    @property
    def unsaid_facts(self) -> dict[str, bool]:
        """Facts that are part of the digest, and thus of a clearance, but not shown to readers."""
        return {}

    @property
    def declared_change(self) -> DeclaredChange | None:
        """What is said of a change of words that readers have had; of items alone."""
        return None

    @property
    def facts_of_records(self) -> dict[str, Any]:
        """Facts from other records that a sign-off depends on, as JSON data by name."""
        return {}

    def as_document(self) -> Document:
        """The page's document, made from the instance in memory, saved or not, complete or not."""
        return remembered_of(self, "document", lambda: with_files(self.bare_document()))

    def bare_document(self) -> Document:
        """The document without the details of its files."""
        return Document(page_type=self.document_type, **self.document_parts())

    def document_parts(self) -> dict[str, Any]:
        """The fields of `bare_document`."""
        return {
            "language": self.locale.language_code if self.locale_id else "",
            "slug": self.slug or "",
            "title": self.title,
            "summary": self.summary,
            "teaser": self.teaser,
            "seo_title": self.seo_title,
            "search_description": self.search_description,
            "social_image": self.social_image_id,
        }

    @property
    def teaser(self) -> str:
        """The text for cards and lists."""
        return self.summary.strip()

    @property
    def place_in_site(self) -> Place:
        """The page's address and position; mostly empty for a page that is not in the tree yet."""
        above = self.get_ancestors().filter(depth__gt=HOME_DEPTH) if self.path else ()
        return Place(
            self.pk,
            self.locale.language_code if self.locale_id else "",
            (self.url if self.path else None) or "",
            self.translation_key,
            tuple(page.pk for page in above),
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Render the page from its current document with the function that serves readers."""
        document = as_if_released(self.as_document(), timezone.now())
        place = replace(self.place_in_site, renditions=renditions_for(document))
        return readers.respond(request, document, place)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page, and pass it through the gate if the save would make it public.

        The check is made here and not in `clean()`, which a save need not call. Raises
        ReleaseRefused.
        """
        _be_alias_of_source(self)
        with transaction.atomic():
            # Taken before the row lock: the same order as in the code that enforces an order.
            lock_releases_shared()
            columns = kwargs.get("update_fields")
            self.kept_under = [*self.kept_under, *keep_bound(self, columns)]
            asked = release_gate.makes_public(self, columns)
            examination = release_gate.check_or_raise(self) if asked else None
            above = self._stored_path() if self.numchild else ""
            result = super().save(*args, **kwargs)
            if columns is None and not self.latest_revision_id:
                keep_draft_words(self, None)
            if self.copied_from is not None:
                original, self.copied_from = self.copied_from, None
                copy_orders(self, original)
            if asked and columns is not None:
                release_gate.verify_stored_matches(self)
            if examination:
                release_gate.grant_pass(self, examination)
            elif not self.live:
                release_gate.revoke_pass(self)
                address_sync.forget_left_notices(Page.objects.filter(pk=self.pk))
            elif columns is None or not following.NOT_SHOWN.issuperset(columns):
                following.follow(self if columns is None else type(self).objects.get(pk=self.pk))
            if above and above != self.url_path:
                following.follow_below(self)
            return result

    def _stored_path(self) -> str:
        """The page's `url_path` in the database; empty for a new page."""
        return Page.objects.filter(pk=self.pk).values_list("url_path", flat=True).first() or ""

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft, with its rich texts tidied first (see typed_links.py).

        A release changes nothing: it makes public what was cleared.
        """
        tidy(self)
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            keep_draft_words(self, revision.pk)
        return revision

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """Copy the rows of the page, and note the original on the copy.

        Every way to copy a page calls this, and an order about the original covers the copy.
        """
        target.copied_from = self
        return super().copy_all_child_relations(target, *args, **kwargs)

    def publish(self, *args: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish a revision in one transaction, so that a refusal leaves its schedule in place."""
        by = user or current_context().user
        with (
            transaction.atomic(),
            log_context(by, current_context().channel, current_context().note),
        ):
            lock_page(self.pk)
            return super().publish(*args, user=user, **kwargs)

    def update_aliases(self, **kwargs: Any) -> None:
        """Publish the aliases, but only if the page is live.

        Wagtail 8.0 also calls this when a revision is only scheduled. An alias would then be
        published at the end of the embargo without passing the gate, even if the schedule was
        cancelled.
        """
        if self.live:
            super().update_aliases(**kwargs)

    update_aliases.alters_data = True  # type: ignore[attr-defined]

    @property
    def default_exclude_fields_in_copy(self) -> list[str]:
        """The fields that a copy does not have: also a schedule that has passed, and its mark."""
        newest, now = self.get_latest_revision_as_object(), timezone.now()
        passed = [name for name in SCHEDULE if (at := getattr(newest, name)) and at <= now]
        return [*Page.default_exclude_fields_in_copy, "expired", *passed]

    def with_content_json(self, content: Any) -> Any:
        """Build the page from a revision, with the stored page's `live_revision`.

        Wagtail 8.0 takes it from the revision, where it may be out of date or, after an import,
        missing. It would then unpublish the page as soon as a change of it is scheduled.
        """
        page = super().with_content_json(content)
        if self.live and not self.alias_of_id:
            page.live_revision_id = self.live_revision_id or self.latest_revision_id
        return page

    def move(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page and update the archive index in one transaction.

        Wagtail 8.0 sends `post_page_move` only after its own transaction has ended.
        """
        with transaction.atomic():
            return super().move(*args, **kwargs)


def _be_alias_of_source(page: Any) -> None:
    """Make an alias of an alias an alias of the original page.

    Orders and clearances are looked up for the direct source. Wagtail keeps the chain, and updates
    all aliases in it in the same way.
    """
    if page.alias_of_id and page.alias_of.alias_of_id:
        page.alias_of = page.alias_of.alias_of


class ArticlePage(NewsroomPage):
    """The abstract base of pages with a body of StreamField blocks."""

    body = StreamField(
        ArticleStream(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Short paragraphs. Give a quotation its own block, with the speaker's name."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        abstract = True

    @property
    def teaser(self) -> str:
        """The teaser entered by an editor, or else the first sentences of the body."""
        return self.teaser_of(blocks_of(self.body))

    def teaser_of(self, body: Sequence[Block]) -> str:
        """The teaser for a given body."""
        return super().teaser or teaser_from(body)

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "body": blocks_of(self.body)}
