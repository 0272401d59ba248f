"""Facts that the rules are told and that are in no document, and whether they are as they were.

A sign-off is valid for one digest, and for these facts as well: what a page's pictures show, where
its case stands, and whom the law protects. They are in records of their own, so they can change
while the digest stays the same.

Not included are: the clock; rules of law; reporting restrictions, which name_answers.py and
`ValidQuerySet` look after; and whether the target of a link is public, which is asked at each
release.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.core import signing

from newsroom.documents.canonical import dumps
from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.gate.checked_page import CheckedPage
from newsroom.records.approvals import SignOffRecord
from newsroom.records.picture_records import PictureRecord

type Facts = dict[str, Any]
"""Facts by name, as JSON data."""

PICTURES = "pictures"
EMBARGO = "embargo"
"""When the embargo ended that was signed off: see gate/moved_embargo.py."""
UPDATES, PUBLIC_UPDATES = "updates", "public_updates"
UNKNOWN = "it is not known what the checks were told then"
_CALLED = {
    "stage": "where the case stands",
    UPDATES: "where the case stands, by an update",
    "sexual_offence": "whether a sexual offence is alleged or proved",
    "child_involved": "whether a child or young person is involved",
    PICTURES: "what a picture shows",
}


def outside_facts(page: CheckedPage, document: Document | None = None) -> Facts:
    """The facts of the page, as it is in memory. `document` is built if not given.

    Empty for a page that is not a `CheckedPage`.
    """
    if not hasattr(page, "as_document"):
        return {}
    document = document or page.as_document()
    ends = page.go_live_at.isoformat() if page.go_live_at else ""
    return {**page.facts_of_records, PICTURES: _picture_facts(document), EMBARGO: ends}


def stands(row: SignOffRecord, now: Facts) -> bool:
    """Whether the facts are those for which this sign-off was given. Unknown facts are not."""
    return row.facts is not None and _counting(row.facts, now) == _counting(now, now)


def stamp(facts: Facts) -> str:
    """A short text that differs when the facts differ, for forms about what was shown with them."""
    return hashlib.sha256(dumps(_counting(facts, facts)).encode()).hexdigest()[:16]


def on_screen(facts: Facts) -> str:
    """The facts as a signed value for a form, which sends back what its reader was shown."""
    return signing.dumps(facts, salt=__name__)


def changes_since_shown(shown: str, now: Facts) -> tuple[str, ...]:
    """What has changed since a form with this value was opened, in words; empty if nothing has."""
    try:
        return _changes(signing.loads(shown, salt=__name__), now)
    except signing.BadSignature:
        return (UNKNOWN,)


def changes(row: SignOffRecord, now: Facts) -> tuple[str, ...]:
    """What has changed since this sign-off, in words for editors; empty when it stands."""
    return (UNKNOWN,) if row.facts is None else _changes(row.facts, now)


def _changes(before: Facts, now: Facts) -> tuple[str, ...]:
    before, now = _counting(before, now), _counting(now, now)
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return tuple(
        words
        for name in sorted(names)
        for words in (
            _of_pictures(before.get(name) or {}, now.get(name) or {})
            if name == PICTURES
            else [_CALLED.get(name, name)]
        )
    )


def _counting(facts: Facts, now: Facts) -> Facts:
    """The facts that a sign-off rests on: without updates that are public now.

    Without the embargo too: moved later, it needs no new sign-off.
    """
    public = now.get(PUBLIC_UPDATES, ())
    waiting = [update for update in facts.get(UPDATES, ()) if update not in public]
    kept = {name: facts[name] for name in facts if name not in (PUBLIC_UPDATES, EMBARGO)}
    return kept | {UPDATES: waiting}


def _picture_facts(document: Document) -> dict[str, list[str]]:
    """The class of each picture that the page shows, and a hash of what its file said, by id."""
    ids = {use.file for use in files(document) if use.kind == "picture"}
    records = PictureRecord.objects.filter(pk__in=ids) if ids else ()
    known = {record.pk: [record.release_class, _hash(record.file_words)] for record in records}
    return {str(pk): known.get(pk, ["", ""]) for pk in sorted(ids)}


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() if words else ""


def _of_pictures(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> Iterator[str]:
    for pk in sorted({*before, *now}):
        was, said = before.get(pk, ["", ""])
        is_now, says = now.get(pk, ["", ""])
        if was != is_now:
            yield f"what a picture shows (it was {_class(was)}, and is {_class(is_now)})"
        elif said != says:
            yield "what the file of a picture says"


def _class(value: str) -> str:
    """The class of a picture in words, as part of a sentence: "a place, a building …"."""
    if value not in PictureRecord.ReleaseClass.values:
        return "not said"
    label = str(PictureRecord.ReleaseClass(value).label)
    is_acronym = label[1].isupper()
    return label if is_acronym else label[0].lower() + label[1:]
