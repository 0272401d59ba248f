"""Teasers and plain words out of a body."""

from wagtail.blocks import StreamValue

from newsroom.documents.words import TEASER_LENGTH, cut_at_sentence, plain_text, teaser_from
from newsroom.pages.block_data import blocks_of
from newsroom.pages.stream_blocks import ArticleStream, ProtocolStream


def body(*blocks, stream=ArticleStream):
    block = stream()
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    return blocks_of(StreamValue(block, raw, is_lazy=True))


def items(*values):
    return [
        {"type": "item", "value": value, "id": str(place)} for place, value in enumerate(values)
    ]


def test_a_teaser_is_cut_at_a_sentence():
    text = "A man was jailed. " * 30
    teaser = cut_at_sentence(text)
    assert teaser.endswith("jailed.")
    assert TEASER_LENGTH - len("A man was jailed. ") <= len(teaser) <= TEASER_LENGTH


def test_a_first_sentence_that_is_too_long_is_cut_at_a_word():
    teaser = cut_at_sentence("prosecution " * 40)
    assert teaser.endswith("prosecution…")
    assert len(teaser) <= TEASER_LENGTH


def test_one_endless_word_is_cut_all_the_same():
    assert len(cut_at_sentence("x" * 500)) <= TEASER_LENGTH


def test_abbreviations_and_initials_end_no_sentence():
    first = "The case of R v. Smith was heard by Mr. Justice J. Brown at St. Albans."
    assert cut_at_sentence(first + " It went on." * 30, limit=75) == first


def test_an_opened_quotation_is_closed():
    teaser = cut_at_sentence(
        "“This was cruel. He lied to us all for a very long time, and then”", 40
    )
    assert teaser == "“This was cruel.”"


def test_a_quotation_that_ends_with_its_sentence_stays_whole():
    assert cut_at_sentence("“He lied.” Then he left the room for good.", 20) == "“He lied.”"


def test_paragraphs_are_never_joined():
    two = body(("paragraph", "<p>On 3 March 2025.</p><p>Daniel Hall was jailed.</p>"))
    assert teaser_from(two) == "On 3 March 2025."
    assert plain_text(two) == "On 3 March 2025.\n\nDaniel Hall was jailed."


def test_a_greeting_is_no_teaser():
    speech = body(
        ("heading", {"text": "Introduction", "level": "h2"}),
        ("paragraph", "<p>Good afternoon, everyone. Thank you for having me.</p>"),
        ("paragraph", "<p>Hello and welcome. Victims deserve better. I will say how.</p>"),
    )
    assert teaser_from(speech) == "Victims deserve better. I will say how."


def test_an_empty_body_has_no_teaser_and_no_words():
    assert teaser_from(body()) == ""
    assert plain_text(body(("paragraph", "<p></p>"))) == ""


def test_all_words_are_found_without_markup():
    text = plain_text(
        body(
            ("heading", {"text": "The charges", "level": "h2"}),
            ("paragraph", "<p>Fish &amp; <b>chips</b><br/>again</p>"),
            (
                "quote",
                {"paragraphs": items("He lied.", "Twice."), "speaker": "Ann Roe", "role": ""},
            ),
            ("list", {"style": "bulleted", "items": items("<p>One</p>", "<p>Two</p>")}),
            (
                "table",
                {
                    "caption": "Charges by year",
                    "header": items("Year", "Charges"),
                    "rows": items(items("2024", "17")),
                },
            ),
            ("image", {"image": 1, "alt": "A court", "caption": "Leeds", "credit": ""}),
            ("document", {"document": 1, "description": "Full figures"}),
            ("statistic", {"figure": "82%", "description": "convicted", "source": ""}),
        )
    )
    assert text.split("\n\n") == [
        "The charges",
        "Fish & chips",
        "again",
        "He lied.",
        "Twice.",
        "Ann Roe",
        "One",
        "Two",
        "Charges by year",
        "Year Charges",
        "2024 17",
        "Leeds",
        "Full figures",
        "82% convicted",
    ]


def test_words_of_a_protocol_are_found():
    text = plain_text(
        body(
            ("clause", {"heading": "Purpose", "text": "<p>Open justice.</p>"}),
            ("withheld", {"heading": "Not released", "entries": items("Names of children")}),
            stream=ProtocolStream,
        )
    )
    assert text.split("\n\n") == ["Purpose", "Open justice.", "Not released", "Names of children"]


def test_words_are_read_without_a_query():
    # No database mark: fetching the picture or the document would fail.
    picture = body(("image", {"image": 1, "alt": "", "caption": "Leeds", "credit": None}))
    assert plain_text(picture) == "Leeds"
