"""What an item says of the time after its publication: updates, and corrections."""

from datetime import datetime

from newsroom.documents.document import Document, Update

CORRECTION = "correction"
"""The stage of a correction among updates."""


def corrections_of(document: Document) -> tuple[tuple[datetime, str], ...]:
    """When the item was corrected, with the notes, newest first.

    Until decision 0046 an update could be a correction too.
    """
    own = [(one.at, one.note) for one in document.corrections if one.at]
    own += [(one.at, one.note) for one in document.updates if one.stage == CORRECTION]
    return tuple(sorted(own, reverse=True))


def later_notes(document: Document) -> tuple[Update, ...]:
    """Updates and corrections alike, newest first."""
    updates = [update for update in document.updates if update.stage != CORRECTION]
    updates += [Update(at, CORRECTION, note) for at, note in corrections_of(document)]
    return tuple(sorted(updates, key=lambda update: update.at, reverse=True))
