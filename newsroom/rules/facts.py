"""What the rules are told of a page before it may be public. Pure: no Django, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from newsroom.documents.passages import Passage

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class ShownPicture:
    """A picture that a page shows."""

    field: str
    place: str
    alt: str
    release_class: str
    """One of `PictureRecord.ReleaseClass`, empty when nobody has said what the picture shows."""
    decorative: bool = False
    block: int | None = None
    """The number of the block of the body that shows it."""


@dataclass(frozen=True)
class LinkTarget:
    """A page that a text links to."""

    field: str
    place: str
    title: str
    public: bool
    """Whether readers can open it at the moment the text is released."""


@dataclass(frozen=True)
class Name:
    """A name that must not appear."""

    words: str
    source: str
    """What protects it: "Contempt of Court Act 1981, section 11 (order of Leeds Crown Court)"."""
    in_scope: bool
    """Whether the page belongs to what the order is about; elsewhere it may be another person."""


@dataclass(frozen=True)
class OrderInForce:
    """A reporting restriction that holds everything back about the page or its case."""

    label: str
    """For example: "Section 4(2) order of Leeds Crown Court, until the verdict"."""
    source: str


@dataclass(frozen=True)
class Law:
    """From when until when a rule of law applies, and what it says of active proceedings."""

    code: str
    source: str
    since: date
    until: date | None = None
    active_from: str = ""
    """The stage from which proceedings are active: arrest or charge. Only for contempt."""

    def applies(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class DeskHours:
    """When the desk lets things go out: from the earliest to the latest, and at `also_at`."""

    earliest: time = time(6)
    latest: time = time(22)
    also_at: time | None = time(0, 1)


@dataclass(frozen=True)
class Approval:
    """Who has stood up for exactly these words."""

    needed: bool = False
    last_editor: str = ""
    """Who last changed the words; they may not approve them."""
    lawyer: str = ""
    """Who gave legal clearance to exactly these words."""
    editor: str = ""
    """Who approved, or is now releasing, exactly these words."""
    urgent: str = ""
    """Who releases them urgently, without clearance, with a reason."""
    settled: bool = False
    """Whether somebody else has cleared the page since it was released urgently."""


@dataclass(frozen=True)
class PageFacts:
    """A page as the rules see it."""

    passages: tuple[Passage, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    links: tuple[LinkTarget, ...] = ()
    is_item: bool = False
    """An item of the archive: it needs a crime type or a reason."""
    crime_types: tuple[str, ...] = ()
    stage: str = ""
    """One of `proceedings.STAGES`; empty when there is no case."""
    active: bool | None = None
    """What an editor says of the proceedings, where the stage does not tell: None is unknown."""
    sexual_offence: bool = False
    child_involved: bool = False
    orders: tuple[OrderInForce, ...] = ()
    names: tuple[Name, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    """Code of a finding: who answered it, and what. Only answers that hold for these words."""
    approval: Approval = Approval()
    go_live_at: datetime | None = None
    """The embargo's end, aware; only while it is being set, not when it has come."""


@dataclass(frozen=True)
class RuleContext:
    """What a rule may know besides the page."""

    at: datetime
    """When the page would be public, aware."""
    now: datetime
    laws: Sequence[Law]
    hours: DeskHours

    def law(self, code: str) -> list[Law]:
        """What applies under this code on the day the page would be public; perhaps nothing.

        Raises LookupError when nobody has ever said from when it applies.
        """
        known = [law for law in self.laws if law.code == code]
        if not known:
            raise LookupError(f"No rule of law is entered under “{code}”")
        day = self.at.astimezone(LONDON).date()
        return [law for law in known if law.applies(day)]
