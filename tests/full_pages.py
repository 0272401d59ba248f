"""A page of every type with everything filled in, each text with words of its own."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.documents.models import Document
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, get_page_models

from newsroom.models import HighProfileCasePage, NewsItemPage, SpeechPage
from newsroom.pages.base import NewsroomPage
from newsroom.pages.versions.version_pages import VersionPage
from newsroom.time_zones import LONDON
from tests.factories import KC, area, case, contact, crime_type, picture, press_release, speaker
from tests.factories import topic as topic_page

CREATABLE = [
    model for model in get_page_models() if issubclass(model, NewsroomPage) and model.is_creatable
]
"""Every type of page that an editor can make."""

DAY = date(2023, 3, 1)
NOT_FILLED = {"slug", "url_path", "path", "draft_title", "translation_key"}


def full_pages() -> list[Any]:
    """One page of each type, not saved yet; what they point at is."""
    around = _Around()
    return [around.page(model) for model in CREATABLE]


class _Around:
    """What pages point at: made once."""

    def __init__(self) -> None:
        self.pictures = [picture(title=f"Title of picture {n}") for n in range(4)]
        self.documents = [
            Document.objects.create(
                title=f"Title of document {n}", file=ContentFile(b"%PDF-", f"paper-{n}.pdf")
            )
            for n in range(4)
        ]
        self.item, self.topic = press_release(title="Linked item"), topic_page(title="A topic")
        self.case = case(title="A case")
        self.speaker = speaker("Miriam Castleford", KC)
        self.contact = contact()

    def page(self, model: type[Page]) -> Any:
        page: Any = model(locale=Locale.get_default())
        self._fill(page, model.__name__)
        page.slug = f"slug-of-{model.__name__.lower()}"
        page.social_image = self.pictures[1]
        if hasattr(page, "body"):
            page.body = self.body(page.body.stream_block)
        if isinstance(page, NewsItemPage):
            page.published_at = datetime(2023, 3, 2, 9, 30, tzinfo=LONDON)
            page.image, page.contact, page.case = self.pictures[0], self.contact, self.case
            page.crime_types, page.areas = [crime_type("Fraud"), crime_type()], [area()]
            page.topics = [self.topic]
        if isinstance(page, SpeechPage):
            page.speaker, page.titled_name, page.titled_role = self.speaker, "", "Acting Director"
        if isinstance(page, HighProfileCasePage):
            page.contact = self.contact
        if isinstance(page, VersionPage):
            page.document = self.documents[2]
        for relation in get_all_child_relations(page):
            name = relation.get_accessor_name()
            row = relation.related_model
            if name != "wagtail_admin_comments":
                setattr(page, name, [self._row(row, f"{name}{n}", n) for n in (1, 2)])
        return page

    def _row(self, model: type[models.Model], name: str, number: int) -> Any:
        row: Any = model()
        self._fill(row, name)
        for field in model._meta.concrete_fields:
            match getattr(field.remote_field, "model", None) and field.related_model.__name__:
                case "Image":
                    # Each row of a register has one file.
                    setattr(row, field.name, self.pictures[3] if number == 1 else None)
                case "Document":
                    setattr(row, field.name, self.documents[3])
                case "NewsItemPage":
                    setattr(row, field.name, self.item)
        return row

    def _fill(self, record: Any, name: str) -> None:
        for field in record._meta.concrete_fields:
            match field:
                case StreamField():
                    pass
                case RichTextField():
                    linked = f'<a linktype="page" id="{self.item.pk}">{field.name}</a>'
                    setattr(record, field.name, f"<p>{name} rich {linked}</p><p>second</p>")
                case models.URLField():
                    setattr(record, field.name, f"https://example.org/{name}/{field.name}")
                case models.CharField() | models.TextField():
                    if field.choices:
                        setattr(record, field.name, field.choices[-1][0])
                    elif field.name not in NOT_FILLED:
                        text = f"{name} {field.name.replace('_', ' ')}"
                        setattr(record, field.name, text[: field.max_length])
                case models.DateField() if not isinstance(field, models.DateTimeField):
                    setattr(record, field.name, DAY)
                case models.DecimalField():
                    record.number = 82.6

    def body(self, stream: Any) -> list[tuple[str, Any]]:
        """One block of each kind that the stream knows."""
        item, paper = self.item, self.documents[1]
        blocks: dict[str, Any] = {
            "paragraph": (
                f'<p data-block-key="ab12">One<br/>two <b>th</b>ree '
                f'<a linktype="page" id="{item.pk}">an item</a> and '
                f'<a linktype="document" id="{paper.pk}">a paper</a></p>'
                f'<p><a href="https://example.org/?a=1&amp;b=2">Elsewhere</a></p>'
            ),
            "heading": {"text": "A heading", "level": "h3"},
            "quote": {"paragraphs": ["Said first", "Said next"], "speaker": "Roe", "role": "KC"},
            "list": {"style": "numbered", "items": ["<p>Point one</p>", "<p>Point two</p>"]},
            "table": {
                "caption": "A table",
                "header": ["Year", "Charges"],
                "rows": [["2024", "17"], ["2025", "19"]],
                "header_column": True,
            },
            "image": {
                "image": self.pictures[2],
                "alt": "Alt in text",
                "caption": "Caption in text",
                "credit": "Credit in text",
            },
            "document": {"document": self.documents[0], "description": "What it holds"},
            "further_reading": {
                "title": "Read on",
                "links": [
                    {"text": "Elsewhere again", "page": None, "url": "https://example.org/more"},
                    {"text": "", "page": self.topic, "url": ""},
                ],
            },
            "statistic": {"figure": "82.6%", "description": "convicted", "source": "Summary"},
            "clause": {"heading": "Purpose", "text": "<p>Open justice.</p><p>Always.</p>"},
            "released": {"heading": "Given", "entries": ["Maps"]},
            "consultation": {"heading": "Perhaps given", "entries": ["Footage"]},
            "withheld": {"heading": "Not given", "entries": ["Names of children", "Letters"]},
        }
        assert set(stream.child_blocks) <= set(blocks), "give the new block some words here"
        return [(name, blocks[name]) for name in stream.child_blocks]
