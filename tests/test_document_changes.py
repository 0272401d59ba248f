"""Two documents compared: whatever differs is told, and nothing else."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.documents.blocks import (
    BLOCKS,
    Download,
    FurtherReading,
    Heading,
    Paragraph,
    Picture,
    PointList,
    Quote,
    ReadingLink,
    Table,
)
from newsroom.documents.comparison.fields import compare_documents
from newsroom.documents.comparison.notes import (
    FormChange,
    LayoutChange,
    LinkChange,
    ShownFile,
    StyleChange,
    ValueChange,
)
from newsroom.documents.comparison.word_changes import Kind
from newsroom.documents.document import (
    CaseRecord,
    CaseStage,
    Document,
    DocumentFile,
    FrontPage,
    PictureFile,
    Speech,
    TopicStatistic,
    Version,
)

# Few different texts, so that they meet again, and some of them are markup.
TEXTS = st.sampled_from(
    [
        *("", " ", "a", "a b", "a  b", "b a", "court", "<p>a b</p>", "<p>a <b>b</b></p>"),
        *("<p>a</p><p>b</p>", "<p>a<br/>b</p>", '<p>a <a href="/x">b</a></p>', "&amp; <"),
        *('<p>a <a linktype="document" id="1">b</a></p>', '<embed embedtype="image" id="1"/>'),
    ]
)
st.register_type_strategy(str, TEXTS)
IDS = st.one_of(st.none(), st.integers(1, 3))
BLOCK = st.one_of(
    *(
        st.builds(kind, **{each.name: IDS for each in fields(kind) if "int" in str(each.type)})
        for kind in BLOCKS.values()
    )
)
FIGURES = st.builds(TopicStatistic, number=st.sampled_from([None, Decimal(1), Decimal("1.5")]))
DOCUMENTS = st.builds(
    Document,
    body=st.lists(BLOCK, max_size=4).map(tuple),
    lead_picture=st.one_of(st.none(), st.builds(Picture, image=IDS)),
    speech=st.one_of(st.just(Speech()), st.builds(Speech)),
    case_record=st.one_of(st.just(CaseRecord()), st.builds(CaseRecord)),
    version=st.one_of(st.none(), st.builds(Version, places=st.just(()))),
    front_page=st.one_of(st.none(), st.builds(FrontPage)),
    statistics=st.lists(FIGURES, max_size=2).map(tuple),
    pictures=st.lists(st.builds(PictureFile, id=st.integers(1, 3)), max_size=1).map(tuple),
    documents=st.lists(st.builds(DocumentFile, id=st.integers(1, 3)), max_size=1).map(tuple),
)
NOT_TOLD = {"teaser"}


def read(document):
    """A document as readers get it: an empty lead picture is none."""
    return replace(document, teaser="", lead_picture=document.lead_picture or Picture())


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_a_comparison_tells_of_what_differs_and_of_nothing_else(old, new):
    assert compare_documents(old, old) == ()
    changes = compare_documents(old, new)
    assert bool(changes) == (read(old) != read(new))
    for each in changes:
        assert each.changes, each.field
        for change in each.changes:
            assert change.moved or change.kind != "same"
    for each in fields(Document):
        one = replace(old, **{each.name: getattr(new, each.name)})
        if each.name not in NOT_TOLD and read(one) != read(old):
            assert compare_documents(old, one), each.name


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_swapped_a_comparison_is_the_reverse(old, new):
    there, back = compare_documents(old, new), compare_documents(new, old)
    assert {each.field for each in there} == {each.field for each in back}
    other = {"added": "removed", "removed": "added"}
    for each in there:
        (again,) = (one for one in back if one.field == each.field)
        kinds = sorted(change.kind for change in each.changes if change.kind != "same")
        reverse = sorted(change.kind for change in again.changes if change.kind != "same")
        assert sorted(other.get(kind, kind) for kind in kinds) == reverse
        assert sum(change.moved for change in each.changes) == sum(
            change.moved for change in again.changes
        )
        assert sorted(words(each, Kind.INSERTED)) == sorted(words(again, Kind.DELETED))


def words(each, kind):
    for change in each.changes:
        for row in (change.heading, *change.paragraphs):
            yield from (piece.text for piece in row if piece.kind is kind)


def document(*body, **more):
    return Document(
        page_type="press-release", language="en", slug="x", title="x", body=body, **more
    )


def notes(old, new, field="body"):
    (change,) = (each for each in compare_documents(old, new) if each.field == field)
    return [note for one in change.changes for note in one.notes]


def link(target, words="apply here"):
    return f'<p>To ask, <a href="{target}">{words}</a> today.</p>'


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            Paragraph(link("https://a.test/")),
            Paragraph(link("https://b.test/")),
            LinkChange("apply here", "https://a.test/", "https://b.test/"),
        ),
        (
            Paragraph('<p><a linktype="page" id="3">Read</a></p>'),
            Paragraph('<p><a linktype="page" id="4">Read</a></p>'),
            LinkChange("Read", "page:3", "page:4"),
        ),
        (
            Paragraph("<p>Read on</p>"),
            Paragraph('<p>Read <a href="/x">on</a></p>'),
            LinkChange("on", "", "/x"),
        ),
        (
            Paragraph("<p>Not <b>guilty</b> today</p>"),
            Paragraph("<p>Not guilty today</p>"),
            StyleChange("guilty", "bold", is_given=False),
        ),
        (
            PointList(("<p>One</p>",)),
            PointList(("<p><i>One</i></p>",)),
            StyleChange("One", "italic", is_given=True),
        ),
        (
            PointList(("<p>One</p>",), "bulleted"),
            PointList(("<p>One</p>",), "numbered"),
            FormChange("One", "bulleted point", "numbered point"),
        ),
        (Heading("One", "h2"), Heading("One", "h3"), FormChange("One", "heading h2", "heading h3")),
        (
            Quote(("One two three",), "Roe"),
            Paragraph("<p>One two three Roe</p>"),
            FormChange("One two three Roe", "quotation", "paragraph"),
        ),
        (
            FurtherReading("More", (ReadingLink("", 3),)),
            FurtherReading("More", (ReadingLink("", 4),)),
            LinkChange("[…]", "page:3", "page:4"),
        ),
        (Picture(1, "A court"), Picture(1, "A man"), ValueChange("alt", "A court", "A man")),
        (Paragraph("<p>a  b</p>"), Paragraph("<p>a b</p>"), LayoutChange()),
        (Paragraph("<p>a<br/>b</p>"), Paragraph("<p>a</p><p>b</p>"), LayoutChange()),
        (Table("", ("a b", "c")), Table("", ("a", "b c")), LayoutChange()),
    ],
    ids=repr,
)
def test_what_words_alone_do_not_tell(old, new, note):
    assert notes(document(old), document(new)) == [note]


def file(content, **more):
    about = {"title": "Judgment", "filename": "a.pdf", "size": 9, "extension": "pdf"}
    return DocumentFile(1, hash=content, **{**about, **more})


def test_a_file_that_was_replaced_is_told_wherever_it_is_used():
    linked = Paragraph('<p><a linktype="document" id="1">Read</a></p>')
    for block in (Download(1, "The judgment"), linked):
        old, new = (document(block, documents=(file(content),)) for content in ("a", "b"))
        (note,) = notes(old, new)
        assert (note.old.file.hash, note.new.file.hash) == ("a", "b")
    picture = PictureFile(2, "Court", "a.png", "a", 1, 1)
    shown = [
        document(lead_picture=Picture(2), pictures=(replace(picture, hash=content),))
        for content in ("a", "b")
    ]
    (note,) = notes(*shown, field="image")
    assert note == ValueChange(
        "image",
        ShownFile("picture", 2, picture),
        ShownFile("picture", 2, replace(picture, hash="b")),
    )


def test_blocks_points_and_rows_that_changed_places_are_told():
    one, two, three = (Paragraph(f"<p>{text}</p>") for text in ("One", "Two", "Three"))
    (change,) = compare_documents(document(one, two, three), document(two, three, one))
    assert [(each.kind, each.moved, each.part.paragraphs) for each in change.changes] == [
        ("same", True, ("One",))
    ]
    pictures = [Picture(number, "") for number in (1, 2)]
    (change,) = compare_documents(document(*pictures), document(*reversed(pictures)))
    assert [each.moved for each in change.changes] == [True]
    points = [PointList(("One", "Two")), PointList(("Two", "One"))]
    (change,) = compare_documents(*map(document, points))
    assert change.changes[0].kind == "changed"
    stages = [CaseStage(None, kind, "", "") for kind in ("charge", "trial")]
    rows = [
        document(case_record=CaseRecord(stages=tuple(order))) for order in (stages, stages[::-1])
    ]
    (change,) = compare_documents(*rows)
    assert (change.field, [each.moved for each in change.changes]) == ("stages", [True])


def test_markup_that_is_written_in_another_way_is_no_change():
    spellings = [
        "<p>a<br/>b <a href='/x' id=\"3\">c &amp; d</a></p>",
        '<p>a<br>b <a id="3" href="/x">c &#38; d</a></p>',
    ]
    assert compare_documents(*(document(Paragraph(markup)) for markup in spellings)) == ()
    assert compare_documents(*(document(notes_to_editors=markup) for markup in spellings)) == ()
    assert compare_documents(*(document(PointList((markup,))) for markup in spellings)) == ()


def test_facts_are_told_by_their_names():
    old, new = document(crime_types=(1,), case=3), document(crime_types=(2,), case=None)
    facts = {"sexual_offence": False}, {"sexual_offence": True}
    changes = compare_documents(old, new, *facts)
    assert {each.field: each.changes[0].notes for each in changes} == {
        "crime_types": (ValueChange("crime_types", (1,), (2,)),),
        "case": (ValueChange("case", 3, None),),
        "sexual_offence": (ValueChange("sexual_offence", False, True),),
    }
