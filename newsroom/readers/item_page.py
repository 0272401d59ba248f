"""The context of an item's page: everything except the item's own text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsroom.archive.around import Surroundings, surroundings
from newsroom.archive.result import Card, Link
from newsroom.archive.views import back_link
from newsroom.choices import Captions, SpeechText, StageKind, Transcript, label
from newsroom.documents.document import Document, Speech
from newsroom.documents.renditions import IN_TEXT
from newsroom.press_office.desks import Desk, desk_for
from newsroom.readers.body import Offer
from newsroom.readers.cards import KINDS, card, listed
from newsroom.readers.earlier.earlier_editions import EarlierView, earlier_editions_of
from newsroom.readers.frame import Frame, news_url
from newsroom.readers.outcome import Outcome, beside, outcome_of
from newsroom.readers.pictures import LEAD_SIZES, picture_tag
from newsroom.readers.place import Place
from newsroom.readers.structured_data import article, speech_event
from newsroom.readers.term_names import TermNames

MOST_RELATED = 4
SPEECHES = "speech-index"


@dataclass(frozen=True)
class Update:
    """An update to the item."""

    at: datetime
    stage: str
    label: str
    note: str


@dataclass(frozen=True)
class CorrectionView:
    """A correction, and what the page said before it, if readers may read that."""

    at: datetime | None
    note: str
    earlier: EarlierView | None


@dataclass(frozen=True)
class ItemView:
    """The template context of an item."""

    kind_label: str
    kind_url: str
    crime_types: Sequence[Link]
    areas: Sequence[Link]
    published_at: datetime | None
    stage: str
    outcome: Outcome | None
    updates: Sequence[Update]
    corrections: Sequence[CorrectionView]
    earlier_url: str
    """The address of the list of what the item said earlier; empty if it has no corrections."""
    desk: Desk | None
    related: Sequence[Card]
    previous: Link | None
    next: Link | None
    back: Link
    case: Link | None
    topics: Sequence[Link]
    picture: SafeString
    notes: SafeString
    pack_url: str
    """Empty in a preview: there is nothing to pack yet."""

    @property
    def updated_at(self) -> datetime | None:
        return self.updates[0].at if self.updates else None


@dataclass(frozen=True)
class Video:
    """A link to an external video, its host, and notes on captions and transcript."""

    url: str
    host: str
    notes: Sequence[str]


@dataclass(frozen=True)
class SpeechView:
    """The additional template context of a speech."""

    text_label: str
    video: Video | None
    offers: Sequence[Offer]
    more: Link | None


def item_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of an item's page.

    The number of queries does not depend on the size of the archive or on the number of terms,
    updates and related items. tests/test_readers_budget.py lists the queries.
    """
    archive_url = news_url(place.language)
    speech = document.speech
    speaker = speech.speaker.id if speech and speech.speaker else None
    names = TermNames(crime_types=document.crime_types, areas=document.areas, speaker=speaker)
    near = surroundings(
        place.page_id,
        place.language,
        document.published_at,
        case=document.case,
        crime_type=names.first("crime_type"),
        area=names.first("area"),
        most=MOST_RELATED + 1,
    )
    frame = Frame(document, place, near.ids, [SPEECHES] if speech else [], with_stages=True)
    back = back_link(request, archive_url, place.page_id)
    item = _item(frame, near, names, back, archive_url)
    terms = [*item.crime_types, *item.areas]
    described = [article(document, place, frame.social, terms, item.case)]
    if speech:
        described += speech_event(speech)
    context = {**frame.context(*described), "item": item}
    if speech:
        context["speech"] = _speech(speech, frame, names)
    return context


def _item(
    frame: Frame, near: Surroundings, names: TermNames, back: Link, archive_url: str
) -> ItemView:
    document, pages, drawing = frame.document, frame.pages, frame.drawing
    items = listed(pages.values(), frame.place.language)
    older, newer = items.get(near.older or 0), items.get(near.newer or 0)
    case = pages.get(document.case or 0)
    topics = sorted(
        (pages[pk].link for pk in document.topics if pk in pages), key=lambda link: link.label
    )
    lead = document.lead_picture
    made = drawing.renditions.get(lead.image or 0, {}) if lead else {}
    picture = SafeString()
    if lead and made:
        picture = picture_tag(made, IN_TEXT, lead.alt, sizes=LEAD_SIZES, fetchpriority="high")
    # An editor's choice first, then items of the same case, then those of the same offence that are
    # near in place and time.
    # An item with corrections asks one query more.
    earlier = earlier_editions_of(frame.place) if document.corrections else []
    near_by = [*near.of_crime_type_and_area, *near.of_crime_type]
    wanted = dict.fromkeys([*document.related, *near.of_case, *near_by])
    known = [items[pk] for pk in wanted if pk in items and pk != frame.place.page_id]
    now = timezone.now()
    related = beside(document, case, known, near.of_case, now)
    return ItemView(
        kind_label=str(KINDS[document.kind].label),
        kind_url=f"{archive_url}?kind={document.kind}",
        crime_types=names.links("crime_type", archive_url),
        areas=names.links("area", archive_url),
        published_at=document.published_at,
        stage=label(StageKind, document.stage),
        outcome=outcome_of(document, case, now),
        updates=update_views(document),
        corrections=_corrections(document, earlier),
        earlier_url=earlier[0].index_url if earlier else "",
        desk=desk_for(document.contact),
        related=[card(item) for item in related[:MOST_RELATED]],
        previous=older.link if older else None,
        next=newer.link if newer else None,
        back=back,
        case=case.link if case else None,
        topics=topics,
        picture=picture,
        notes=drawing.html(document.notes_to_editors),
        pack_url=_pack_url(frame.place),
    )


def _pack_url(place: Place) -> str:
    return reverse("press_pack", args=[place.page_id]) if place.edition_id else ""


def update_views(document: Document) -> list[Update]:
    """The updates of a document, with labels."""
    return [
        Update(one.at, one.stage, label(StageKind, one.stage), one.note) for one in document.updates
    ]


def _corrections(document: Document, earlier: Sequence[EarlierView]) -> list[CorrectionView]:
    known = {one.changed_at: one for one in earlier if one.is_readable}
    return [
        CorrectionView(one.at, one.note, known.get(one.at) if one.at else None)
        for one in document.corrections
    ]


def _speech(speech: Speech, frame: Frame, names: TermNames) -> SpeechView:
    offers = (frame.drawing.offer(row.document, row.description) for row in speech.documents)
    return SpeechView(
        text_label=label(SpeechText, speech.text_type),
        video=_video(speech),
        offers=[offered for offered in offers if offered],
        more=_more_speeches(frame, names),
    )


def _more_speeches(frame: Frame, names: TermNames) -> Link | None:
    """A link to the speaker's speeches, if the list of speeches is public."""
    language = frame.place.language
    lists = (page for page in frame.pages.values() if page.page_type == SPEECHES)
    index = next((page for page in lists if page.language == language), None)
    if names.speaker is None or index is None:
        return None
    said = gettext("All speeches by %(name)s") % {"name": names.speaker.name}
    return Link(said, f"{index.address}?speaker={names.speaker.slug}")


def _video(speech: Speech) -> Video | None:
    if not speech.video_url:
        return None
    notes = (label(Captions, speech.captions), label(Transcript, speech.transcript))
    host = urlsplit(speech.video_url).hostname or ""
    return Video(speech.video_url, host.removeprefix("www."), [note for note in notes if note])
