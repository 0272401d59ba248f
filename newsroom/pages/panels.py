"""The layout of an item's edit form, in the order in which a press officer works."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

HEADLINE = TitleFieldPanel(
    "title",
    # The widget wraps, because headlines are often longer than one line.
    widget=AdminAutoHeightTextInput(),
    heading=_("Headline"),
    placeholder=_("Headline"),
    help_text=_("As readers see it. What happened later is an update, not words added here."),
)

SEO_PANEL = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            heading=_("Address"),
            help_text=_(
                "The last part of the page’s web address, made from the headline. "
                "Once the page is public, leave it: links to it would break."
            ),
        ),
        FieldPanel(
            "seo_title",
            heading=_("Title for search engines"),
            help_text=_("Left empty, the headline is used."),
        ),
        FieldPanel(
            "search_description",
            heading=_("Description for search engines"),
            help_text=_("Left empty, the teaser is used."),
        ),
        FieldPanel("social_image"),
    ],
    heading=_("Address, search engines and social media"),
)

PROTECTION_PANEL = MultiFieldPanel(
    [FieldPanel("sexual_offence"), FieldPanel("child_involved")],
    heading=_("People the law protects"),
)

CONTENT_PANELS = [
    HEADLINE,
    FieldPanel("summary"),
    FieldPanel("body"),
    FieldPanel("notes_to_editors"),
]

COURT = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("court"), FieldPanel("stage")])], heading=_("Court and stage")
)


class ChangePanel(MultiFieldPanel):
    """What a change is, for an item that readers have had."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            item = self.instance
            return super().is_shown() and bool(item.live or item.first_published_at)


CHANGE_PANEL = ChangePanel(
    [
        FieldPanel("change_kind", widget=forms.RadioSelect),
        FieldPanel("change_note"),
        FieldPanel("change_reason"),
        FieldPanel("change_keeps_earlier"),
    ],
    heading=_("What changed"),
)


class BegunFromPanel(Panel):
    """Above the form of a new item: the template that it begins from, and what will be asked."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/desk/begun_from.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.is_shown():
                said = _("Begun from: %(name)s")
                self.heading = said % {"name": self.instance.begun_from.name}

        def is_shown(self) -> bool:
            return self.instance.begun_from is not None


STATEMENT_KIND = FieldPanel("kind", widget=forms.RadioSelect)

_PICTURE = MultiFieldPanel(
    [
        FieldPanel("image"),
        FieldPanel("image_alt"),
        FieldRowPanel([FieldPanel("image_caption"), FieldPanel("image_credit")]),
    ],
    heading=_("Picture"),
)

_PLACE = [
    FieldPanel("crime_types", widget=forms.CheckboxSelectMultiple),
    FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
    FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    FieldPanel("case"),
    InlinePanel(
        "related_links",
        heading=_("Related items"),
        label=_("Related item"),
        max_num=4,
        help_text=_("Shown first. The rest is filled from the same case and crime type."),
    ),
]


class SubmissionPanel(MultiFieldPanel):
    """What the writer tells the reviewers. Hidden while a workflow is in progress.

    It is changed then on a screen of its own (desk/deadlines.py).
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and not (
                self.instance.pk and self.instance.workflow_in_progress
            )


SUBMISSION_PANEL = SubmissionPanel(
    [FieldRowPanel([FieldPanel("needed_by"), FieldPanel("is_urgent")])],
    heading=_("When you submit it for clearance"),
)

_PUBLICATION = [
    FieldPanel("contact"),
    FieldPanel("published_at"),
    SEO_PANEL,
    SUBMISSION_PANEL,
    *Page.settings_panels,
]


def item_tabs(words: Sequence[Panel], *people: Panel) -> TabbedInterface:
    """The tabs of an item's form; `people` are the panels of one page type, on the first tab.

    The order is that of the work: text, people, image, then taxonomy, then publication.
    """
    return TabbedInterface(
        [
            ObjectList(
                [
                    BegunFromPanel(),
                    *words,
                    CHANGE_PANEL,
                    *people,
                    PROTECTION_PANEL,
                    _PICTURE,
                ],
                heading=_("Words"),
            ),
            ObjectList(_PLACE, heading=_("Where it belongs")),
            ObjectList(_PUBLICATION, heading=_("Contact and publication")),
        ]
    )
