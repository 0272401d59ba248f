"""Which version of a document is in force on a day, and the labels of its status."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.choices import VersionStatus as Status

DAY = timedelta(days=1)

AGREED = {Status.IN_FORCE, Status.REVISING, Status.SUPERSEDED}
"""The statuses of an agreed version, whose text is fixed."""


class DatedVersion(Protocol):
    """A version, either as a page or as read from an edition."""

    @property
    def status(self) -> str: ...
    @property
    def in_force_from(self) -> date | None: ...
    @property
    def in_force_to(self) -> date | None: ...


def is_in_force(version: DatedVersion, day: date) -> bool:
    """Whether the version is in force on that day."""
    if version.status not in AGREED or version.in_force_from is None:
        return False
    return version.in_force_from <= day <= (version.in_force_to or open_end(version))


def status_on(version: DatedVersion, day: date) -> tuple[str, Any]:
    """The version's status on that day: its code and its label for readers."""
    if version.status not in AGREED:
        return Status.CONSULTATION, Status.CONSULTATION.label
    if version.in_force_from and version.in_force_from > day:
        return "coming", _("Agreed, not yet in force")
    # An old version may have no dates.
    undated = version.in_force_from is None and version.status != Status.SUPERSEDED
    if undated or is_in_force(version, day):
        revising = version.status == Status.REVISING
        status = Status.REVISING if revising else Status.IN_FORCE
        return status, status.label
    return Status.SUPERSEDED, Status.SUPERSEDED.label


def in_force_on[Version: DatedVersion](versions: Iterable[Version], day: date) -> Version | None:
    """The version that is in force on that day."""
    return next((version for version in versions if is_in_force(version, day)), None)


def in_force_now[Version: DatedVersion](versions: Sequence[Version]) -> Version | None:
    """The version that is in force today."""
    today = timezone.localdate()
    now = (Status.IN_FORCE, Status.REVISING)
    current = (version for version in versions if status_on(version, today)[0] in now)
    return in_force_on(versions, today) or next(current, None)


def open_end(version: DatedVersion) -> date:
    """The last day of a version without `in_force_to`.

    If it is superseded, its end is unknown, so it counts as in force on no day.
    """
    if version.status == Status.SUPERSEDED and version.in_force_from:
        return version.in_force_from - DAY
    return date.max
