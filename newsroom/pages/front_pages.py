"""The root page of each language, and the news front page."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from newsroom.choices import FrontSection
from newsroom.documents.document import FrontPage
from newsroom.documents.document import PressNotice as NoticeData
from newsroom.documents.markup import cleaned
from newsroom.pages.base import NewsroomPage
from newsroom.pages.items import NewsItemPage
from newsroom.pages.page_forms import NewsroomPageForm
from newsroom.pages.rows import kept_rows
from newsroom.pages.stream_blocks import RICH_TEXT
from newsroom.years import sensible_year

MOST_FEATURED = 3
MOST_NOTICES = 5
LEAD_DAYS = FrontPage.lead_days
LONGEST_LEAD = 90


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


class FrontPageForm(NewsroomPageForm):
    """The form of the front page: a story or a section stands on it once."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for relation, name in (("featured_items", "item"), ("sections", "name")):
            seen = set()
            for row in kept_rows(self.formsets[relation]):
                chosen = row.cleaned_data[name]
                if chosen in seen:
                    row.add_error(name, _("This is on the page already. Remove one of the two."))
                seen.add(chosen)
        return cleaned


class NewsIndexPage(NewsroomPage):
    """The news front page: editors arrange its stories, and the archive provides its list.

    What readers get of the arrangement is decided when they read it (readers/front_stories.py).
    """

    base_form_class = FrontPageForm
    lead_days = models.PositiveSmallIntegerField(
        _("days a chosen story stays"),
        default=LEAD_DAYS,
        db_default=LEAD_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LEAD)],
        help_text=_(
            "Counted from its publication. After that it leaves the top of the page by itself."
        ),
    )
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("What this section covers. Shown under “All news”, above the list."),
    )
    latest_news = RichTextField(
        _("about the list"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown under “All news”, above the list, after the introduction."),
    )
    working_with_media = RichTextField(
        _("Working with the media"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown under “Working with the media”, for example about the protocol."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                InlinePanel(
                    "featured_items",
                    heading=_("Chosen stories"),
                    label=_("Story"),
                    max_num=MOST_FEATURED,
                    help_text=_(
                        "The first one leads the page with its picture, the others stand below "
                        "it. Drag them to change their order. Without one, the newest story of "
                        "weight leads: with a picture, about a charge, a verdict or a sentence, "
                        "or a statement."
                    ),
                ),
                FieldPanel("lead_days"),
            ],
            heading=_("Top stories"),
        ),
        InlinePanel(
            "notices",
            heading=_("Notices for the press"),
            label=_("Notice"),
            max_num=MOST_NOTICES,
            help_text=_("Shown under “What is happening” until the end of the day that you give."),
        ),
        InlinePanel(
            "sections",
            heading=_("Sections"),
            label=_("Section"),
            max_num=len(FrontSection),
            help_text=_(
                "Drag them to change their order. A section that is not among them is not shown. "
                "Without any, all are shown in the usual order."
            ),
        ),
        FieldPanel("working_with_media"),
        FieldPanel("introduction"),
        FieldPanel("latest_news"),
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
            lead_days=self.lead_days,
            notices=tuple(NoticeData(row.text, row.until) for row in self.notices.all()),
            sections=tuple(row.name for row in self.sections.all()),
        )
        own = {"introduction": cleaned(self.introduction), "front_page": front}
        return {**super().document_parts(), **own}


class FeaturedItem(Orderable):
    """An item that editors put at the top of the front page."""

    page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="featured_items")
    item = models.ForeignKey(NewsItemPage, models.CASCADE, related_name="+", verbose_name=_("item"))

    class Meta(Orderable.Meta):
        verbose_name = _("featured item")
        verbose_name_plural = _("featured items")

    def __str__(self) -> str:
        return self.item.title


class PressNotice(Orderable):
    """A line for journalists on the front page, such as when a sentence is to be passed."""

    page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(
        _("notice"),
        max_length=250,
        help_text=_("One sentence: what happens, where, when, and what the press can expect."),
    )
    until = models.DateField(
        _("shown until"),
        validators=[sensible_year],
        help_text=_("The last day on which readers see it, in London."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("notice for the press")
        verbose_name_plural = _("notices for the press")

    def __str__(self) -> str:
        return self.text


class ArrangedSection(Orderable):
    """A section of the front page, in the editors' order."""

    page = ParentalKey(NewsIndexPage, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("section"), max_length=16, choices=FrontSection)

    class Meta(Orderable.Meta):
        verbose_name = _("section of the front page")
        verbose_name_plural = _("sections of the front page")

    def __str__(self) -> str:
        return self.get_name_display()
