"""What a word processor struck out, and its comments, in markup that reaches the server."""

import json

import pytest

from newsroom.desk.pasting import RichTextArea
from newsroom.documents.markup import cleaned
from newsroom.documents.struck_out import without_struck_out
from newsroom.pages.stream_blocks import RICH_TEXT
from newsroom.rules.working_marks import marks
from tests.blockers import sound_draft
from tests.desk import now, write
from tests.factories import draft

KEPT = "<p>A man <b>will</b> appear.</p>"
STRUCK = {
    "Word": (
        "<p class=MsoNormal>A man <b>will</b> <del cite='mailto:Jane' datetime='2026-11-20T10:00'>"
        "deleted by lawyer: victim is Ada</del>appear.<span class=MsoCommentReference>"
        "<a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[JL1]</a></span></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'>"
        "<div id='_com_1' class=msocomtxt><p class=MsoCommentText>Ada lives in Thornby</p></div>"
        "</div></div><!--[if gte mso 9]><xml>Ada</xml><![endif]-->"
    ),
    "Word online": (
        "<p>A man <b>will</b> <span class='TrackChangeTextDeletion SCX1'>victim is Ada </span>"
        "appear.<span class='CommentReference'>Ada?</span></p>"
    ),
    "Google Docs": (
        "<p>A man <b>will</b> <span style='text-decoration:line-through'>victim Ada "
        "</span>appear.<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p><div>"
        "<p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Ada lives in Thornby</span></p></div>"
    ),
    "LibreOffice": (
        "<p>A man <b>will</b> <s>victim is Ada </s>appear.<!-- Jane: Ada lives in Thornby -->"
        "<annotation>Ada</annotation></p><p><strike>Ada &amp; Bea</strike>&nbsp;</p>"
    ),
    "nested": (
        "<p>A man <b>will</b> <del>victim <b>is <s>Ada</s></b> <br>and</del>appear.</p>"
        "<p style='display:none'>Ada</p><script>Ada</script><p><del>Ada</p>"
    ),
}


def words(markup):
    return " ".join(markup.replace(" class=MsoNormal", "").split())


@pytest.mark.parametrize("processor", STRUCK)
def test_deletions_and_comments_are_left_out(processor):
    assert words(without_struck_out(STRUCK[processor])) == KEPT


def test_other_markup_stays_as_it_is():
    for markup in (
        "",
        KEPT,
        '<p data-block-key="a">See <a id="5" linktype="page">the comment</a> &amp; so&nbsp;on</p>',
        "<ul><li>He was deleted by nobody &lt;del&gt;</li></ul>",
        '<p><a href="https://www.gov.uk/comments#comment-1">line-through</a><br/>mso-</p>',
    ):
        assert without_struck_out(markup) == markup


def test_no_document_holds_what_was_struck_out():
    assert cleaned('<p data-block-key="a1">One<del> two</del></p>') == "<p>One</p>"


def test_a_comment_that_is_pasted_as_words_is_a_working_mark():
    assert list(marks("Comment by Jane: is it so?")) == ["Comment by Jane:"]


def typed(value):
    return RichTextArea(features=RICH_TEXT).value_from_datadict({"text": value}, {}, "text")


def state(text, *ranges):
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "entityRanges": []}
    return json.dumps({"blocks": [{**block, "inlineStyleRanges": list(ranges)}], "entityMap": {}})


def test_the_editor_takes_html_and_leaves_out_what_was_struck_out():
    struck = {"offset": 4, "length": 4, "style": "STRIKETHROUGH"}
    assert typed(state("One two", struck)) == '<p data-block-key="a">One </p>'
    assert typed(state("One two")) == '<p data-block-key="a">One two</p>'
    assert "Ada" not in typed(STRUCK["Word"])
    assert ">will</b>" in typed(STRUCK["Word"])
    assert "He &amp; she" in typed("<li><a>He & she</li></p>")
    assert "12" in typed("12")
    assert typed("null") in (None, "")
    shown = RichTextArea(features=RICH_TEXT).format_value("<p>One <del>two</del></p>")
    assert [block["text"] for block in json.loads(shown)["blocks"]] == ["One"]
    assert json.loads(RichTextArea(features=RICH_TEXT).format_value("<p>One<li></p>"))["blocks"]


@pytest.mark.django_db
def test_a_draft_is_saved_without_what_was_struck_out():
    item = sound_draft()
    item.body = [("paragraph", STRUCK["Word"]), ("list", {"items": [STRUCK["Word"]]})]
    item.notes_to_editors = STRUCK["Google Docs"]
    item.save_revision()
    page = item.get_latest_revision_as_object()
    stored = f"{page.serializable_data()}"
    assert "will" in page.body[1].value["items"][0].source
    assert not [word for word in ("Ada", "Thornby", "[JL1]", "cmnt") if word in stored]
    assert "Ada" not in str(draft(body=item.body).as_document())


@pytest.mark.django_db
def test_html_in_the_place_of_the_editors_state_is_read_and_cleaned():
    page = write(**{"body-0-value": STRUCK["Word"], "notes_to_editors": STRUCK["LibreOffice"]})
    page = now(page).get_latest_revision_as_object()
    assert "will" in page.body[0].value.source
    assert "will" in page.notes_to_editors
    assert "Ada" not in f"{page.serializable_data()}"
