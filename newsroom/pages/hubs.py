"""Pages that gather items: a topic, and the thread of a high-profile case."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.archive.paging import PageOutOfRange, Pagination, read_page
from newsroom.archive.result import Link
from newsroom.pages.base import ArticlePage, NewsroomPage
from newsroom.pages.blocks import RICH_TEXT
from newsroom.pages.cards import cards
from newsroom.pages.proceedings import PEOPLE_PROTECTED, Proceedings

PAGE_SIZE = 10
"""How many of its items a topic page shows at a time."""


@dataclass(frozen=True)
class CaseLink(Link):
    """A case as the list of cases shows it."""

    summary: str


class TopicHubPage(ArticlePage):
    """A subject in the words of the editors, with a list of its items that keeps itself."""

    template = "newsroom/topic_hub_page.html"
    page_description = _("A subject such as hate crime: your words, and its newest items.")
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = self.get_parent()
        published = self.items.listed(self.locale_id)
        newest_first = published.order_by("-published_at", "-pk")
        try:
            number, pages = read_page(request.GET.get("page", "1"), published.count(), PAGE_SIZE)
        except PageOutOfRange as missing:
            raise Http404(str(missing)) from missing
        start = (number - 1) * PAGE_SIZE
        context["items"] = cards(newest_first[start : start + PAGE_SIZE], reverse("news"))
        if pages > 1:
            context["pagination"] = Pagination(number, pages, _page_url)
        others = TopicHubPage.objects.published().child_of(news).exclude(pk=self.pk)
        context["page_links"] = [
            Link(topic.title, topic.url)
            for topic in others.order_by("title").select_related("locale")
        ]
        return context


def _page_url(number: int) -> str:
    return "." if number == 1 else f"?page={number}"


class HighProfileCaseIndexPage(NewsroomPage):
    """The list of all high-profile cases."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("summary"),
    ]
    template = "newsroom/high_profile_case_index_page.html"
    page_description = _("The list of all high-profile cases. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types = ["newsroom.HighProfileCasePage"]

    class Meta:
        verbose_name = _("list of high-profile cases")
        verbose_name_plural = _("lists of high-profile cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        cases = HighProfileCasePage.objects.published().child_of(self).select_related("locale")
        newest_first = cases.order_by(models.F("first_published_at").desc(nulls_last=True), "-pk")
        context["cases"] = [CaseLink(case.title, case.url, case.teaser) for case in newest_first]
        return context


class HighProfileCasePage(Proceedings, ArticlePage):
    """The thread of one case: what happened in court and when, and the items about it."""

    court = models.CharField(
        _("court"), max_length=150, blank=True, help_text=_("For example: Central Criminal Court")
    )
    status = models.CharField(
        _("where the case stands"),
        max_length=150,
        blank=True,
        help_text=_("For example: Awaiting sentence on 14 March 2025"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("court"), FieldPanel("status")]),
        InlinePanel(
            "stages",
            heading=_("What happened in court"),
            label=_("Stage"),
            help_text=_("In any order: readers see them by date."),
        ),
        FieldPanel("body"),
        PEOPLE_PROTECTED,
    ]
    template = "newsroom/high_profile_case_page.html"
    page_description = _("One case that is often in the news: its stages and its items.")
    parent_page_types = ["newsroom.HighProfileCaseIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("high-profile case")
        verbose_name_plural = _("high-profile cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        published = self.items.listed(self.locale_id)
        context["stages"] = sorted(self.stages.all(), key=lambda stage: stage.date)
        context["items"] = cards(published.order_by("-published_at", "-pk"), reverse("news"))
        return context


class CaseStage(models.Model):
    """One dated step of a case."""

    page = ParentalKey(HighProfileCasePage, on_delete=models.CASCADE, related_name="stages")
    date = models.DateField(_("date"))
    stage = models.CharField(
        _("stage"), max_length=100, help_text=_("For example: Charged, or Plea hearing")
    )
    text = models.TextField(_("what happened"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("stage")]),
        FieldPanel("text"),
    ]

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("stage of a case")
        verbose_name_plural = _("stages of a case")

    def __str__(self) -> str:
        return f"{self.stage}, {self.date:%-d %B %Y}"
