"""Topics: a subject in the words of the editors, with its items, speeches and figures."""

import csv
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from newsroom.archive.paging import PageOutOfRange, Pagination, read_page
from newsroom.archive.result import Link
from newsroom.archive.views import must_be_asked_again
from newsroom.choices import Unit
from newsroom.documents import document as data
from newsroom.pages.base import ArticlePage
from newsroom.pages.cards import cards
from newsroom.pages.forms import NewsroomPageForm
from newsroom.pages.items import NewsItemPage
from newsroom.pages.rows import kept_rows
from newsroom.pages.speech_list import NEWEST_FIRST, public_speeches, speech_cards
from newsroom.pages.statistics import file_rows, series_of

PAGE_SIZE = 10
"""How many of its items a topic page shows at a time."""
MOST_SPEECHES = 4
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes the file for an older encoding and breaks “quotes” and £."""


class TopicForm(NewsroomPageForm):
    """The form of a topic: figures that share a chart can be compared."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        units: dict[str, str] = {}
        periods: set[tuple[str, str]] = set()
        for row in kept_rows(self.formsets["statistics"]):
            data = row.cleaned_data
            label, period, unit = (data.get(name) or "" for name in ("label", "period", "unit"))
            if units.setdefault(label, unit) != unit:
                row.add_error(
                    "unit", _("Another row with this name has another unit: they share a chart.")
                )
            if (label, period) in periods:
                row.add_error("period", _("There is a row for this period already."))
            periods.add((label, period))
        return cleaned


class TopicHubPage(ArticlePage):
    """A subject in the words of the editors, with a list of its items that keeps itself."""

    base_form_class = TopicForm
    content_panels = [
        *ArticlePage.content_panels,
        InlinePanel(
            "statistics",
            heading=_("Statistics"),
            label=_("Figure"),
            help_text=_(
                "Rows with the same name make one chart and one table, in the order given here."
            ),
        ),
    ]
    document_type = "topic"
    template = "newsroom/topic_hub_page.html"
    page_description = _("A subject such as hate crime: your words, its newest items, its figures.")
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def document_parts(self) -> dict[str, Any]:
        figures = tuple(row.as_data() for row in self.statistics.all())
        return {**super().document_parts(), "statistics": figures}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = self.get_parent()
        # A preview of a topic that has never been saved has no items.
        published = self.items.listed(self.locale_id) if self.pk else NewsItemPage.objects.none()
        newest_first = published.order_by("-published_at", "-pk")
        try:
            number, pages = read_page(request.GET.get("page", "1"), published.count(), PAGE_SIZE)
        except PageOutOfRange as missing:
            raise Http404(str(missing)) from missing
        start = (number - 1) * PAGE_SIZE
        context["items"] = cards(newest_first[start : start + PAGE_SIZE], reverse("news"))
        if pages > 1:
            context["pagination"] = Pagination(number, pages, _page_url)
        speeches = public_speeches(self.locale_id).filter(pk__in=published.values("pk"))
        newest_said = speeches.order_by(*NEWEST_FIRST)[:MOST_SPEECHES]
        context["speeches"] = speech_cards(newest_said, reverse("news"))
        context["series"] = series_of(self.statistics.all())
        others = TopicHubPage.objects.published().child_of(news).exclude(pk=self.pk)
        context["page_links"] = [
            Link(topic.title, topic.url)
            for topic in others.order_by("title").select_related("locale")
        ]
        return context


def _page_url(number: int) -> str:
    return "." if number == 1 else f"?page={number}"


class TopicStatistic(Orderable):
    """One figure of a topic; those of the same name stand in one chart."""

    page = ParentalKey(TopicHubPage, on_delete=models.CASCADE, related_name="statistics")
    label = models.CharField(
        _("name"), max_length=120, help_text=_("What it counts, for example: Prosecutions")
    )
    period = models.CharField(
        _("year or period"), max_length=24, help_text=_("For example: 2024 to 2025")
    )
    number = models.DecimalField(
        _("number"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(_("unit"), max_length=8, choices=Unit, default=Unit.NUMBER)
    source = models.CharField(
        _("source"),
        max_length=200,
        help_text=_("For example: CPS quarterly data summary, quarter 4 2024 to 2025"),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("What a reader has to know about it.")
    )

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("period")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("unit")]),
        FieldPanel("source"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("figure of a topic")
        verbose_name_plural = _("figures of a topic")

    def __str__(self) -> str:
        return f"{self.label}, {self.period}"

    def as_data(self) -> data.TopicStatistic:
        """The figure as a document has it."""
        number = None if self.number is None else Decimal(str(self.number))
        words = (self.label, self.period, number, str(self.unit), self.source, self.note)
        return data.TopicStatistic(*words)


def topic_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of a topic as a file, while the topic itself is public and has any."""
    topics = TopicHubPage.objects.published().filter(
        slug=slug, locale__language_code=get_language()
    )
    topic = topics.order_by("pk").first()
    statistics = list(topic.statistics.all()) if topic else []
    if not statistics:
        raise Http404
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-statistics.csv"'
    csv.writer(response).writerows(file_rows(statistics))
    must_be_asked_again(response)
    return response
