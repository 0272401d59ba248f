"""What is shown of a document at a moment, and what documents are made of. No database."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsroom.documents.blocks import Paragraph
from newsroom.documents.digest import digest
from newsroom.documents.document import (
    CaseMaterial,
    CaseOrder,
    CaseRecord,
    CaseStage,
    Document,
    DocumentFile,
    PictureFile,
    Update,
)
from newsroom.documents.shown import as_shown, next_change

ROOT = Path(__file__).resolve().parents[1]
CONVICTED = date(2024, 6, 3)
RELEASED = date(2024, 6, 1)
EVE = datetime(2024, 6, 2, 22, 59, tzinfo=UTC)
"""A minute before the day in London on which the jury convicts."""
DAY = datetime(2024, 6, 2, 23, 0, tzinfo=UTC)


def row(kind, protocol_class="released", **files):
    given = {"image": None, "image_alt": "", "document": None, **files}
    return CaseMaterial("What it is", kind, protocol_class, RELEASED, **given)


CASE = Document(
    page_type="case",
    language="en",
    slug="r-v-x",
    title="R v X",
    case_record=CaseRecord(
        stages=(CaseStage(CONVICTED, "convicted", "", ""), CaseStage(None, "trial", "", "")),
        materials=(
            row("custody-image", image=1, image_alt="A man"),
            row("document", document=2),
            row("photograph", "withheld", image=3, image_alt="A house"),
        ),
    ),
    pictures=(PictureFile(1, "X", "x.jpg", "a", 1, 1), PictureFile(3, "Y", "y.jpg", "b", 1, 1)),
    documents=(DocumentFile(2, "Z", "z.pdf", "c", 1, "pdf"),),
)


def test_a_custody_image_is_shown_from_the_day_of_conviction():
    before, after = as_shown(CASE, EVE), as_shown(CASE, DAY)
    assert [one.image for one in before.case_record.materials] == [None, None, None]
    assert before.pictures == ()
    assert before.case_record.materials[0].what == "What it is"
    assert after.case_record.materials[0] == CASE.case_record.materials[0]
    assert [file.id for file in after.pictures] == [1]


def test_what_is_withheld_is_never_shown_and_what_is_released_is():
    shown = as_shown(CASE, DAY)
    assert shown.case_record.materials[2].image_alt == ""
    assert [file.id for file in shown.documents] == [2]
    early = as_shown(CASE, datetime(2024, 5, 1, tzinfo=UTC))
    assert (early.pictures, early.documents) == ((), ())


def test_it_is_known_when_more_is_shown():
    assert next_change(CASE, datetime(2024, 5, 1, tzinfo=UTC)) == datetime(
        2024, 5, 31, 23, tzinfo=UTC
    )
    assert next_change(CASE, EVE) == DAY
    assert next_change(CASE, DAY) is None


def test_an_order_is_shown_while_it_is_in_force():
    since, until = EVE, DAY
    order = CaseOrder("s11", "Leeds Crown Court", since, until, "", "A witness")
    told = Document(**{**vars(CASE), "case_record": CaseRecord(orders=(order,))})
    minute = timedelta(minutes=1)
    assert as_shown(told, since - minute).case_record.orders == ()
    assert as_shown(told, since).case_record.orders == (order,)
    assert as_shown(told, until).case_record.orders == ()
    assert next_change(told, since - minute) == since
    assert next_change(told, since) == until
    assert next_change(told, until) is None
    assert digest(told) == digest(Document(**{**vars(CASE), "case_record": CaseRecord()}))


def test_an_update_is_shown_from_its_moment():
    note = Update(DAY, "sentence", "Jailed.")
    item = Document(page_type="press-release", language="en", slug="x", title="X", updates=(note,))
    assert as_shown(item, EVE).updates == ()
    assert as_shown(item, DAY) == item
    assert next_change(item, EVE) == DAY


def test_facts_that_no_reader_is_told_are_part_of_the_digest_and_not_of_the_document():
    assert digest(CASE, {"child_involved": True}) != digest(CASE, {"child_involved": False})
    assert "child" not in str(CASE.to_json())


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        ({"language": "cy"}, False),
        ({"published_at": DAY}, False),
        ({"updates": (Update(DAY, "sentence", "Jailed."),)}, False),
        ({"page_type": "content"}, True),
        ({"slug": "x"}, True),
        ({"body": (Paragraph("<p>x</p>"),)}, True),
        ({"contact": 3}, True),
        ({"court": "Leeds Crown Court"}, True),
        ({"pictures": ()}, True),
    ],
)
def test_what_counts_as_other_words(other, counts):
    changed = Document(**{**vars(CASE), **other})
    assert (digest(changed) != digest(CASE)) is counts


def test_documents_know_neither_django_nor_wagtail():
    modules = [
        f"newsroom.documents.{file.stem}"
        for file in (ROOT / "newsroom" / "documents").glob("[!_]*.py")
    ]
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"django", "wagtail", "modelcluster"}
    ours = {name for name in ran.stdout.split() if name.startswith("newsroom.")}
    # The time zone of London lies below them, and is as pure.
    beyond = {name for name in ours if not name.startswith("newsroom.documents")}
    assert beyond == {"newsroom.time_zones"}
