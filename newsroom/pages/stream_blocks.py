"""The StreamField blocks of a body. block_data.py converts them to the blocks of a document.

They are rendered by `templates/components/parts.html`. A draft may leave required fields empty, so
the template must accept empty values.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from newsroom.records.picture_records import credit_of

INLINE = ["bold", "italic", "link", "document-link"]
"""Rich text features allowed within a paragraph."""

RICH_TEXT = [*INLINE, "ol", "ul"]
"""Features of a rich text field outside a StreamField body."""


class HeadingBlock(blocks.StructBlock):
    """A heading within the body, one or two levels below the page's title."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Heading")), ("h3", _("Smaller heading, under the one before"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")


class QuoteBlock(blocks.StructBlock):
    """A quotation of a named person. The template adds the quotation marks."""

    paragraphs = blocks.ListBlock(
        blocks.TextBlock(label=_("Paragraph"), rows=3),
        label=_("What was said"),
        min_num=1,
        help_text=_("One entry for each paragraph, without quotation marks around the whole."),
    )
    speaker = blocks.CharBlock(
        label=_("Name"), required=False, help_text=_("For example: Helena Marchbank")
    )
    role = blocks.CharBlock(
        label=_("Role"),
        required=False,
        help_text=_("As titled that day, for example: Chief Crown Prosecutor"),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        quoted = ("paragraphs",)


class ListOfPointsBlock(blocks.StructBlock):
    """A bulleted or numbered list."""

    style = blocks.ChoiceBlock(
        label=_("Style"),
        choices=[("bulleted", _("Bullets")), ("numbered", _("Numbers"))],
        default="bulleted",
    )
    items = blocks.ListBlock(
        blocks.RichTextBlock(label=_("Point"), features=INLINE), label=_("Points"), min_num=1
    )

    class Meta:
        icon = "list-ul"
        label = _("List")


class TableBlock(blocks.StructBlock):
    """A table of plain-text cells, so that screen readers can always read it."""

    caption = blocks.CharBlock(
        label=_("Caption"), help_text=_("What the table shows, for example: Charges by year")
    )
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), required=False),
        label=_("Column headings"),
        min_num=1,
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=_("Cell"), required=False), label=_("Row")),
        label=_("Rows"),
        min_num=1,
        help_text=_("Each row needs as many cells as there are column headings."),
    )
    header_column = blocks.BooleanBlock(
        label=_("The first cell names its row"), required=False, default=True
    )

    class Meta:
        icon = "table"
        label = _("Table")

    def clean(self, value: Any) -> Any:
        """Refuse rows of unequal length, whose cells a screen reader would announce wrongly."""
        cleaned = super().clean(value)
        width = len(cleaned["header"])
        lengths = [len(row) for row in cleaned["rows"]]
        if self.is_deferred_validation or all(length == width for length in lengths):
            return cleaned
        number = next(place for place, length in enumerate(lengths, 1) if length != width)
        message = _("Row %(row)d must have %(width)d cells, as many as there are headings.")
        raise blocks.StructBlockValidationError(
            {"rows": ValidationError(message % {"row": number, "width": width})}
        )


class ImageBlock(blocks.StructBlock):
    """An image with its alternative text."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Description for people who cannot see it"),
        max_length=250,
        help_text=_("Say what the picture shows, not that it is a picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, help_text=_("For example: West Yorkshire Police")
    )

    def clean(self, value: Any) -> Any:
        """Take over the credit of the picture if there is none."""
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["credit"]:
            cleaned["credit"] = credit_of(cleaned["image"])
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its type and size."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.TextBlock(label=_("What it holds"), required=False, rows=2)

    class Meta:
        icon = "doc-full"
        label = _("Document")


class ReadingLinkBlock(blocks.StructBlock):
    """A link to a page of this site or to an external address."""

    text = blocks.CharBlock(
        label=_("Words of the link"),
        required=False,
        help_text=_("Leave empty to use the title of the chosen page."),
    )
    page = blocks.PageChooserBlock(label=_("Page of this website"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        """Require exactly one target, and a text for an external address."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Choose a page or give an address: one of the two."))}
            )
        if cleaned.get("url") and not cleaned.get("text"):
            raise blocks.StructBlockValidationError(
                {"text": ValidationError(_("Say in words where this link leads."))}
            )
        return cleaned


class FurtherReadingBlock(blocks.StructBlock):
    """A titled list of links."""

    title = blocks.CharBlock(label=_("Title"), default=_("Further reading"))
    links = blocks.ListBlock(ReadingLinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Further reading")


class StatisticBlock(blocks.StructBlock):
    """A single prominent figure with its source."""

    figure = blocks.CharBlock(
        label=_("Figure"), max_length=40, help_text=_("For example: 82.6% or 2,185")
    )
    description = blocks.CharBlock(label=_("What it counts"))
    source = blocks.CharBlock(
        label=_("Source"),
        required=False,
        help_text=_("For example: CPS quarterly data summary, quarter 2 2025 to 2026"),
    )

    class Meta:
        icon = "order"
        label = _("Statistic")


class ArticleStream(blocks.StreamBlock):
    """The body of an item or a page."""

    paragraph = blocks.RichTextBlock(
        # The template is part of the field's migrations; Wagtail renders a paragraph with it.
        label=_("Paragraph"),
        features=INLINE,
        icon="pilcrow",
        template="blocks/paragraph.html",
    )
    heading = HeadingBlock()
    quote = QuoteBlock()
    list = ListOfPointsBlock()
    table = TableBlock()
    image = ImageBlock()
    document = DocumentBlock()
    further_reading = FurtherReadingBlock()
    statistic = StatisticBlock()

    class Meta:
        required = False


class TemplateStream(blocks.StreamBlock):
    """The text of a release template: words alone, each block as in the body of an item."""

    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=INLINE, icon="pilcrow")
    heading = HeadingBlock()
    quote = QuoteBlock()
    list = ListOfPointsBlock()
    table = TableBlock()


class ClauseBlock(blocks.StructBlock):
    """A numbered clause. The page computes the numbers."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT)

    class Meta:
        icon = "list-ol"
        label = _("Numbered clause")


class MaterialBlock(blocks.StructBlock):
    """A list of material that the prosecution gives to the media under one condition."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    entries = blocks.ListBlock(blocks.TextBlock(rows=2), label=_("Material"), min_num=1)

    class Meta:
        icon = "list-ul"


class ClauseStream(ArticleStream):
    """The body of a policy, with numbered clauses."""

    clause = ClauseBlock()


class ProtocolStream(ClauseStream):
    """The body of a media protocol: clauses, and the lists of material."""

    released = MaterialBlock(label=_("Material that is normally released"))
    consultation = MaterialBlock(label=_("Material released after consultation"))
    withheld = MaterialBlock(label=_("Material that is not released"))
