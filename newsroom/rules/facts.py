"""The input of the rules: `PageFacts` and `RuleContext`. Pure: no Django, no database.

`field` is the name of a form field, `place` the position in plain words for editors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from newsroom.documents.passages import Passage
from newsroom.rules.address_kinds import Kind
from newsroom.time_zones import LONDON


@dataclass(frozen=True)
class ShownPicture:
    """A picture that a page shows."""

    field: str
    place: str
    alt: str
    release_class: str
    """One of `PictureRecord.ReleaseClass`; empty when it has not been set."""
    decorative: bool = False
    block: int | None = None
    """The number of the body block that shows it, from 1; None outside the body."""


@dataclass(frozen=True)
class UnreadDocument:
    """A document that a page offers, of which a part could not be read when it was uploaded."""

    field: str
    place: str
    title: str
    why: str
    """The rest of a sentence: "it is protected by a password"."""
    part: str = ""
    """The part that was not read, such as "pages 3, 4"; empty for all of it."""
    block: int | None = None
    """The number of the body block that offers it, from 1; None outside the body."""


@dataclass(frozen=True)
class LinkTarget:
    """A page that a text links to."""

    field: str
    place: str
    title: str
    public: bool
    """Whether the page is public at the time of the check."""


@dataclass(frozen=True)
class TypedAddress:
    """An address in a text, of a link or within the words."""

    where: Passage
    text: str
    kind: Kind
    leads_to: bool | None = None
    """For an address of this site: whether readers find something there; None if nothing is there
    and the words may be no address at all, such as "/left/right/"."""


@dataclass(frozen=True)
class Name:
    """A protected name."""

    words: str
    """The name in clear text, with aliases, as it was entered."""
    source: str
    """The Act and court: "Contempt of Court Act 1981, section 11 (Leeds Crown Court)"."""
    in_scope: bool
    """Whether the order covers the page. On other pages the name may be of another person."""


@dataclass(frozen=True)
class OrderInForce:
    """A reporting restriction in force that withholds the page."""

    label: str
    """For example: "Section 4(2) order of Leeds Crown Court, until the verdict"."""
    source: str


@dataclass(frozen=True)
class Law:
    """A rule of law that applies from `since` to `until`, both included."""

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
    """The hours of the desk in London time: from `earliest` to `latest`, and at `also_at`."""

    earliest: time = time(6)
    latest: time = time(22)
    also_at: time | None = time(0, 1)


@dataclass(frozen=True)
class Approval:
    """The sign-offs of one digest. People are full names with user names; empty for nobody."""

    needed: bool = False
    contributors: tuple[str, ...] = ()
    """Who changed the page, a file or a fact of it since its last release.

    They may not clear or approve it.
    """
    lawyer: str = ""
    """Who gave legal clearance."""
    editor: str = ""
    """Who approved the content, or is now releasing it."""
    urgent: str = ""
    """Who released it urgently, with a reason and without clearance."""
    settled: bool = False
    """Whether another user has cleared the page since its urgent release."""
    embargo_moved_by: str = ""
    """Who moved the embargo earlier than others had agreed to; empty once somebody else agrees."""
    enters_force: bool = False
    """Whether the release puts a version of a document in force, or does so earlier."""
    changed: tuple[str, ...] = ()
    """The facts that have changed since sign-offs that no longer hold for that reason."""


@dataclass(frozen=True)
class WordChange:
    """What is said of a change of words that readers have had; all empty if nothing is."""

    kind: str = ""
    """One of `ChangeKind` in records/page_changes.py."""
    note: str = ""
    """For readers: what was wrong, and what is right."""
    reason: str = ""
    """For the record."""


@dataclass(frozen=True)
class PageFacts:
    """A page as input of the rules."""

    passages: tuple[Passage, ...] = ()
    file_passages: tuple[Passage, ...] = ()
    """What the files of its pictures said when they were uploaded. Only names are looked for."""
    document_passages: tuple[Passage, ...] = ()
    """What the documents say that it offers."""
    unread_documents: tuple[UnreadDocument, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    links: tuple[LinkTarget, ...] = ()
    addresses: tuple[TypedAddress, ...] = ()
    is_item: bool = False
    """Whether the archive lists the page. It then needs a crime type or a reason for none."""
    text: str | None = None
    """The whole text of the body of an item; None for other pages."""
    crime_types: tuple[str, ...] = ()
    stage: str = ""
    """One of `STAGES` in rules/contempt.py; empty when there is no case."""
    active: bool | None = None
    """An editor's statement whether proceedings are active; None without one."""
    sexual_offence: bool = False
    child_involved: bool = False
    orders: tuple[OrderInForce, ...] = ()
    names: tuple[Name, ...] = ()
    lack_of_desk: str = ""
    """What is missing of the press desk that it names, as part of a sentence; empty if nothing."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Valid check responses by the code of the rule: the user and the text."""
    approval: Approval = Approval()
    change: WordChange | None = None
    """What is said of the change; None if readers have had these words, or none of the page."""
    bundle: str = ""
    """The open release bundle that holds the page. Empty while that bundle is being released."""
    hold: str = ""
    """The hold for a verdict that keeps the page; empty when it is not held."""
    go_live_at: datetime | None = None
    """When the embargo ends, aware. Only while it is being set; None when it has ended."""


@dataclass(frozen=True)
class RuleContext:
    """The input of a rule besides the page: times, law and hours of the desk."""

    at: datetime
    """When the page would be public, aware."""
    now: datetime
    """The time of the check, aware."""
    laws: Sequence[Law]
    hours: DeskHours

    def law(self, code: str) -> list[Law]:
        """The rules of law with this code on the London day of `at`; may be empty.

        Raises LookupError when there is none with this code for any day.
        """
        known = [law for law in self.laws if law.code == code]
        if not known:
            raise LookupError(f"No rule of law is entered under “{code}”")
        day = self.at.astimezone(LONDON).date()
        return [law for law in known if law.applies(day)]
