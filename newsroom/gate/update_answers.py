"""Answers about protected names in updates. Each settles the names in one update, and no others.

The note of a public update is part of the document of its page, so it is read whenever the page is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, note_passage
from newsroom.gate.name_answers import NAME_RULES, finds, is_outdated
from newsroom.records.approvals import CheckResponse
from newsroom.records.item_updates import digest_of_update
from newsroom.records.restrictions import ProtectedName
from newsroom.rules.facts import Name


def without_settled_notes(
    read: Iterable[Passage],
    page: Any,
    document: Document,
    page_digest: str,
    names: Mapping[ProtectedName, Name],
) -> tuple[Passage, ...]:
    """The passages without the notes of updates in which every protected name is answered for.

    - `read`: passages of the document; `page_digest` is its digest.
    - `names`: the names that are looked for.
    """
    notes = {digest_of_update(update, page_digest): update for update in document.updates}
    if not notes or not names:
        return tuple(read)
    own = {page.pk, page.alias_of_id} - {None}
    rows = CheckResponse.objects.filter(page_id__in=own, digest__in=notes).order_by("at", "pk")
    given = {(row.digest, row.code): row for row in rows}
    settled = {
        note_passage(update)
        for digest, update in notes.items()
        if _is_settled(digest, note_passage(update), given, names)
    }
    return tuple(passage for passage in read if passage not in settled)


def _is_settled(
    digest: str,
    note: Passage,
    given: Mapping[tuple[str, str], CheckResponse],
    names: Mapping[ProtectedName, Name],
) -> bool:
    found = [rule for rule in NAME_RULES if finds(rule, (note,), tuple(names.values()))]
    answers = [given.get((digest, rule.code)) for rule in found if rule.can_be_answered]
    return len(answers) == len(found) > 0 and all(
        answer is not None and not is_outdated(rule, (note,), names, answer)
        for rule, answer in zip(found, answers, strict=True)
    )
