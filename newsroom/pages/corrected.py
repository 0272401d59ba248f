"""The base class of items: what somebody says of a change of words that readers have had.

The words for it are fields of the page, so that they are in the draft, the preview, the gate and
the digest with the words that they are about. Their release makes a row of them that is kept
(gate/page_changes.py). From then on the fields say nothing any more, because `change_number` is the
number of that row.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.documents.document import Correction
from newsroom.gate.remembered import remembered_of
from newsroom.pages.proceedings import ProceedingsPage
from newsroom.records.page_changes import ChangeKind, DeclaredChange, PageChange
from newsroom.records.redaction import NOTE_WITHHELD


class CorrectedPage(ProceedingsPage):
    """A page whose changes are declared once readers have had it."""

    change_kind = models.CharField(
        _("what the change is"),
        max_length=10,
        choices=ChangeKind,
        blank=True,
        default="",
        db_default="",
        help_text=_("What has happened since is neither: write an update."),
    )
    change_note = models.TextField(
        _("correction, for readers"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "What was wrong, and what is right, for example: “An earlier version said that he was "
            "14. He is 41.” Readers see it on the page, with the day, and in the list of "
            "corrections. It cannot be changed afterwards."
        ),
    )
    change_reason = models.TextField(
        _("reason for a small change"),
        blank=True,
        default="",
        db_default="",
        help_text=_("It is kept under your name. Readers do not see it."),
    )
    change_keeps_earlier = models.BooleanField(
        _("readers may go on reading what the page said before"),
        default=False,
        db_default=False,
        help_text=_(
            "Only if every word of it may be repeated: no name and no sentence that the law or a "
            "court wants gone. The checks look at it again. Otherwise the earlier words are "
            "withheld for good, with all earlier ones that readers may still read."
        ),
    )
    change_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """The number of the change that the fields are about; 0 if they are about none."""
    change_keeps_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """The number of the change for which somebody ticked `change_keeps_earlier`.

    Two versions that are put together may have the number of one and the tick of the other.
    """

    class Meta:
        abstract = True

    @property
    def declared_change(self) -> DeclaredChange | None:
        """What is said of these words; None if nothing is, or if it has been released."""
        return self._declared_after(self._changes) if self.change_kind else None

    @property
    def changes_released(self) -> int:
        """How many changes have been released."""
        return _count(self._changes)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections, newest first: that of these words, which has no moment yet, and others.

        An alias has those of its source.
        """
        rows = self._changes
        known = [Correction(row.at, row.note) for row in rows if row.kind == ChangeKind.CORRECTION]
        declared = self._declared_after(rows)
        if declared and declared.kind == ChangeKind.CORRECTION and declared.note:
            known.insert(0, Correction(None, declared.note))
        return tuple(known)

    def _declared_after(self, rows: list[PageChange]) -> DeclaredChange | None:
        if not self.change_kind or self.change_number <= _count(rows):
            return None
        words = (self.change_kind, self.change_note.strip(), self.change_reason.strip())
        keeps = self.change_keeps_earlier and self.change_keeps_number == self.change_number
        return DeclaredChange(self.change_number, *words, keeps_earlier=keeps)

    def _is_about(self, row: PageChange) -> bool:
        """Whether the fields say what is kept of a released change."""
        if row.kind == ChangeKind.CORRECTION:
            return (self.change_kind, self.change_note.strip()) == (row.kind, row.note)
        kept = (self.change_reason.strip(), NOTE_WITHHELD)
        return self.change_kind == row.kind and row.reason in kept

    @property
    def _changes(self) -> list[PageChange]:
        """The released changes, newest first. An alias has those of its source."""
        source: Any = self.alias_of if self.alias_of_id else self
        if not source.pk or not (self.live or self.first_published_at):
            # Nothing of it has been released.
            return []
        return remembered_of(self, "changes", lambda: list(source.changes.all()))

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft; words for a change that are none of a released one are about the next.

        Two versions that were put together have the number of one, and the words of the other.
        """
        if self.change_kind and self.declared_change is None:
            rows = self._changes
            if not any(self._is_about(row) for row in rows if row.number == self.change_number):
                self.change_number = _count(rows) + 1
        return super().save_revision(*args, **kwargs)

    save_revision.alters_data = True  # type: ignore[attr-defined]

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "corrections": self.corrections}


def _count(rows: list[PageChange]) -> int:
    return max((row.number for row in rows), default=0)
