"""After any sequence of what a desk does, what is open is exactly what should be public.

`tests/desk_model.py` says what that is, `tests/desk_steps.py` what is done; the database is held
against it after each step. An ordinary run tries a few short sequences. `EDITIONS_SEEDS=200
EDITIONS_STEPS=30` tries that many of that length, from `EDITIONS_FIRST_SEED` on.
"""

import os
from random import Random

import pytest
import time_machine

from newsroom.archive.overdue import overdue
from newsroom.archive.rebuild_index import differences
from newsroom.archive.selection import Selection
from newsroom.documents.file_uses import files
from newsroom.documents.renditions import FILTERS
from newsroom.gate.reconciling import found_differences
from newsroom.models import Edition, EditionFile, NewsItemPage, OldAddress
from tests.desk_model import START, Desk
from tests.desk_steps import STEPS, draft, publish, run_timer
from tests.factories import crime_type

pytestmark = pytest.mark.django_db

FIRST = int(os.environ.get("EDITIONS_FIRST_SEED", "0"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("EDITIONS_SEEDS", "2")))
LENGTH = int(os.environ.get("EDITIONS_STEPS", "10"))


def hold_against_the_model(desk: Desk, told: str) -> None:
    wanted = {
        pk: (known.title, known.language, desk.address(known))
        for pk, known in desk.now_public().items()
    }
    open_now = list(Edition.objects.open().filter(page_id__in=desk.pages))
    assert {one.page_id: (one.title, one.language, one.address) for one in open_now} == wanted, told
    public = NewsItemPage.objects.published().values_list("pk", flat=True)
    assert set(public) == {one.page_id for one in open_now if one.kind}, told
    for language in ("en", "cy"):
        hold_archive(language, [one for one in open_now if one.kind], told)
    hold_files(told)
    hold_addresses(told)


def hold_archive(language: str, items: list[Edition], told: str) -> None:
    for chosen in ((), (crime_type().pk,)):
        counted = [
            one
            for one in items
            if one.language == language
            and (not chosen or set(chosen) & set(one.as_document().crime_types))
        ]
        selection = Selection(language, crime_types=chosen, over=overdue(language))
        months = selection.counts("month")
        assert sum(months.values()) == len(counted), told
        assert sum(selection.counts("kind").values()) == len(counted), told
        newest = sorted(counted, key=lambda one: (one.date, one.page_id), reverse=True)
        assert selection.page_ids(months, 0, 50) == [one.page_id for one in newest], told


def hold_files(told: str) -> None:
    """Each open edition has a row for each rendition and document that it shows, and no other."""
    for edition in Edition.objects.open().prefetch_related("files"):
        pictures, documents = set(), set()
        for use in files(edition.as_document()):
            if use.kind == "picture":
                pictures |= {(use.file, spec) for spec in FILTERS[use.use]}
            else:
                documents.add(use.file)
        rows = list(edition.files.all())
        found = [row.file_id for row in rows if row.kind == EditionFile.Kind.DOCUMENT]
        assert sorted(found) == sorted(documents), told
        assert len(rows) == len({(row.kind, row.name) for row in rows}), told
        shown = [row.file_id for row in rows if row.kind == EditionFile.Kind.PICTURE]
        assert sorted(shown) == sorted(picture for picture, _spec in pictures), told


def hold_addresses(told: str) -> None:
    """The old addresses are those from which a page has moved while it was public."""
    left = {
        (OldAddress.normal(one.address), one.language, one.page_id)
        for one in Edition.objects.filter(closed_why=Edition.Closed.MOVED).exclude(address="")
        if one.opens_at < one.closes_at
    }
    known = OldAddress.objects.values_list("address", "language", "page_id")
    assert set(known) == left, told


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_open_is_what_should_be_public(seed):
    with time_machine.travel(START, tick=False) as clock:
        desk, told = Desk(Random(seed), clock), []
        for step in (draft, draft, draft, publish, publish):
            step(desk)
            clock.shift(1)
        for _ in range(LENGTH):
            step = desk.random.choice(STEPS)
            told.append(step.__name__)
            try:
                step(desk)
            except Exception as error:
                error.add_note(f"seed {seed}: {', '.join(told)}")
                raise
            # Each step is a moment of its own.
            clock.shift(1)
            hold_against_the_model(desk, f"seed {seed}: {', '.join(told)}")
        run_timer(desk)
        hold_against_the_model(desk, f"seed {seed}: at the end")
        assert list(found_differences()) == [], f"seed {seed}: {', '.join(told)}"
        facts = NewsItemPage.objects.published().archive_facts()
        assert list(differences(facts)) == [], f"seed {seed}: {', '.join(told)}"
