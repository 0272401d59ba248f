"""What the front page shows above the list of all news, chosen at the moment of reading.

Editors choose stories, and the page keeps itself where they do not. What is chosen and not public
any more, or too old, makes way by itself: one query reads open editions and nothing else.

The lead story is the first chosen one that is public and not older than the editors' days. Without
one it is the newest story of weight: with a picture, and either a press release about a charge, a
verdict or a sentence, or a statement. Without one of these, it is the newest with a picture, or
else the newest story. Only the `MOST_RECENT` newest stories are looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import chain

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsroom.archive.result import Card, Link
from newsroom.choices import FrontSection
from newsroom.documents import canonical
from newsroom.documents.document import CaseRecord, CaseStage, FrontPage, Speech
from newsroom.documents.renditions import IN_TEXT
from newsroom.documents.shown import convicted
from newsroom.documents.stages import Stage
from newsroom.readers.cards import card, listed
from newsroom.readers.front_rows import FOR_MEDIA, MOST_RECENT, FrontRow, front_rows
from newsroom.readers.pictures import Renditions, picture_tag, renditions_of_each
from newsroom.readers.place import PublicPage
from newsroom.readers.speech_cards import SpeechCard

MOST_NEWEST = 5
MOST_CHOSEN = 3
MOST_SPEECHES = 3
MOST_CASES = 4

PLEADED = (Stage.PLEA, Stage.NOT_GUILTY_PLEA, Stage.GUILTY_PLEA)
BEFORE_COURT = (Stage.CHARGE, Stage.HEARING, *PLEADED, Stage.TRIAL, Stage.VERDICT, Stage.CONVICTED)
"""A case whose newest stage is one of these is in progress."""

LEAD_SIZES = "(min-width: 70rem) 660px, (min-width: 56rem) 58vw, calc(100vw - 30px)"
CHOSEN_SIZES = "(min-width: 56rem) 200px, 30vw"


@dataclass(frozen=True)
class Story:
    """The card of an item with its picture, which may be empty."""

    card: Card
    picture: SafeString = field(default_factory=SafeString)
    credit: str = ""


@dataclass(frozen=True)
class CaseLine:
    """A high-profile case: its page, what it waits for, and where it stands."""

    title: str
    url: str
    awaits: str
    """The label of what comes next; may be empty."""
    status: str


@dataclass
class FrontStories:
    """What stands above the list; reads the pages in one query and pictures in a second one."""

    front: FrontPage
    language: str
    linked: Sequence[int] = ()
    """Ids of the pages that the texts of the front page link to."""
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def _rows(self) -> dict[int, FrontRow]:
        """By page id: chosen, newest, said, linked, and those of the page types listed here."""
        found = front_rows(self.language, [*self.front.featured, *self.linked], self.now)
        return {row.page.page_id: row for row in found}

    @property
    def sections(self) -> list[str]:
        """The names of the sections in the editors' order."""
        return list(dict.fromkeys(self.front.sections or FrontSection.values))

    @property
    def pages(self) -> list[PublicPage]:
        """All pages that were read."""
        return [row.page for row in self._rows.values()]

    @cached_property
    def _items(self) -> list[FrontRow]:
        """The items among them in this language, newest first."""
        items = listed(self.pages, self.language)
        found = [self._rows[pk] for pk in items]
        return sorted(found, key=lambda row: (_date(row), row.page.page_id), reverse=True)

    @cached_property
    def _chosen(self) -> list[FrontRow]:
        """The chosen stories that are public and not older than the editors' days, in order."""
        since = self.now - timedelta(days=self.front.lead_days)
        by_id = {row.page.page_id: row for row in self._items if _date(row) > since}
        return [by_id[pk] for pk in self.front.featured if pk in by_id][:MOST_CHOSEN]

    @cached_property
    def _lead(self) -> FrontRow | None:
        recent = self._items[:MOST_RECENT]
        of_weight = (row for row in recent if row.has_weight)
        pictured = (row for row in recent if row.picture)
        return next(chain(self._chosen, of_weight, pictured, recent), None)

    @cached_property
    def _newest(self) -> list[FrontRow]:
        top = self._ids(self._lead, *self._chosen)
        return [row for row in self._items if row.page.page_id not in top][:MOST_NEWEST]

    @cached_property
    def _said(self) -> list[FrontRow]:
        """The speeches given last that stand nowhere above; none if there is no such section."""
        if FrontSection.SPEECHES not in self.sections:
            return []
        above = self._ids(self._lead, *self._chosen, *self._newest)
        others = [row for row in self._items if row.speech and row.page.page_id not in above]
        return sorted(others, key=_day_of_speech, reverse=True)[:MOST_SPEECHES]

    @staticmethod
    def _ids(*rows: FrontRow | None) -> set[int]:
        return {row.page.page_id for row in rows if row}

    @cached_property
    def _renditions(self) -> dict[int, Renditions]:
        """The renditions of the stories that have a picture, by edition; at most one query."""
        shown = [row for row in (self._lead, *self._chosen) if row and row.picture]
        editions = list(dict.fromkeys(row.edition for row in shown))
        return dict(renditions_of_each(editions)) if editions else {}

    @property
    def lead(self) -> Story | None:
        """The lead story; None if there are no stories."""
        if self._lead is None:
            return None
        return self._story(self._lead, LEAD_SIZES, fetchpriority="high")

    @property
    def newest(self) -> list[Card]:
        """The newest stories that do not stand at the top already."""
        return [card(row.page) for row in self._newest]

    @property
    def chosen(self) -> list[Story]:
        """The chosen stories that do not lead."""
        others = [row for row in self._chosen if row is not self._lead]
        return [self._story(row, CHOSEN_SIZES, loading="lazy") for row in others]

    def _story(self, row: FrontRow, sizes: str, **attrs: str) -> Story:
        picture = row.picture
        made = self._renditions.get(row.edition, {}).get(picture.image or 0) if picture else None
        if picture is None or not made:
            return Story(card(row.page))
        tag = picture_tag(made, IN_TEXT, picture.alt, sizes=sizes, **attrs)
        return Story(card(row.page), tag, picture.credit)

    @property
    def speeches(self) -> list[SpeechCard]:
        """The cards of the speeches."""
        return [_speech_card(row) for row in self._said]

    @property
    def cases(self) -> list[CaseLine]:
        """Cases in progress: first those that await sentence, then trials; newest stage first."""
        today = timezone.localdate(self.now)
        ranked = []
        for row in self._rows.values():
            if row.page.page_type == "case" and row.page.language == self.language:
                record = canonical.decode(CaseRecord, row.case_record or {})
                past = sorted(_past(record.stages, today), key=lambda stage: stage[0])
                rank, awaits = _awaits(past, today)
                newest = past[-1][0].toordinal() if past else 0
                line = CaseLine(row.page.title, row.page.address, awaits, record.status)
                if rank is not None:
                    ranked.append(((rank, -newest, -row.page.page_id), line))
        return [line for _rank, line in sorted(ranked, key=lambda each: each[0])][:MOST_CASES]

    @property
    def notices(self) -> list[str]:
        """The notices whose last day is not over."""
        today = timezone.localdate(self.now)
        return [one.text for one in self.front.notices if one.until and today <= one.until]

    @property
    def topics(self) -> list[PublicPage]:
        """The topics by name."""
        return sorted(self._of_types("topic"), key=lambda page: page.title)

    @property
    def case_index(self) -> str:
        """The address of the list of all cases; empty if it is not public."""
        return next((page.address for page in self._of_types("case-index")), "")

    @property
    def speech_index(self) -> str:
        """The address of the list of all speeches; empty if it is not public."""
        return next((page.address for page in self._of_types("speech-index")), "")

    @property
    def for_media(self) -> list[Link]:
        """What journalists need."""
        return [page.link for page in self._of_types(*FOR_MEDIA)]

    def _of_types(self, *types: str) -> list[PublicPage]:
        """The pages of these types in this language, oldest first."""
        own = (page for page in self.pages if page.page_type in types)
        return sorted((page for page in own if page.language == self.language), key=_page_id)

    @property
    def addresses(self) -> set[str]:
        """The addresses of all items that are shown: none of them is shown again in the list."""
        rows = (self._lead, *self._chosen, *self._newest, *self._said)
        return {row.page.address for row in rows if row}


