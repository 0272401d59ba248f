"""The root of a language's tree, and the front page of the news."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from newsroom.archive.result import Card, Link
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import archive
from newsroom.documents.document import FrontPage
from newsroom.documents.markup import cleaned
from newsroom.guard.visibility import PublishedQuerySet
from newsroom.pages.base import NewsroomPage
from newsroom.pages.blocks import RICH_TEXT
from newsroom.pages.cards import cards
from newsroom.pages.cases import HighProfileCaseIndexPage, HighProfileCasePage
from newsroom.pages.items import NewsItemPage
from newsroom.pages.press_office import PressOfficePage
from newsroom.pages.topics import TopicHubPage
from newsroom.pages.versions.media_protocol import MediaProtocolPage
from newsroom.pages.versions.social_media_policy import SocialMediaPolicyPage

MOST_FEATURED = 3
MOST_CASES = 5


class HomePage(NewsroomPage):
    """The root of a language's tree. Its address leads to the news."""

    document_type = "home"
    page_description = _("The root of a language. There is one for each.")
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.NewsIndexPage", "newsroom.ContentPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the news of this language."""
        news = NewsIndexPage.objects.published().child_of(self).select_related("locale").first()
        if news is None:
            return super().serve(request, *args, **kwargs)
        return HttpResponseRedirect(news.url)


class NewsIndexPage(NewsroomPage):
    """The front page of the news: editors own its words, the archive its list."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("The first words on the page: what this section covers."),
    )
    latest_news = RichTextField(
        _("Latest news"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown under “Latest news”, above the list."),
    )
    working_with_media = RichTextField(
        _("Working with the media"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown under “Working with the media”, for example about the protocol."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("latest_news"),
        FieldPanel("working_with_media"),
        InlinePanel(
            "featured_items",
            heading=_("Featured items"),
            label=_("Featured item"),
            max_num=MOST_FEATURED,
            help_text=_("Up to three items that stand above the list."),
        ),
        FieldPanel("summary"),
    ]
    document_type = "news-index"
    template = "newsroom/archive.html"
    page_description = _("The front page of the news, with all items below it. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.HomePage"]
    subpage_types = [
        "newsroom.PressReleasePage",
        "newsroom.SpeechPage",
        "newsroom.SpeechIndexPage",
        "newsroom.StatementPage",
        "newsroom.TopicHubPage",
        "newsroom.HighProfileCaseIndexPage",
        "newsroom.PressOfficePage",
        "newsroom.MediaProtocolPage",
        "newsroom.SocialMediaPolicyPage",
    ]

    class Meta:
        verbose_name = _("news front page")
        verbose_name_plural = _("news front pages")

    def document_parts(self) -> dict[str, Any]:
        front = FrontPage(
            latest_news=cleaned(self.latest_news),
            working_with_media=cleaned(self.working_with_media),
            featured=tuple(row.item_id for row in self.featured_items.all() if row.item_id),
        )
        own = {"introduction": cleaned(self.introduction), "front_page": front}
        return {**super().document_parts(), **own}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the request to the archive, which lists the items of this page's language."""
        # Of the page's own language: a preview is drawn in the editor's.
        with override(self.locale.language_code):
            archive_url = reverse("news")

        def show(
            ids: list[int], vocabulary: Vocabulary, teasers: dict[int, SafeString]
        ) -> list[Card]:
            return cards(
                NewsItemPage.objects.listed(self.locale_id),
                archive_url,
                ids=ids,
                vocabulary=vocabulary,
                teasers=teasers,
            )

        return archive(
            request,
            self,
            show=show,
            index_url=archive_url,
            language=self.locale.language_code,
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Preview what readers get: without the archive the template has nothing to show."""
        return self.serve(request)

    def landing(self, vocabulary: Vocabulary) -> dict[str, list[Any]]:
        """What stands around the list on its first page; a fixed number of queries."""
        topics = TopicHubPage.objects.published().child_of(self).order_by("title")
        cases = HighProfileCasePage.objects.published().descendant_of(self)
        newest = cases.order_by(models.F("first_published_at").desc(nulls_last=True), "-pk")
        all_cases, for_media = self._signposts()
        latest_cases = _links(newest.select_related("locale")[:MOST_CASES])
        return {
            "featured": self._featured(vocabulary),
            "topics": _links(topics.select_related("locale")),
            "cases": [*latest_cases, *all_cases] if latest_cases else [],
            "links": for_media,
        }

    def _signposts(self) -> tuple[list[Link], list[Link]]:
        """The link to the list of all cases, and those for people who work with the media."""
        kinds = (PressOfficePage, MediaProtocolPage, SocialMediaPolicyPage)
        found = PublishedQuerySet(Page).published().child_of(self)
        found = found.type(HighProfileCaseIndexPage, *kinds).order_by("path")
        pages = list(found.select_related("locale"))
        all_cases = [
            Link(gettext("All high-profile cases"), page.url)
            for page in pages
            if page.specific_class is HighProfileCaseIndexPage
        ]
        return all_cases, _links(page for page in pages if page.specific_class in kinds)

    def _featured(self, vocabulary: Vocabulary) -> list[Any]:
        chosen = [featured.item_id for featured in self.featured_items.all()]
        if not chosen:
            return []
        public = NewsItemPage.objects.listed(self.locale_id)
        return cards(public, reverse("news"), ids=chosen, vocabulary=vocabulary)[:MOST_FEATURED]


def front_page(request: HttpRequest) -> HttpResponse:
    """The news of the request's language, found in one query ahead of Wagtail's routing."""
    news = NewsIndexPage.objects.published().select_related("locale")
    language = get_language()
    page = news.filter(locale__language_code=language).order_by("pk").first()
    if page is None:
        if language == settings.LANGUAGE_CODE:
            raise Http404
        # There is no news in this language yet: never show English under its address.
        with override(settings.LANGUAGE_CODE):
            return HttpResponseRedirect(reverse("news"))
    return page.serve(request)


class FeaturedItem(Orderable):
    """An item that editors put above the list."""

    page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="featured_items")
    item = models.ForeignKey(NewsItemPage, models.CASCADE, related_name="+", verbose_name=_("item"))

    class Meta(Orderable.Meta):
        verbose_name = _("featured item")
        verbose_name_plural = _("featured items")

    def __str__(self) -> str:
        return self.item.title


def _links(pages: Iterable[Page]) -> list[Link]:
    return [Link(page.title, page.url) for page in pages]
