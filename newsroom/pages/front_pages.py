"""The root page of each language, and the news front page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from newsroom.documents.document import FrontPage
from newsroom.documents.markup import cleaned
from newsroom.pages.base import NewsroomPage
from newsroom.pages.items import NewsItemPage
from newsroom.pages.stream_blocks import RICH_TEXT

MOST_FEATURED = 3


class HomePage(NewsroomPage):
    """The root page of a language. Its address redirects to the news."""

    document_type = "home"
    page_description = _("The root of a language. There is one for each.")
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.NewsIndexPage", "newsroom.ContentPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class NewsIndexPage(NewsroomPage):
    """The news front page: editors write its text, and the archive provides its list."""

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


class FeaturedItem(Orderable):
    """An item that editors feature above the list."""

    page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="featured_items")
    item = models.ForeignKey(NewsItemPage, models.CASCADE, related_name="+", verbose_name=_("item"))

    class Meta(Orderable.Meta):
        verbose_name = _("featured item")
        verbose_name_plural = _("featured items")

    def __str__(self) -> str:
        return self.item.title
