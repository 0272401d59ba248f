"""Release templates: the kinds of announcement from which a press officer begins.

A template is a record that no page points at. Its words are copied into the form of a new page;
what becomes of them there changes no template, and a template that is deleted changes no page.
"""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField

from newsroom.archive.index import Kind
from newsroom.choices import ITEM_STAGES
from newsroom.documents.passages import Passage, passages
from newsroom.pages.items import NewsItemPage, PressReleasePage, StatementPage
from newsroom.pages.page_forms import address_of
from newsroom.pages.stream_blocks import RICH_TEXT, TemplateStream
from newsroom.rules.template_words import placeholders_of

BEGUN = [(kind.value, kind.label) for kind in Kind if kind is not Kind.SPEECH]
"""The kinds of items that can be begun from a template. A speech has no words of its stage."""


class ReleaseTemplate(models.Model):
    """A kind of announcement, with the words that each release of it has."""

    name = models.CharField(
        _("kind of announcement"), max_length=80, help_text=_("For example: Charging decision")
    )
    line = models.CharField(
        _("in a line"),
        max_length=160,
        help_text=_("When to choose it. Shown beside the name where people choose."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("It is offered for pages in this language."),
    )
    place = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("The lowest number stands first.")
    )
    kind = models.CharField(
        _("what it begins"), max_length=16, choices=BEGUN, default=Kind.PRESS_RELEASE
    )
    stage = models.CharField(
        _("stage of the case"),
        max_length=16,
        choices=ITEM_STAGES,
        blank=True,
        help_text=_("Of press releases. The checks know by it whether proceedings are active."),
    )
    court = models.CharField(
        _("court"), max_length=150, blank=True, help_text=_("Of press releases, usually: [court]")
    )
    title = models.CharField(
        _("headline"),
        max_length=255,
        help_text=_(
            "What is to be filled in stands in square brackets, such as [name], [offence] or "
            "[date]. The checks let nothing go out in which one of them is left."
        ),
    )
    summary = models.TextField(_("teaser"), blank=True, max_length=400)
    body = StreamField(
        TemplateStream(),
        verbose_name=_("text"),
        help_text=_("Within a quotation only some words are seen as a placeholder: [quote]."),
    )
    notes_to_editors = RichTextField(_("notes to editors"), blank=True, features=RICH_TEXT)
    questions = models.TextField(
        _("before it goes out"),
        blank=True,
        help_text=_(
            "One on each line: what whoever writes it should know or have ready, because the "
            "checks will ask. Shown above the form."
        ),
    )

    class Meta:
        ordering = ["place", "name", "pk"]
        verbose_name = _("release template")
        verbose_name_plural = _("release templates")

    def __str__(self) -> str:
        return self.name

    @property
    def page_type(self) -> type[NewsItemPage]:
        """The page type of what it begins."""
        return PressReleasePage if self.kind == Kind.PRESS_RELEASE else StatementPage

    @property
    def asked(self) -> list[str]:
        """The lines of `questions`."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]

    def begin(self, page: Any) -> None:
        """Put the words into a page of `page_type` that is not saved yet. Saves nothing."""
        blocks = [
            {"type": block["type"], "value": block["value"]} for block in self.body.get_prep_value()
        ]
        page.title, page.slug = self.title, address_of(self.title)
        page.summary, page.body = self.summary, json.dumps(blocks)
        page.notes_to_editors = self.notes_to_editors
        if isinstance(page, PressReleasePage):
            page.court, page.stage = self.court, self.stage
        else:
            page.kind = self.kind
        page.begun_from = self

    def passages(self) -> tuple[Passage, ...]:
        """The words of the page that it begins, as the gate reads them."""
        page = self.page_type()
        self.begin(page)
        return passages(page.bare_document())

    @property
    def number_left_open(self) -> int:
        """How many placeholders there are to fill in."""
        return sum(len(placeholders_of(passage)) for passage in self.passages())
