"""Rules of versions: when one may be published, and which one is in force on which day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from newsroom.choices import VersionStatus as Status
from newsroom.readers.versions.in_force import AGREED, open_end

if TYPE_CHECKING:
    from newsroom.pages.versions.version_pages import VersionPage

DAY = timedelta(days=1)


FIXED = ("title", "slug", "version_label", "agreed_by", "body", "document")
"""Fields that cannot change once a version was published as agreed, unless they are empty."""

type Problem = tuple[str | None, Any]

WORDS_ARE_FIXED = _(
    "The words of this version have been in force and cannot be changed. "
    "Add a new version and publish it as in force: it ends this one."
)
STAYS_AGREED = _("A version that has been in force cannot become a draft again.")
BEGAN = _("The day on which a version came into force cannot be changed afterwards.")
FROM_NEEDED = _("Say from which day this version is in force.")
TO_NEEDED = _("Say until which day this version was in force.")
DRAFT_IS_UNDATED = _("A draft for consultation is not in force: leave this empty.")
ENDS_TOO_EARLY = _("A version cannot end before it comes into force.")


def is_fixed(stored: "VersionPage | None") -> bool:
    """Whether the stored version has ever been published as agreed."""
    if stored is None:
        return False
    # Versions that predate `fixed_at` count as fixed if they are public.
    return stored.fixed_at is not None or (stored.live and stored.status in AGREED)


def changes_of_fixed(version: "VersionPage", stored: "VersionPage | None") -> Iterator[Problem]:
    """The refused changes of a version that has been in force."""
    if stored is None or not is_fixed(stored):
        return
    if any(_said(version, name) != _said(stored, name) for name in FIXED if _said(stored, name)):
        yield None, WORDS_ARE_FIXED
    if version.status not in AGREED:
        yield "status", STAYS_AGREED
    began = stored.in_force_from is not None and stored.in_force_from <= timezone.localdate()
    if began and version.in_force_from != stored.in_force_from:
        yield "in_force_from", BEGAN


def problems(version: "VersionPage", others: Sequence["VersionPage"]) -> Iterator[Problem]:
    """Why the version may not be live beside the other live versions of its document."""
    if version.status not in AGREED:
        for name in ("in_force_from", "in_force_to"):
            if getattr(version, name):
                yield name, DRAFT_IS_UNDATED
        return
    if version.in_force_from is None:
        yield "in_force_from", FROM_NEEDED
        return
    if version.status == Status.SUPERSEDED and version.in_force_to is None:
        yield "in_force_to", TO_NEEDED
        return
    if version.in_force_to and version.in_force_to < version.in_force_from:
        yield "in_force_to", ENDS_TOO_EARLY
        return
    ended = superseded_by(version, others)
    for other in others:
        if not (ended and other is ended[0]) and _overlap(version, other):
            yield _clash(version, other)
            return


def superseded_by[Version: "VersionPage"](
    version: "VersionPage", others: Sequence[Version]
) -> tuple[Version, date] | None:
    """The open-ended version that this one supersedes, and its last day."""
    if version.status not in (Status.IN_FORCE, Status.REVISING) or version.in_force_from is None:
        return None
    for other in others:
        open_ended = other.status in AGREED - {Status.SUPERSEDED} and other.in_force_to is None
        if open_ended and other.in_force_from and other.in_force_from < version.in_force_from:
            return other, version.in_force_from - DAY
    return None


def _overlap(version: "VersionPage", other: "VersionPage") -> bool:
    if other.status not in AGREED or version.in_force_from is None:
        return False
    begins, ends = other.in_force_from or date.min, other.in_force_to or open_end(other)
    return begins <= (version.in_force_to or date.max) and version.in_force_from <= ends


def _clash(version: "VersionPage", other: "VersionPage") -> Problem:
    names = {"title": other.version_label or other.title}
    begins = other.in_force_from or date.min
    if version.in_force_from is not None and version.in_force_from < begins:
        names["day"] = date_format(begins, "j F Y")
        message = _("“%(title)s” is in force from %(day)s: this version must end before.")
        return "in_force_to", message % names
    if other.in_force_to:
        names["day"] = date_format(other.in_force_to, "j F Y")
        message = _("“%(title)s” is in force until %(day)s: two cannot be in force at once.")
    else:
        message = _("“%(title)s” is in force already: two cannot be in force at once.")
    return "in_force_from", message % names


def _said(version: "VersionPage", name: str) -> Any:
    """The value of a fixed field in a form that can be compared."""
    if name == "document":
        return version.document_id
    if name == "body":
        return [
            (block.block_type, block.id, _without_ids(block.block.get_prep_value(block.value)))
            for block in version.body
        ]
    return getattr(version, name)


def _without_ids(value: Any) -> Any:
    """A stored value without the block ids in it, which readers do not see."""
    if isinstance(value, dict):
        return {name: _without_ids(part) for name, part in value.items() if name != "id"}
    return [_without_ids(part) for part in value] if isinstance(value, list) else value
