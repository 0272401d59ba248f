"""Simple pages, such as the accessibility statement, cookies and privacy."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from newsroom.pages.base import ArticlePage
from newsroom.years import sensible_year


class ContentPage(ArticlePage):
    """A simple page with the date of its last review."""

    reviewed_on = models.DateField(
        _("last reviewed on"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_(
            "When the words were last checked. "
            "The accessibility statement has to be reviewed every twelve months."
        ),
    )

    content_panels = [*ArticlePage.content_panels, FieldPanel("reviewed_on")]
    document_type = "content"
    page_description = _("Plain words, such as the accessibility statement or the privacy notice.")
    parent_page_types = ["newsroom.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "reviewed_on": self.reviewed_on}
