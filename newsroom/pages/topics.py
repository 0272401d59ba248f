"""Topic pages: an editors' text on a subject, with its items, speeches and statistics."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from newsroom.choices import Unit
from newsroom.documents import document as data
from newsroom.pages.base import ArticlePage
from newsroom.pages.page_forms import NewsroomPageForm
from newsroom.pages.rows import kept_rows


class TopicForm(NewsroomPageForm):
    """The form of a topic: statistics in one chart must have the same unit and distinct periods."""

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
    """A subject with an editors' text and an automatic list of its items."""

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
    page_description = _("A subject such as hate crime: your words, its newest items, its figures.")
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def document_parts(self) -> dict[str, Any]:
        figures = tuple(row.as_data() for row in self.statistics.all())
        return {**super().document_parts(), "statistics": figures}


class TopicStatistic(Orderable):
    """One figure of a topic; figures with the same label form one chart."""

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
        """The figure as part of a document."""
        number = None if self.number is None else Decimal(str(self.number))
        words = (self.label, self.period, number, str(self.unit), self.source, self.note)
        return data.TopicStatistic(*words)
