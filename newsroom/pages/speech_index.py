"""The page of all speeches: editors write its text, and the archive provides its list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.documents.markup import cleaned
from newsroom.pages.base import NewsroomPage
from newsroom.pages.stream_blocks import RICH_TEXT


class SpeechIndexPage(NewsroomPage):
    """The list of all speeches, with filters for speaker and year."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("summary")]
    document_type = "speech-index"
    page_description = _("The list of all speeches, which keeps itself. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("list of speeches")
        verbose_name_plural = _("lists of speeches")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "introduction": cleaned(self.introduction)}
