"""The public pages from which the front page is made, read in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsroom.archive.around import newest_items
from newsroom.archive.index import Kind
from newsroom.documents import canonical
from newsroom.documents.blocks import Picture
from newsroom.documents.stages import Stage
from newsroom.editions.models import Edition
from newsroom.editions.open_rows import OPEN, open_rows
from newsroom.readers.place import COLUMNS, PublicPage
from newsroom.rows import slots

MOST_RECENT = 20
"""Among so many of the newest stories the lead story is looked for."""
MOST_SPEECHES_READ = 12
"""More than are shown, because some may stand above them."""
MOST_CASES_READ = 30
"""The cases that changed last, among which those to show are chosen."""

FOR_MEDIA = ("press-office", "protocol", "social-media-policy")
LISTED_TYPES = ("topic", "case-index", "speech-index", *FOR_MEDIA)
"""Page types of which all public pages are read. There are few of them."""

OF_WEIGHT = (Stage.CHARGE, Stage.VERDICT, Stage.SENTENCE)

OF_DOCUMENT = ("stage", "lead_picture", "speech", "case_record")
EDITIONS = Edition._meta.db_table
OF_PAGES = f"SELECT page_id FROM {EDITIONS} WHERE page_id"  # noqa: S608 - as below
OF_TYPES = f"""
    SELECT page_id FROM {EDITIONS}
    WHERE kind = '' AND language = %s AND page_type IN ({slots(LISTED_TYPES)})
"""  # noqa: S608 - the name of our own table
CHANGED_CASES = f"""
    SELECT page_id FROM (
        SELECT page_id FROM {EDITIONS}
        WHERE kind = '' AND language = %s AND page_type = 'case' AND {OPEN}
        ORDER BY opens_at DESC, page_id DESC LIMIT %s
    ) cases
"""  # noqa: S608 - the name of our own table


@dataclass(frozen=True)
class FrontRow:
    """One public page as the front page needs it. The documents' fields are stored data."""

    page: PublicPage
    edition: int
    stage: str | None
    lead_picture: dict[str, Any] | None
    speech: dict[str, Any] | None
    case_record: dict[str, Any] | None

    @property
    def picture(self) -> Picture | None:
        """The lead picture, if there is a file."""
        stored = self.lead_picture or {}
        return _picture(stored) if stored.get("image") else None

    @property
    def has_weight(self) -> bool:
        """Whether the story may lead without having been chosen."""
        spoken = self.page.kind == Kind.CPS_SAYS
        return self.picture is not None and (spoken or self.stage in OF_WEIGHT)


def front_rows(language: str, named: list[int], now: datetime) -> list[FrontRow]:
    """The public pages that the front page may show, and the named ones; needs one query.

    The newest items, the speeches given last, the cases that changed last and the pages of the
    listed types are of this language.
    """
    newest, values = newest_items(language, MOST_RECENT, MOST_SPEECHES_READ)
    parts = [newest, OF_TYPES, CHANGED_CASES]
    values += [language, *LISTED_TYPES, language, now, now, MOST_CASES_READ]
    if named:
        parts.append(f"{OF_PAGES} IN ({slots(named)})")
        values += named
    columns = (*COLUMNS, "id", *(f"document__{name}" for name in OF_DOCUMENT))
    found = open_rows(columns, f"page_id IN ({' UNION ALL '.join(parts)})", values)
    split = len(COLUMNS)
    return [FrontRow(PublicPage(*row[:split]), *row[split:]) for row in found]


def _picture(stored: dict[str, Any]) -> Picture:
    values = {name: value for name, value in stored.items() if name != canonical.BLOCK}
    picture: Picture = canonical.decode(Picture, values)
    return picture
