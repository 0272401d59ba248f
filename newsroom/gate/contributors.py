"""Who has changed what readers would get of a page since it was last released.

None of them is the second pair of eyes: they may neither clear nor approve it. What counts are the
words, by the revisions of the page, and the files and facts that it uses, by `FactChange`.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.page_facts import digest_of
from newsroom.records.approvals import UrgentRelease
from newsroom.records.fact_changes import FactChange
from newsroom.records.release_log import ReleaseLog

type People = frozenset[Any]

_Subject = FactChange.Subject


def contributors(page: CheckedPage, document: Document, content_digest: str) -> People:
    """The users who changed the page, a file or a fact of it since its last release.

    - `document`: the content of the page, and `content_digest` the digest of it.

    A release without clearance does not count until somebody else has cleared it. An alias has no
    revisions, so those of its source count. May read every revision since the last release.
    """
    source = page.alias_of or page
    releases = _cleared_releases(source.pk)
    earlier = set(releases.exclude(digest=content_digest).values_list("digest", flat=True))
    begun = source.revisions.order_by("created_at").values_list("created_at", flat=True)
    since = releases.values_list("at", flat=True).first() or begun.first()
    people = _writers(source, earlier)
    if since is not None:
        people |= _changed_files_and_facts(page, document, since)
    return frozenset(people - {None})


def changed_by(page: CheckedPage) -> People:
    """`contributors` of the page as it is in memory."""
    document = page.as_document()
    return contributors(page, document, digest_of(page, document))


def _cleared_releases(page_id: int) -> QuerySet[ReleaseLog]:
    """The releases of the page, newest first, without urgent ones that nobody has cleared since."""
    uncleared = UrgentRelease.objects.unsettled().filter(page_id=page_id).values("digest")
    released = ReleaseLog.objects.filter(event=ReleaseLog.Event.RELEASED, page_id=page_id)
    return released.exclude(digest="").exclude(digest__in=uncleared)


def _writers(source: Any, released: set[str]) -> set[Any]:
    """The authors of revisions that changed the words, back to a version that was released.

    A revision that changes nothing, such as one made by publishing, makes nobody an author. If no
    version was released, the owner of the page is one of them.
    """
    revisions = source.revisions.order_by("-created_at", "-pk").select_related("user")
    if not released and source.revisions.order_by().values("user").distinct().count() == 1:
        # All that counts is by one person, whatever each revision changed: none need be read.
        return {revisions.defer("content").first().user, source.owner}
    writers: set[Any] = set()
    newer: tuple[str, Any] | None = None
    for revision in revisions:
        digest = digest_of(revision.as_object())
        if newer and newer[0] != digest:
            writers.add(newer[1])
        if digest in released:
            return writers
        newer = (digest, revision.user)
    return writers | {newer[1] if newer else source.owner, source.owner}


def _changed_files_and_facts(page: CheckedPage, document: Document, since: datetime) -> set[Any]:
    """The users who changed a file or a fact that the page uses after this moment."""
    used = Q()
    for subject, ids in _subjects(page, document):
        used |= Q(subject=subject, subject_id__in=ids)
    changes = FactChange.objects.filter(used, at__gt=since).select_related("by")
    return {change.by for change in changes}


def _subjects(page: CheckedPage, document: Document) -> list[tuple[str, set[int]]]:
    """What the page uses, as subjects and ids of `FactChange`."""
    uses = list(files(document))
    speaker = document.speech and document.speech.speaker
    pages = {page.pk, page.alias_of_id, document.case}
    return [
        (_Subject.PICTURE, {use.file for use in uses if use.kind == "picture"}),
        (_Subject.DOCUMENT, {use.file for use in uses if use.kind == "document"}),
        (_Subject.PAGE, pages - {None}),
        (_Subject.CRIME_TYPE, set(document.crime_types)),
        (_Subject.AREA, set(document.areas)),
        (_Subject.CONTACT, {document.contact} if document.contact else set()),
        (_Subject.SPEAKER, {speaker.id} if speaker and speaker.id else set()),
    ]
