"""What every page of the newsroom has: a teaser, a picture for social media, breadcrumbs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from newsroom.documents.blocks import Block
from newsroom.documents.document import Document
from newsroom.documents.words import teaser_from
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate import following, release_gate
from newsroom.gate.locking import lock_page
from newsroom.gate.opening import HOME_DEPTH
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.pages.block_data import blocks_of
from newsroom.pages.case_orders import keep_orders_of_source
from newsroom.pages.document_files import renditions_for, with_files
from newsroom.pages.page_forms import NewsroomPageForm
from newsroom.pages.panels import SEO_PANEL
from newsroom.pages.stream_blocks import ArticleStream
from newsroom.readers import page as readers
from newsroom.readers.place import Place
from newsroom.records.log_context import current_context, log_context
from newsroom.taxonomy import CrimeType


class NewsroomPage(Page):
    """A page of the newsroom."""

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
    promote_panels = [SEO_PANEL]

    document_type: str
    """What documents call this type of page: it stands in stored data, and stays."""

    # What the gate asks of a page; items and cases know better.
    is_item = False
    needs_clearance = False

    class Meta:
        abstract = True

    @property
    def stage_of_case(self) -> str:
        """Where the case stands that the page is about; empty when there is none."""
        return ""

    @property
    def has_complainant(self) -> bool:
        """Whether the Sexual Offences (Amendment) Act 1992 protects somebody in it."""
        return False

    @property
    def involves_child(self) -> bool:
        """Whether the law on reporting of children may protect somebody in it."""
        return False

    @property
    def terms_of_crime(self) -> Sequence[CrimeType]:
        """The crime types that the page is filed under."""
        return ()

    @property
    def unsaid_facts(self) -> dict[str, bool]:
        """Facts on which a clearance rests though no reader is told."""
        return {}

    def as_document(self) -> Document:
        """What readers get of the page, as it is in memory: saved or not, finished or not."""
        return with_files(Document(page_type=self.document_type, **self.document_parts()))

    def document_parts(self) -> dict[str, Any]:
        """The fields of the document, without what files say of themselves."""
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
        """What lists say of this page."""
        return self.summary.strip()

    @property
    def place_in_site(self) -> Place:
        """Where readers find the page; of one that is not in the tree yet, little is known."""
        above = self.get_ancestors().filter(depth__gt=HOME_DEPTH) if self.path else ()
        return Place(
            self.pk,
            self.locale.language_code if self.locale_id else "",
            (self.url if self.path else None) or "",
            self.translation_key,
            tuple(page.pk for page in above),
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page as readers would get it: by the same function, of its own document."""
        document = self.as_document()
        place = replace(self.place_in_site, renditions=renditions_for(document))
        return readers.respond(request, document, place)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the page; if it is to be public, only when the gate lets its words through.

        Here and not in `clean()`, which a save may leave out. Raises ReleaseRefused.
        """
        _be_alias_of_source(self)
        with transaction.atomic():
            # Before the page's own row is locked: an order in the making may wait for that.
            lock_releases_shared()
            columns = kwargs.get("update_fields")
            asked = release_gate.makes_public(self, columns)
            examination = release_gate.check_or_raise(self) if asked else None
            if columns is not None and not self.alias_of_id:
                keep_orders_of_source(self, columns)
            above = self._stored_path() if self.numchild else ""
            result = super().save(*args, **kwargs)
            if asked and columns is not None:
                release_gate.verify_stored_matches(self)
            if examination:
                release_gate.grant_pass(self, examination)
            elif not self.live:
                release_gate.revoke_pass(self)
            elif columns is None or not following.NOT_SHOWN.issuperset(columns):
                following.follow(self if columns is None else type(self).objects.get(pk=self.pk))
            if above and above != self.url_path:
                following.follow_below(self)
            return result

    def _stored_path(self) -> str:
        """Where the page is before it is saved; empty for a new one."""
        return Page.objects.filter(pk=self.pk).values_list("url_path", flat=True).first() or ""

    def publish(self, *args: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish a version, in one transaction: what is refused keeps its schedule."""
        by = user or current_context().user
        with (
            transaction.atomic(),
            log_context(by, current_context().channel, current_context().note),
        ):
            lock_page(self.pk)
            return super().publish(*args, user=user, **kwargs)

    def update_aliases(self, **kwargs: Any) -> None:
        """Publish the aliases with the page; Wagtail 8.0 does so when it is only scheduled, too.

        An alias would then go out at the end of the embargo without the gate, schedule or none.
        """
        if self.live:
            super().update_aliases(**kwargs)

    update_aliases.alters_data = True  # type: ignore[attr-defined]

    def with_content_json(self, content: Any) -> Any:
        """A version of the page, which knows that readers have another one.

        Wagtail 8.0 believes what was so when the version was saved. Of a page that was released
        since, or by an import, it takes down what readers have as soon as a change is scheduled.
        """
        page = super().with_content_json(content)
        if self.live and not self.alias_of_id:
            page.live_revision_id = self.live_revision_id or self.latest_revision_id
        return page

    def move(self, *args: Any, **kwargs: Any) -> Any:
        """Move the page, and bring the archive in line, in one transaction.

        Wagtail 8.0 tells of a move only after its own transaction has ended.
        """
        with transaction.atomic():
            return super().move(*args, **kwargs)


def _be_alias_of_source(page: Any) -> None:
    """Make an alias of an alias one of its source: what binds and clears a page is asked of that.

    Wagtail keeps the chain, and updates the aliases of both ends alike.
    """
    if page.alias_of_id and page.alias_of.alias_of_id:
        page.alias_of = page.alias_of.alias_of


class ArticlePage(NewsroomPage):
    """A page whose text is a body of blocks."""

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
        """The hand-written teaser, else the first sentences of the text."""
        return self.teaser_of(blocks_of(self.body))

    def teaser_of(self, body: Sequence[Block]) -> str:
        """The teaser, given the text as blocks."""
        return super().teaser or teaser_from(body)

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "body": blocks_of(self.body)}