def _page_id(page: PublicPage) -> int:
    return page.page_id


def _date(row: FrontRow) -> datetime:
    return row.page.date or datetime.min.replace(tzinfo=UTC)


def _speech_card(row: FrontRow) -> SpeechCard:
    speech: Speech = canonical.decode(Speech, row.speech or {})
    day = _day_of_speech(row)
    return SpeechCard(
        row.page.title, row.page.address, "", day, speech.speaker, speech.event, speech.place
    )


def _day_of_speech(row: FrontRow) -> date:
    said = (row.speech or {}).get("delivered_on")
    return date.fromisoformat(said) if said else timezone.localdate(_date(row))


def _past(stages: Iterable[CaseStage], today: date) -> Iterator[tuple[date, str]]:
    return ((stage.day, stage.kind) for stage in stages if stage.day and stage.day <= today)


def _awaits(past: Sequence[tuple[date, str]], today: date) -> tuple[int | None, str]:
    """A rank and a label by the stages of a case until today, sorted by day; None if it is over."""
    last = past[-1][1] if past else ""
    if last in (Stage.GUILTY_PLEA, Stage.CONVICTED) and convicted(past, today):
        return 0, gettext("Awaiting sentence")
    if last == Stage.TRIAL:
        return 1, gettext("Trial in progress")
    return (2 if last in BEFORE_COURT else None), ""
