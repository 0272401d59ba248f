"""The page of the press office: contacts for journalists, and where the public should turn."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.documents.markup import cleaned
from newsroom.pages.base import ArticlePage
from newsroom.pages.stream_blocks import RICH_TEXT


class PressOfficePage(ArticlePage):
    """The press office's contacts for journalists, and a notice to the public."""

    public_notice = RichTextField(
        _("notice to the public"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown first: these contacts are for journalists; say where others turn."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("public_notice"),
        FieldPanel("body"),
    ]
    document_type = "press-office"
    page_description = _("The press office's contacts and hours. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press office page")
        verbose_name_plural = _("press office pages")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "public_notice": cleaned(self.public_notice)}
